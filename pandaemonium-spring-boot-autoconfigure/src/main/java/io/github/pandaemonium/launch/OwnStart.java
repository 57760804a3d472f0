package io.github.pandaemonium.launch;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.github.pandaemonium.launch.CallStack.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call is the program's own start from its {@code main}. A test, a tool or a
 * server that happens to run the application must never find itself started a second time
 * as a daemon.
 *
 * @since 0.1.0
 */
public final class OwnStart {

	private static final String LOADER = "org.springframework.boot.loader.launch.";

	private static final Set<String> LAUNCHERS = Set.of(LOADER + "JarLauncher", LOADER + "WarLauncher",
			LOADER + "PropertiesLauncher");

	private static final String RESTART_LAUNCHER = "org.springframework.boot.devtools.restart.RestartLauncher";

	private static final String[] JDK = { "java.", "jdk.", "sun.", "com.sun." };

	private static final String[] TESTS = { "org.junit.", "junit.", "org.testng.", "org.spockframework.", "io.kotest.",
			"org.apache.maven.", "org.gradle.", "worker.org.gradle." };

	private final CallStack stack;

	private final Program program;

	private final List<String> jvmOptions;

	private final int main;

	OwnStart(CallStack stack, Program program, List<String> jvmOptions) {
		this.stack = stack;
		this.program = program;
		this.jvmOptions = List.copyOf(jvmOptions);
		this.main = findMain();
	}

	/**
	 * Look at the calls of the calling thread.
	 * @param stack the calls of the calling thread
	 * @param jvmOptions the options of the JVM, wherever they were given
	 * @return the answers
	 */
	public static OwnStart of(CallStack stack, List<String> jvmOptions) {
		return new OwnStart(stack, Program.ofThisProcess(), jvmOptions);
	}

	/**
	 * Return the class whose {@code main} is the application's: the one that java was
	 * told to run, or the one that a launcher of Spring Boot called for it.
	 * @return the name of the class, or empty where this thread is not in such a call
	 */
	public Optional<String> mainClass() {
		return (this.main < 0) ? Optional.empty() : Optional.of(frames().get(this.main).type());
	}

	/**
	 * Return whether Spring Boot DevTools have called {@code main} again, on a thread of
	 * their own. That is the application's own start, but one for a terminal.
	 * @return whether this is a restart
	 */
	public boolean isRestart() {
		return !frames().isEmpty() && frames().get(frames().size() - 1).is(RESTART_LAUNCHER, "run");
	}

	/**
	 * Say why this is not the program's own start.
	 * @param entry the call that must come from {@code main} without reflection; the
	 * outermost one counts
	 * @return the reason, or empty if it is the program's own start
	 */
	public Optional<Refusal> refusal(Predicate<Frame> entry) {
		Optional<String> training = TrainingRun.option(this.jvmOptions);
		if (training.isPresent()) {
			return Optional.of(Refusal.quietly("this is a training run (" + training.get() + ")"));
		}
		for (Frame frame : frames()) {
			if (frame.startsWith(TESTS)) {
				return Optional.of(Refusal.quietly("a test or a build runs it (" + frame + ")"));
			}
		}
		if (!isRestart() && !this.stack.thread().equals("main")) {
			return Optional.of(Refusal.telling("it is started on the thread '" + this.stack.thread()
					+ "' and not on the main thread of the program"));
		}
		Optional<Refusal> refusal = refusalOfMain();
		refusal = refusal.isPresent() ? refusal : refusalOfReflection(entry);
		return refusal.isPresent() ? refusal : refusalOfExecutable();
	}

	private Optional<Refusal> refusalOfMain() {
		String program = this.program.mainClass();
		if (program == null) {
			return Optional.of(Refusal.telling("the class that java was told to run is not known"));
		}
		if (this.main < 0) {
			return Optional.of(Refusal.telling("it is not started from the main method of " + program));
		}
		if (frames().get(this.main).startsWith(JDK)) {
			return Optional.of(Refusal.quietly("a tool of the JDK runs it (" + program + ")"));
		}
		return Optional.empty();
	}

	private Optional<Refusal> refusalOfReflection(Predicate<Frame> entry) {
		List<Frame> sinceMain = frames().subList(0, this.main);
		for (int i = sinceMain.size() - 1; i >= 0 && !entry.test(sinceMain.get(i)); i--) {
			if (sinceMain.get(i).isReflection()) {
				return Optional.of(Refusal.telling("something calls it by reflection (" + sinceMain.get(i)
						+ "), not the main method of " + frames().get(this.main).type()));
			}
		}
		return Optional.empty();
	}

	private Optional<Refusal> refusalOfExecutable() {
		return this.program.isJava() ? Optional.empty() : Optional.of(Refusal.telling("the process is "
				+ this.program.executable() + " and not " + this.program.java() + ", so it can't be started again"));
	}

	private int findMain() {
		int outermost = frames().size() - 1;
		if (isRestart()) {
			return findMainCalledFrom(RESTART_LAUNCHER);
		}
		if (outermost < 0 || !frames().get(outermost).method().equals("main")
				|| !this.program.isMain(frames().get(outermost).type())) {
			return -1;
		}
		return LAUNCHERS.contains(frames().get(outermost).type()) ? findMainCalledFrom(LOADER) : outermost;
	}

	private int findMainCalledFrom(String launcher) {
		int caller = frames().size() - 1;
		while (caller >= 0 && frames().get(caller).startsWith(launcher)) {
			caller--;
		}
		int called = caller;
		// Since JDK 18 reflection goes through method handles
		while (called >= 0
				&& (frames().get(called).isReflection() || frames().get(called).startsWith("java.lang.invoke."))) {
			called--;
		}
		return (called < caller && called >= 0 && frames().get(called).method().equals("main")) ? called : -1;
	}

	private List<Frame> frames() {
		return this.stack.frames();
	}

	/**
	 * Find the directory that a class comes from: an IDE or a build tool runs it, unless
	 * it is that of an exploded jar or war. This forbids to detach only where nobody has
	 * asked for it.
	 * @param type the class, if there is one
	 * @return the directory, or empty where the class comes from an archive
	 */
	public static Optional<Path> classesDirectory(@Nullable Class<?> type) {
		if (type == null) {
			return Optional.empty();
		}
		CodeSource source = type.getProtectionDomain().getCodeSource();
		URL location = (source != null) ? source.getLocation() : null;
		if (location == null || !location.getProtocol().equals("file")) {
			return Optional.empty();
		}
		try {
			return Optional.of(Path.of(location.toURI()))
				.filter((path) -> !path.endsWith("BOOT-INF/classes") && !path.endsWith("WEB-INF/classes"))
				.filter(Files::isDirectory);
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

}
