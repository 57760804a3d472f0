package io.github.pandaemonium.context;

import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.daemon.StageStep;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A step of the application's own after a stage, or in place of one, before the context
 * is refreshed. It is named in {@code META-INF/spring.factories} under this interface,
 * and may have a constructor without arguments or with an
 * {@link org.springframework.core.env.Environment}; or it is added to the
 * {@code SpringApplication} by {@code addInitializers}, to which end it is an initializer
 * that does nothing. Steps after the same stage run in the order that
 * {@link org.springframework.core.Ordered} or
 * {@link org.springframework.core.annotation.Order @Order} gives them. A step runs in the
 * daemon's process whenever its stage is passed there: in the foreground that is so for
 * {@link Stage#PID_FILE} and {@link Stage#SIGNALS} only.
 * <p>
 * Stages up to {@link Stage#WORKING_DIRECTORY} that come after such a step can't be given
 * to the process at birth any more: after {@link Stage#DETACH} and
 * {@link Stage#CORE_DUMPS} the step runs as the launching user, and {@code user.name},
 * {@code user.home} and {@code user.dir} of the daemon stay those of that moment. These
 * stages, with their steps, are passed before logging starts.
 *
 * @since 0.1.0
 */
public interface DaemonStep extends StageStep, ApplicationContextInitializer<ConfigurableApplicationContext> {

	/**
	 * Returns the stage that this step belongs to.
	 * @return the stage
	 */
	Stage stage();

	/**
	 * Whether the step takes the place of the stage.
	 * @return whether it does; by default it comes after the stage
	 */
	default boolean isReplacement() {
		return false;
	}

	@Override
	default void initialize(ConfigurableApplicationContext context) {
		// a stage has been passed long before
	}

}
