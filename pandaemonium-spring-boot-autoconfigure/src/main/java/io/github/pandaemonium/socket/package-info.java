/**
 * Listening sockets that this process did not open itself, but was given by descriptor.
 */
@NullMarked
package io.github.pandaemonium.socket;

import org.jspecify.annotations.NullMarked;
