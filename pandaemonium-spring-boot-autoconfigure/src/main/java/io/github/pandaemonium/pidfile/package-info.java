/**
 * The locking pid file.
 */
@NullMarked
package io.github.pandaemonium.pidfile;

import org.jspecify.annotations.NullMarked;
