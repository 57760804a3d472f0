/**
 * The signals that a process takes, and what it does on them.
 */
@NullMarked
package io.github.pandaemonium.signal;

import org.jspecify.annotations.NullMarked;
