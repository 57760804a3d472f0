package io.github.pandaemonium.sample.plain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.daemon.WaitFor;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Orphans;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@link io.github.pandaemonium.daemon.Daemon} where it is used hard: {@link Programs} as
 * real processes.
 */
@Tag("any-java")
class DaemonIT {

	@RegisterExtension
	static Launches shared = new Launches();

	@RegisterExtension
	Launches launches = new Launches();

	private static PlainPrograms programs;

	private Path directory;

	private Path pidFile;

	private Path out;

	private Path err;

	@BeforeAll
	static void copyPrograms() {
		programs = new PlainPrograms(shared.directory());
	}

	@BeforeEach
	void makeDirectory() {
		use(this.launches.directory());
	}

	@Test
	void outputAndErrorAreWhatDaemonPrintedUpToStage9AndNothingAfter() {
		Result result = program("prints").run();
		assertThat(result.out()).isEqualTo("""
				main
				monitored 1
				started %d
				output: main
				after 2
				after 8

				error: main on error

				""".formatted(daemon().pid()));
		assertThat(result.err()).isEqualTo("main on error\n");
		assertThat(result.status()).isZero();
		assertThat(PlainPrograms.awaitText(this.out, "working")).isEqualTo("after 9\nrun with 0\nworking\n");
	}

	@Test
	void exceptionInStepEndsLauncherWithReason() {
		Result result = program("fails-in-step").run();
		assertThat(result.out()).isEqualTo("at the step\n");
		assertThat(result.err()).contains("Exception in thread \"main\" java.io.IOException: the spool is full\n\tat ")
			.endsWith("\njava.io.IOException: the spool is full\n"
					+ "Start it with detach set to never to see what it does.\n");
		assertThat(result.status()).isEqualTo(1);
		assertNothingLeft();
	}

	@Test
	void exceptionInAddedStepIsExceptionOfStart() {
		Result result = program("fails-in-added-step").run();
		assertThat(result.out()).startsWith("failed: Unable to run the step after CORE_DUMPS: "
				+ "java.io.IOException: the cores are hot\noutput: \nerror: Exception in thread \"main\" ");
		assertThat(result.status()).isZero();
		assertNothingLeft();
	}

