/**
 * The operating system calls that the rest of pandaemonium makes, each named as in C.
 */
@NullMarked
package io.github.pandaemonium.posix;

import org.jspecify.annotations.NullMarked;
