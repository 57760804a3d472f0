/**
 * Auto-configuration of the daemon's beans.
 */
@NullMarked
package io.github.pandaemonium.autoconfigure;

import org.jspecify.annotations.NullMarked;
