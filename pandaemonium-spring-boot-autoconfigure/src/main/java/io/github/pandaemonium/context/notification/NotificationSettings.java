package io.github.pandaemonium.context.notification;

import java.time.Duration;

import io.github.pandaemonium.daemon.ReadinessDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * How a supervisor is told.
 *
 * @param startTimeout how long a start may go without progress
 * @param stopTimeout how long a stop may go without progress
 * @param grace how much longer the watchdog is asked to wait
 * @param healthGroup the health group without which the application does not live
 * @param inherited whether programs that are started know the supervisor too
 * @param descriptor the descriptor that gets a newline
 * @since 0.1.0
 */
public record NotificationSettings(Duration startTimeout, Duration stopTimeout, Duration grace,
		@Nullable String healthGroup, boolean inherited, @Nullable ReadinessDescriptor descriptor) {

}
