package io.github.pandaemonium.systemd;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Something without which the application does not live. It is asked on the thread of the
 * watchdog and answers at once.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Vital {

	/**
	 * Says what is wrong.
	 * @param clock a clock that stands still while the whole process does
	 * @return what is wrong, as the beginning of a sentence, or {@code null} if nothing
	 * is
	 */
	@Nullable String problem(Duration clock);

}
