package io.github.pandaemonium.context;

import java.util.List;
import java.util.Optional;

import io.github.pandaemonium.launch.CallStack;
import io.github.pandaemonium.launch.CallStack.Frame;
import io.github.pandaemonium.launch.OwnStart;
import io.github.pandaemonium.launch.Refusal;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.ParentContextApplicationContextInitializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.util.ClassUtils;

/**
 * Whether the run of a {@link SpringApplication} is the start of the program, to be asked
 * on the thread and during the call of its {@code run}.
 */
final class SpringStart {

	private static final String AOT_PROCESSING = "spring.aot.processing";

	private static final String RESTARTER = "org.springframework.boot.devtools.restart.Restarter";

	private static final String RUN_DESCRIPTOR = "([Ljava/lang/String;)"
			+ "Lorg/springframework/context/ConfigurableApplicationContext;";

	private final SpringApplication application;

	private final CallStack stack;

	private final OwnStart ownStart;

	private SpringStart(SpringApplication application, CallStack stack, List<String> jvmOptions) {
		this.application = application;
		this.stack = stack;
		this.ownStart = OwnStart.of(stack, jvmOptions);
	}

	/**
	 * Look at the run that the calling thread is in.
	 * @param application the application that is being run
	 * @param jvmOptions the options of the JVM, wherever they were given
	 * @return the answers
	 */
	static SpringStart of(SpringApplication application, List<String> jvmOptions) {
		return new SpringStart(application, CallStack.ofThisThread(), jvmOptions);
	}

	/**
	 * Say why this run is not the start of the program.
	 * @return the reason, or empty if it is
	 */
	Optional<Refusal> refusal() {
		Optional<Refusal> refusal = refusalOfPurpose();
		refusal = refusal.isPresent() ? refusal : refusalOfRun();
		refusal = refusal.isPresent() ? refusal : this.ownStart.refusal(SpringStart::isRun);
		return refusal.isPresent() ? refusal : refusalOfMainClass();
	}

	/**
	 * Return whether Spring Boot DevTools are there, and the application therefore
	 * belongs in a terminal.
	 * @return whether DevTools are on the class path
	 */
	boolean isDeveloped() {
		return this.ownStart.isRestart() || ClassUtils.isPresent(RESTARTER, this.application.getClassLoader());
	}

	private Optional<Refusal> refusalOfPurpose() {
		if (SpringProperties.getFlag(AOT_PROCESSING)) {
			return Optional.of(Refusal.quietly("it is processed ahead of time (" + AOT_PROCESSING + ")"));
		}
		for (String property : List.of(DefaultLifecycleProcessor.EXIT_PROPERTY_NAME,
				DefaultLifecycleProcessor.CHECKPOINT_PROPERTY_NAME)) {
			if (DefaultLifecycleProcessor.ON_REFRESH_VALUE.equalsIgnoreCase(SpringProperties.getProperty(property))) {
				return Optional.of(Refusal.quietly("it ends when its context is refreshed (" + property + ")"));
			}
		}
		return Optional.empty();
	}

	private Optional<Refusal> refusalOfRun() {
		if (this.stack.count(SpringStart::isInstanceRun) > 1) {
			return Optional.of(Refusal.quietly("it is run by another application that is starting"));
		}
		String springApplication = SpringApplication.class.getName();
		if (this.stack.count((frame) -> frame.is(springApplication, "withHook")) > 0) {
			return Optional.of(Refusal.quietly("something else than its main method is in control of the run"
					+ " (SpringApplication.withHook or from)"));
		}
		// An application without a parent is run by a single call of its builder
		if (this.stack.count((frame) -> frame.type().equals(SpringApplicationBuilder.class.getName())) > 1) {
			return Optional.of(Refusal.telling("it is the parent context of another application"));
		}
		if (this.application.getInitializers()
			.stream()
			.anyMatch(ParentContextApplicationContextInitializer.class::isInstance)) {
			return Optional.of(Refusal.telling("its context has a parent context"));
		}
		return Optional.empty();
	}

	private Optional<Refusal> refusalOfMainClass() {
		Class<?> application = this.application.getMainApplicationClass();
		String program = this.ownStart.mainClass().orElseThrow();
		// Kotlin and Scala have the code of main in a companion
		if (application != null
				&& (application.getName().equals(program) || application.getName().startsWith(program + "$"))) {
			return Optional.empty();
		}
		return Optional.of(Refusal.quietly("the program that was started is " + program + " and not "
				+ ((application != null) ? application.getName() : "the application")));
	}

	private static boolean isRun(Frame frame) {
		return frame.is(SpringApplication.class.getName(), "run");
	}

	private static boolean isInstanceRun(Frame frame) {
		return isRun(frame) && frame.descriptor().equals(RUN_DESCRIPTOR);
	}

}
