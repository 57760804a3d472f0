/**
 * Starts real programs, looks at them in {@code /proc} and leaves none behind.
 */
@NullMarked
package io.github.pandaemonium.test;

import org.jspecify.annotations.NullMarked;
