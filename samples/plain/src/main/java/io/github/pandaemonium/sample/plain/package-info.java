/**
 * Daemons in plain Java: the ways to write one, each in a class of its own.
 */
@NullMarked
package io.github.pandaemonium.sample.plain;

import org.jspecify.annotations.NullMarked;
