/**
 * Where a daemon's log files are, how they are opened again, and the levels of its
 * loggers.
 */
@NullMarked
package io.github.pandaemonium.context.logging;

import org.jspecify.annotations.NullMarked;
