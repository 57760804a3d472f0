/**
 * What becomes of the application, as its supervisor is told it.
 */
@NullMarked
package io.github.pandaemonium.context.notification;

import org.jspecify.annotations.NullMarked;