	@Test
	void exceptionInRunEndsDaemonWithStatus1() {
		try (Orphans orphans = Orphans.adopt()) {
			Result result = program("fails-in-run").run();
			assertThat(result.out()).matches("started \\d+\noutput: \nerror: \n");
			assertThat(orphans.await(new Proc(Long.parseLong(result.out().split("\\s")[1])))).isEqualTo(1);
		}
		assertThat(PlainPrograms.text(this.err)).startsWith("java.io.IOException: the work is too hard\n\tat ");
		assertNothingLeft();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			exits     | 7   | ended with status 7
			dies      | 137 | was ended by signal 9 (KILL)
			ends-main | 1   | ended with status 0
			""")
	void endBeforeStage9IsFailureWithItsStatus(String program, int status, String reason) {
		Result result = program(program).run();
		assertThat(result.err()).matches(
				"The daemon, process \\d+, \\Q%s\\E before it was ready, at: the program's own step after stage 4, set the umask\nStart it with detach set to never .*\n"
					.formatted(reason));
		assertThat(result.status()).isEqualTo(status);
		assertNothingLeft();
	}

	@Test
	void startWithoutProgressIsEndedAndNamesTheStep() {
		Result result = program("hangs").run();
		assertThat(result.out())
			.startsWith("failed: There was no progress for 2s at: stage 7, install the signal handlers\n")
			.contains("\noutput: working\n");
		assertNothingLeft();
	}

	@ParameterizedTest
	@CsvSource({ "TERM, 143", "INT, 130" })
	void interruptedLauncherTellsThatNothingIsLeft(String signal, int status) {
		Started launcher = program("blocks").start();
		await().until(() -> !launcher.proc().children().isEmpty());
		launcher.signal(signal);
		assertThat(launcher.await()).isEqualTo(new Result(status, "", "The start was interrupted; nothing is left\n"));
		assertNothingLeft();
	}

	/**
	 * What does not lock hands its file to its child by leaving it alone.
	 */
	@Test
	void pidFileThatTheParentWroteStaysAsItIs() throws IOException {
		Result result = program("waits-for", WaitFor.READY.name())
			.through("printf '%s\\nwritten by a script\\n' $$ >daemon.pid; \"$@\"; exit $?")
			.run();
		assertThat(result.out()).as("%s", result).startsWith("started ");
		String written = Files.readString(this.pidFile);
		assertThat(written).endsWith("\nwritten by a script\n");
		PlainPrograms.awaitText(this.out, "working");
		Proc daemon = new Proc(Long.parseLong(result.out().split("\\s")[1]));
		assertThat(daemon.files().values()).doesNotContain(this.pidFile.toString());
		daemon.signal("TERM");
		daemon.awaitEnd();
		assertThat(this.pidFile).hasContent(written);
	}

	@Test
	void daemonThatHangsEndsWithItsKilledLauncher() {
		Started launcher = program("hangs-in-hook").start();
		await().until(() -> !PlainPrograms.text(this.pidFile).isEmpty());
		launcher.signal("KILL");
		launcher.await();
		await().atMost(Duration.ofMinutes(1)).until(() -> this.launches.processes().isEmpty());
		assertThat(this.pidFile).doesNotExist();
	}

	/**
	 * The lock is the process's until its end, and so is the file as long as hooks run.
	 */
	@Test
	void secondStartIsRefusedWhileTheFirstStillRunsItsShutdownHooks() throws IOException {
		Path pipe = this.directory.resolve("go");
		this.launches.command("mkfifo", pipe.toString()).run();
		program("ends-slowly").run();
		Proc daemon = daemon();
		PlainPrograms.awaitText(this.out, "working");
		daemon.signal("TERM");
		PlainPrograms.awaitText(this.out, "ending");
		await().until(() -> threads(daemon).stream().noneMatch("pandaemonium-pi"::equals));
		assertThat(program("ends-slowly").run().err()).contains("held by process " + daemon.pid());
		assertThat(daemon()).isEqualTo(daemon);
		Files.writeString(pipe, "go");
		daemon.awaitEnd();
		assertThat(this.pidFile).doesNotExist();
	}

	@ParameterizedTest
	@EnumSource
	void launcherWaitsForWhatItIsTold(WaitFor waitFor) {
		assertThat(program("waits-for", waitFor.name()).run().out()).startsWith("started ");
		PlainPrograms.awaitText(this.out, "working");
		assertThat(daemon().files().values()).noneMatch((target) -> target.startsWith("pipe:"));
		assertThat(this.launches.processes()).containsExactly(daemon());
		assertThat(PlainPrograms.text(this.err)).isEmpty();
	}

	@Test
	void outputMayBeLongerThanAPipe() {
		assertThat(program("chatters").run().out()).contains("\noutput: " + "x".repeat(1_000_000) + "\n");
	}

	@Test
	void streamThatTheUserMayNotOpenStopsStart() {
		Users.assumeRootAndNobody();
		Path mine = this.launches.directory().resolve("error");
		use(this.launches.directory(Users.NOBODY));
		Result result = program("writes", Users.NOBODY, mine.toString()).run();
		assertThat(result.out() + result.err()).contains("'" + mine + "'").doesNotContain("started");
		assertThat(mine).doesNotExist();
		assertNothingLeft();
	}

	@Test
	void twoDaemonsOfOneProgramEachHaveTheirProcess() {
		Result result = program("two").run();
		Proc one = PlainPrograms.daemon(this.directory.resolve("one.pid"));
		Proc two = PlainPrograms.daemon(this.directory.resolve("two.pid"));
		assertThat(result.out()).isEqualTo("started one %d\nstarted two %d\n".formatted(one.pid(), two.pid()));
		assertThat(one.pid()).isNotEqualTo(two.pid());
		for (String name : List.of("one", "two")) {
			assertThat(PlainPrograms.awaitText(this.directory.resolve(name + ".out"), "working"))
				.isEqualTo("I am " + name + "\nworking\n");
		}
		one.signal("TERM");
		one.awaitEnd();
		assertThat(two.isAlive()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "DETACH", "STREAMS" }, mode = Mode.EXCLUDE)
	void replacedStageIsTheProgramsOwn(Stage stage) {
		Result result = program("replaces", stage.name()).run();
		assertThat(result).isEqualTo(new Result(0, "replaced " + stage + ", open [0]\n", ""));
		assertThat(PlainPrograms.awaitText(this.out, "working")).isEqualTo("""
				did [%s] after [DETACH, CORE_DUMPS, IDENTITY, UMASK, WORKING_DIRECTORY, PID_FILE, SIGNALS, \
				INHERITED_FILES, STREAMS]
				%s
				working
				""".formatted(stage, stage != Stage.PID_FILE));
	}

	@Test
	void replacedDetachKeepsProcess() {
		Started program = program("replaces", "DETACH").start();
		assertThat(PlainPrograms.awaitText(this.out, "working")).startsWith("did [DETACH] after [DETACH, CORE_DUMPS");
		assertThat(program.out()).isEqualTo("replaced DETACH, open [0]\n");
		assertThat(daemon()).isEqualTo(program.proc());
		assertThat(program.proc().directory()).isEqualTo(Path.of("/"));
		assertThat(program.proc().status("Umask")).isEqualTo("0077");
	}

	@Test
	void replacedStreamsLeaveThoseOfLauncher() {
		Result result = program("replaces", "STREAMS").run();
		assertThat(result.out()).startsWith("replaced STREAMS, open [0]\n");
		assertThat(result.status()).isZero();
		assertThat(daemon().isAlive()).isTrue();
		assertThat(this.out).doesNotExist();
	}

	@Test
	void stageThatIsAskedForAgainIsPassedOnce() {
		Result result = program("repeats").run();
		assertThat(result).isEqualTo(
				new Result(0, "after umask\npassed [DETACH, CORE_DUMPS, IDENTITY, UMASK, WORKING_DIRECTORY]\n", ""));
		assertThat(PlainPrograms.awaitText(this.out, "working")).isEqualTo("passed all 9\nworking\n");
	}

	@Test
	void startAgainInLauncherIsRefused() {
		Result result = program("twice").run();
		assertThat(result.out()).startsWith("started ").endsWith("A daemon can be started once\n");
		assertThat(this.launches.processes()).containsExactly(daemon());
	}

	@Test
	void startInDaemonIsRefused() {
		assertThat(program("nested").run().out()).startsWith("started ");
		PlainPrograms.awaitText(this.err, "LaunchException: A daemon can't start another one");
		await().until(() -> this.launches.processes().isEmpty());
		assertNothingLeft();
	}

	@ParameterizedTest
	@ValueSource(strings = { "thread", "thread-activates" })
	void startOnAnotherThreadIsRefusedAndLauncherGoesOn(String program) {
		Result result = program(program).run();
		assertThat(result.err()).contains("LaunchException: The daemon can't be started from here: "
				+ "it is started on the thread 'side' and not on the main thread of the program");
		assertThat(result.out()).isEqualTo("the program goes on\n");
		assertNothingLeft();
	}

	@ParameterizedTest
	@CsvSource({ "text, 1, 4", "äöü€, 40000, 360000" })
	void textIsFedToStandardInput(String text, int times, int bytes) {
		assertThat(program("reads", text, Integer.toString(times)).run().out()).startsWith("started ");
		assertThat(PlainPrograms.awaitText(this.out, "working")).isEqualTo(bytes + " " + text + "\nworking\n");
	}

	@Test
	void filesStayOpenByNumberAndByPath() throws IOException {
		Path file = Files.writeString(this.directory.resolve("some file"), "");
		Result result = program("inherits", "7", file.toString())
			.through("exec \"$@\" 6</etc/group 7</etc/passwd 5<'" + file + "' 8>>'" + file + "' 9</etc/hosts")
			.run();
		assertThat(result.out()).startsWith("started ");
		assertThat(daemon().files()).containsEntry(7, "/etc/passwd")
			.containsEntry(5, file.toString())
			.containsEntry(8, file.toString());
		assertThat(daemon().files().values()).doesNotContain("/etc/group", "/etc/hosts");
	}

	@ParameterizedTest
	@ValueSource(strings = { "77", "/etc/passwd" })
	void fileThatIsNotOpenIsRefused(String file) {
		Result result = program("inherits", file).run();
		assertThat(result.err())
			.contains("InvalidOptionException: Invalid inherit-files '" + file + "': no such file is open");
		assertThat(result.status()).isEqualTo(1);
		assertNothingLeft();
	}

	@Test
	void userIsDroppedToAtBirth() throws IOException {
		Users.assumeRootAndNobody();
		use(this.launches.directory(Users.NOBODY));
		assertThat(program("user", Users.NOBODY).run().out()).startsWith("started ");
		assertThat(PlainPrograms.awaitText(this.out, "working"))
			.isEqualTo("lost for ever as " + Users.id(Users.NOBODY) + "\nworking\n");
		assertDropped(daemon());
	}

	@Test
	void userIsDroppedToInRunningJvmAfterStep() throws IOException {
		Users.assumeRootAndNobody();
		use(this.launches.directory(Users.NOBODY));
		Result result = program("user-after-step", Users.NOBODY).run();
		assertThat(result).isEqualTo(new Result(0, "step as 0\nthen as " + Users.id(Users.NOBODY) + "\n", ""));
		assertThat(PlainPrograms.awaitText(this.out, "working"))
			.isEqualTo("lost for ever as " + Users.id(Users.NOBODY) + "\nworking\n");
		Proc daemon = daemon();
		assertDropped(daemon);
		daemon.signal("TERM");
		daemon.awaitEnd();
		assertThat(this.pidFile).doesNotExist();
	}

	@Test
	void anotherUserIsRefusedToOrdinaryUser() {
		String user = Users.ordinary();
		Assumptions.assumeFalse(user.equals("root"), "there is no ordinary user here");
		use(this.launches.directory(user));
		Result result = program("user", "root").as(user).run();
		assertThat(result.err()).contains("InvalidOptionException: Invalid user 'root': "
				+ "only root may change this, and the process runs as user number " + Users.id(user));
		assertThat(result.status()).isEqualTo(1);
		assertNothingLeft();
	}

	@Test
	void ordinaryUserGetsDaemonOfItsOwn() throws IOException {
		String user = Users.ordinary();
		use(this.launches.directory(user));
		assertThat(program("user", user).as(user).run().out()).startsWith("started ");
		assertThat(daemon().numbers("Uid")).containsOnly(Users.id(user));
		assertThat(Files.getOwner(this.pidFile).getName()).isEqualTo(user);
	}

	@Test
	void neverDetachedProcessStaysTheSameOne() {
		Path elsewhere = this.launches.directory();
		for (Path working : List.of(this.directory, elsewhere)) {
			Started program = program("never", working.toString()).start();
			await().until(() -> program.out().contains("working"));
			assertThat(daemon()).isEqualTo(program.proc());
			assertThat(program.proc().directory()).isEqualTo(working);
			assertThat(program.proc().status("Umask")).isEqualTo("0077");
			assertThat(program.proc().session()).isEqualTo(Proc.self().session());
			assertThat(new PidLockFile(this.pidFile).holder()).hasValue((int) program.pid());
			program.signal("TERM");
			assertThat(program.await().status()).isZero();
			assertThat(this.pidFile).doesNotExist();
			assertThat(this.out).doesNotExist();
		}
	}

	@Test
	void neverDetachedProcessBecomesAnotherUserInPlace() throws IOException {
		Users.assumeRootAndNobody();
		use(this.launches.directory(Users.NOBODY));
		Started program = program("never", "/", Users.NOBODY).start();
		await().until(() -> program.out().contains("working"));
		assertThat(program.out()).isEqualTo(Users.NOBODY + " works\nworking\n");
		assertThat(daemon()).isEqualTo(program.proc());
		assertDropped(program.proc());
		assertThat(new PidLockFile(this.pidFile).holder()).hasValue((int) program.pid());
		program.signal("TERM");
		assertThat(program.await().status()).isZero();
		assertThat(this.pidFile).doesNotExist();
	}

	@Test
	void lockTakenByMainIsNeverFreeOnItsWayToDaemon() throws InterruptedException {
		Started launcher = program("locks").start();
		await().until(() -> launcher.out().contains("acquired"));
		AtomicInteger attempts = new AtomicInteger();
		AtomicInteger successes = new AtomicInteger();
		AtomicBoolean finished = new AtomicBoolean();
		Thread prober = new Thread(() -> probe(attempts, successes, finished), "prober");
		prober.start();
		Result result = launcher.await();
		assertThat(result.status()).isZero();
		PlainPrograms.awaitText(this.out, "working");
		finished.set(true);
		prober.join();
		assertThat(attempts).hasValueGreaterThan(1000);
		assertThat(successes).hasValue(0);
		Proc daemon = daemon();
		assertThat(new PidLockFile(this.pidFile).holder()).hasValue((int) daemon.pid());
		daemon.signal("KILL");
		daemon.awaitEnd();
		assertThat(new PidLockFile(this.pidFile).isStale()).isTrue();
	}

	private void probe(AtomicInteger attempts, AtomicInteger successes, AtomicBoolean finished) {
		Posix posix = NativeAccess.posix();
		int fd = posix.open(this.pidFile.toString(), Posix.O_RDONLY, 0);
		while (!finished.get()) {
			if (posix.flock(fd, true)) {
				successes.incrementAndGet();
			}
			attempts.incrementAndGet();
		}
		posix.close(fd);
	}

	private void use(Path directory) {
		this.directory = directory;
		this.pidFile = directory.resolve("daemon.pid");
		this.out = directory.resolve("daemon.out");
		this.err = directory.resolve("daemon.err");
	}

	private Launch program(String... arguments) {
		return programs.program(this.launches, this.directory, arguments);
	}

	private Proc daemon() {
		return PlainPrograms.daemon(this.pidFile);
	}

	private void assertNothingLeft() {
		assertThat(this.pidFile).doesNotExist();
		assertThat(this.launches.processes()).isEmpty();
	}

	/** The names of its threads, as far as the kernel keeps them. */
	private static List<String> threads(Proc process) {
		try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
			return tasks.map((task) -> PlainPrograms.text(task.resolve("comm")).strip()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Every thread has the user and its groups only, in all four forms, and no
	 * capability.
	 */
	private static void assertDropped(Proc daemon) throws IOException {
		String uid = Long.toString(Users.id(Users.NOBODY));
		String gid = Long.toString(Users.group(Users.NOBODY));
		List<Path> threads;
		try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(daemon.pid()), "task"))) {
			threads = tasks.toList();
		}
		assertThat(threads).hasSizeGreaterThan(5);
		for (Path thread : threads) {
			assertThat(Files.readAllLines(thread.resolve("status"))).contains(
					"Uid:\t%1$s\t%1$s\t%1$s\t%1$s".formatted(uid), "Gid:\t%1$s\t%1$s\t%1$s\t%1$s".formatted(gid),
					"Groups:\t" + gid + " ", "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000");
		}
	}

}
