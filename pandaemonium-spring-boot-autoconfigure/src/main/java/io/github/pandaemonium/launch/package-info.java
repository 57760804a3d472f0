/**
 * How the daemon's process comes into being: the command line, the shell in between, the
 * control pipe, and whether any of that is allowed to happen.
 */
@NullMarked
package io.github.pandaemonium.launch;

import org.jspecify.annotations.NullMarked;
