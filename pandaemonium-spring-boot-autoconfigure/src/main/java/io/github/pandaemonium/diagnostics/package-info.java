/**
 * What an operator can do about a daemon that can't be.
 */
@NullMarked
package io.github.pandaemonium.diagnostics;

import org.jspecify.annotations.NullMarked;
