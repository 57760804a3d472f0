package io.github.pandaemonium.context;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.pandaemonium.launch.OwnStart;
import io.github.pandaemonium.launch.Refusal;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Prints what {@link SpringStart} says, at the moment when the launcher asks.
 */
public class SpringStartPrinter implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	static final String OWN = "own start";

	/**
	 * The variable that says that the first answer is the last.
	 */
	static final String HALT = "SPRING_START_HALT";

	private final List<String> answers = new ArrayList<>();

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		List<String> jvmOptions = ManagementFactory.getRuntimeMXBean().getInputArguments();
		long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		SpringStart start = SpringStart.of(event.getSpringApplication(), jvmOptions);
		Optional<Refusal> refusal = start.refusal();
		boolean developed = start.isDeveloped();
		Class<?> type = event.getSpringApplication().getMainApplicationClass();
		boolean directory = type != null && OwnStart.classesDirectory(type).isPresent();
		long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		String answer = refusal.map(Refusal::reason).orElse(OWN)
				+ (refusal.isPresent() && refusal.get().quiet() ? ", quiet" : "") + (developed ? ", developed" : "")
				+ (directory ? ", from a directory" : "");
		this.answers.add(answer);
		System.out.println("start: " + answer);
		System.out.println("cost: " + (end - begin) / 1000 + " us");
		if (Boolean.parseBoolean(System.getenv(HALT))) {
			Runtime.getRuntime().halt(0);
		}
	}

	List<String> answers() {
		return this.answers;
	}

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER - 1;
	}

}
