package io.github.pandaemonium.sample.plain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import io.github.pandaemonium.daemon.Daemon;
import io.github.pandaemonium.daemon.DaemonBuilder;
import io.github.pandaemonium.daemon.Detach;
import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.daemon.StageStep;
import io.github.pandaemonium.daemon.StartException;
import io.github.pandaemonium.daemon.WaitFor;
import io.github.pandaemonium.launch.OpenFile;
import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix.Credentials;
import io.github.pandaemonium.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Programs with daemons of all kinds, for {@link DaemonIT}: the first argument names one.
 */
public final class Programs {

	private static final Path DIRECTORY = Daemon.launchDirectory();

	private static final Path PID_FILE = DIRECTORY.resolve("daemon.pid");

	private Programs() {
	}

	public static void main(String[] args) throws Exception {
		List<String> rest = List.of(args).subList(1, args.length);
		switch (args[0]) {
			case "prints" -> prints();
			case "fails-in-step" -> afterUmask(() -> {
				throw new IOException("the spool is full");
			});
			case "fails-in-added-step" -> start(builder().after(Stage.CORE_DUMPS, () -> {
				throw new IOException("the cores are hot");
			}));
			case "fails-in-run" -> start(builder().target(() -> {
				throw new IOException("the work is too hard");
			}));
			case "exits" -> afterUmask(() -> System.exit(7));
			case "blocks" -> afterUmask(Programs::work);
			case "dies" -> afterUmask(() -> kill("KILL"));
			case "ends-main" -> afterUmaskOnly();
			case "hangs" -> start(builder().startTimeout(Duration.ofSeconds(2)).after(Stage.SIGNALS, Programs::work));
			case "hangs-in-hook" -> start(builder().after(Stage.SIGNALS, () -> {
				Runtime.getRuntime().addShutdownHook(new Thread(Programs::hang));
				work();
			}));
			case "ends-slowly" -> endsSlowly(DIRECTORY.resolve("go"));
			case "waits-for" -> start(builder().waitFor(WaitFor.valueOf(rest.get(0))));
			case "chatters" -> start(
					builder().after(Stage.UMASK, () -> System.out.print("x".repeat(1_000_000))).target(Programs::work));
			case "writes" -> start(builder().user(rest.get(0)).stderr(Path.of(rest.get(1))));
			case "two" -> two();
			case "replaces" -> new Replacing(Stage.valueOf(rest.get(0))).report();
			case "repeats" -> repeats();
			case "twice" -> twice();
			case "nested" -> start(builder().target(() -> builder().build().start()));
			case "thread" -> onThread(() -> start(builder()));
			case "thread-activates" -> onThread(() -> builder().build().activate());
			case "reads" ->
				start(builder().stdinText(rest.get(0).repeat(Integer.parseInt(rest.get(1)))).target(Programs::read));
			case "inherits" -> start(builder().inheritFiles(rest).target(Programs::work));
			case "user" -> start(builder().user(rest.get(0)).target(Programs::regain));
			case "user-after-step" -> userAfterStep(rest.get(0));
			case "never" -> never(Path.of(rest.get(0)), (rest.size() > 1) ? rest.get(1) : null);
			case "locks" -> locks();
			default -> throw new IllegalArgumentException(args[0]);
		}
	}

	private static DaemonBuilder builder() {
		return Daemon.builder()
			.detach(Detach.ALWAYS)
			.pidFile(PID_FILE)
			.stdout(DIRECTORY.resolve("daemon.out"))
			.stderr(DIRECTORY.resolve("daemon.err"))
			.target(Programs::work);
	}

	private static void start(DaemonBuilder builder) {
		start(builder.build());
	}

	private static void start(Daemon daemon) {
		try {
			daemon.start();
			System.out.println("started " + daemon.pid().orElseThrow());
		}
		catch (StartException ex) {
			System.out.println("failed: " + ex.getMessage());
		}
		System.out.println("output: " + daemon.output());
		System.out.println("error: " + daemon.error());
	}

	private static void activate(DaemonBuilder builder) throws InterruptedException {
		builder.build().activate();
		work();
	}

	/** What is printed up to stage 9 is the launcher's to read, and nothing after it. */
	private static void prints() {
		PrintingDaemon daemon = new PrintingDaemon();
		System.out.println("main");
		System.err.println("main on error");
		start(daemon);
	}

	private static void afterUmask(StageStep step) throws Exception {
		Daemon daemon = builder().build();
		daemon.runThrough(Stage.UMASK);
		System.out.println("at the step");
		step.run();
		daemon.start();
	}

	private static void afterUmaskOnly() {
		builder().build().runThrough(Stage.UMASK);
		System.exit(0);
	}

