/**
 * A daemon and the nine stages of its birth.
 */
@NullMarked
package io.github.pandaemonium.daemon;

import org.jspecify.annotations.NullMarked;