	private static void two() {
		for (String name : List.of("one", "two")) {
			Daemon daemon = Daemon.builder()
				.detach(Detach.ALWAYS)
				.pidFile(DIRECTORY.resolve(name + ".pid"))
				.stdout(DIRECTORY.resolve(name + ".out"))
				.target(() -> {
					System.out.println("I am " + name);
					work();
				})
				.build();
			daemon.start();
			if (daemon.pid().isPresent()) {
				System.out.println("started " + name + " " + daemon.pid().getAsInt());
			}
		}
	}

	private static void repeats() {
		Daemon daemon = builder().after(Stage.UMASK, () -> System.out.println("after umask")).build();
		daemon.runThrough(Stage.WORKING_DIRECTORY);
		daemon.runThrough(Stage.UMASK);
		daemon.runThrough(Stage.WORKING_DIRECTORY);
		System.out.println("passed " + daemon.stages().keySet());
		daemon.runThrough(Stage.STREAMS);
		daemon.activate();
		daemon.activate();
		System.out.println("passed all " + daemon.stages().size());
		daemon.start();
	}

	private static void twice() {
		Daemon daemon = builder().build();
		start(daemon);
		try {
			daemon.start();
		}
		catch (IllegalStateException ex) {
			System.out.println(ex.getMessage());
		}
	}

	private static void onThread(Runnable action) throws InterruptedException {
		Thread thread = new Thread(action, "side");
		thread.start();
		thread.join();
		System.out.println("the program goes on");
	}

	private static void read() throws Exception {
		byte[] text = System.in.readAllBytes();
		System.out.println(text.length + " " + new String(text, StandardCharsets.UTF_8).substring(0, 4));
		work();
	}

	private static void userAfterStep(String user) throws Exception {
		Daemon daemon = builder().user(user).target(Programs::regain).build();
		daemon.runThrough(Stage.CORE_DUMPS);
		System.out.println("step as " + uid());
		daemon.runThrough(Stage.IDENTITY);
		System.out.println("then as " + uid());
		daemon.start();
	}

	/** Tries to become root again. */
	private static void regain() throws InterruptedException {
		try {
			NativeAccess.posix().assume(new Credentials(0, 0, List.of()));
			System.out.println("regained " + uid());
		}
		catch (PosixException ex) {
			System.out.println("lost for ever as " + uid());
		}
		work();
	}

	private static void never(Path workingDirectory, @Nullable String user) throws InterruptedException {
		builder().detach(Detach.NEVER).workingDirectory(workingDirectory).user(user).build().activate();
		if (user != null) {
			System.out.println(System.getProperty("user.name") + " works");
		}
		work();
	}

	private static void locks() throws InterruptedException {
		PidLockFile pidFile = new PidLockFile(PID_FILE).acquire();
		System.out.println("acquired");
		activate(builder().pidFile(pidFile));
	}

	private static int uid() {
		return NativeAccess.posix().geteuid();
	}

	private static void kill(String signal) throws Exception {
		new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(ProcessHandle.current().pid())).start().waitFor();
		work();
	}

	/** Has a shutdown hook that waits until the test writes to a pipe. */
	private static void endsSlowly(Path pipe) {
		start(builder().target(() -> {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				System.out.println("ending");
				try {
					Files.readString(pipe);
				}
				catch (IOException ex) {
					System.out.println(ex);
				}
			}));
			work();
		}));
	}

	private static void hang() {
		while (true) {
			LockSupport.park();
		}
	}

	private static void work() throws InterruptedException {
		System.out.println("working");
		new CountDownLatch(1).await();
	}

	/**
	 * Prints in all the places where a daemon can, and collects it in its own way.
	 */
	private static final class PrintingDaemon extends Daemon {

		private int collected;

		PrintingDaemon() {
			super(Programs.builder()
				.after(Stage.CORE_DUMPS, () -> System.out.println("after 2"))
				.after(Stage.INHERITED_FILES, () -> System.out.println("after 8"))
				.after(Stage.STREAMS, () -> System.out.println("after 9"))
				.options());
		}

		@Override
		protected void run() throws Exception {
			System.out.println("run with " + this.collected);
			work();
		}

		@Override
		protected void monitor(StartResult result) {
			super.monitor(result);
			this.collected++;
			System.out.println("monitored " + this.collected);
		}

	}

	/**
	 * Has a step of its own in place of a stage.
	 */
	private static final class Replacing extends Daemon {

		private final Stage stage;

		private final List<Stage> done = new ArrayList<>();

		Replacing(Stage stage) {
			super(Programs.builder().options());
			this.stage = stage;
		}

		@Override
		protected @Nullable StageStep replacement(Stage stage) {
			return (stage == this.stage) ? () -> {
				this.done.add(stage);
				System.out.println("replaced " + stage + ", open " + OpenFile.find("0"));
			} : null;
		}

		@Override
		protected void run() throws Exception {
			System.out.println("did " + this.done + " after " + stages().keySet());
			System.out.println(new PidLockFile(PID_FILE).isActive());
			work();
		}

	}

}
