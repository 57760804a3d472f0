package io.github.pandaemonium.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.launch.Birth;
import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.signal.SignalDispatcher;
import io.github.pandaemonium.signal.SignalHandlers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StageRunner}. Stage 7, which would change the JVM of the tests, is
 * replaced.
 */
class StageRunnerTests {

	private final FakePosix posix = new FakePosix().withUser("shop", 500, 501);

	private final List<String> told = new ArrayList<>();

	private final DaemonBuilder builder = Daemon.builder()
		.workingDirectory(Path.of("/srv"))
		.umask(027)
		.user("shop")
		.replace(Stage.SIGNALS, () -> this.told.add("signals"));

	@Test
	void allStagesArePassedInOrder() {
		runner(DaemonMode.DETACHED, null).runThrough(Stage.STREAMS);
		assertThat(this.posix.calls()).containsExactly("preventCoreDumps()", "dumpable(-1)", "assume(500, 501, [501])",
				"dumpable(1)", "umask(27)", "chdir(/srv)", "closeOnExecFrom(3)",
				"open(/dev/null, " + flags("open", 0) + ", 666)", "open(/dev/null, " + flags("open", 1) + ", 666)",
				"open(/dev/null, " + flags("open", 2) + ", 666)", "dup2(1000, 0)", "close(1000)", "dup2(1001, 1)",
				"close(1001)", "dup2(1002, 2)", "close(1002)");
		assertThat(this.told).containsExactly("stage 1", "stage 2", "stage 3", "stage 4", "stage 5", "stage 6",
				"stage 7", "signals", "stage 8", "stage 9");
	}

	@Test
	void stageThatIsAskedForCompletesTheOnesBeforeAndEachIsPassedOnce() {
		StageRunner runner = runner(DaemonMode.DETACHED, null);
		runner.runThrough(Stage.UMASK);
		assertThat(runner.passed().keySet()).containsExactly(Stage.DETACH, Stage.CORE_DUMPS, Stage.IDENTITY,
				Stage.UMASK);
		runner.runThrough(Stage.CORE_DUMPS);
		runner.runThrough(Stage.UMASK);
		runner.runThrough(Stage.WORKING_DIRECTORY);
		runner.runThrough(Stage.STREAMS);
		assertThat(this.told).doesNotHaveDuplicates().hasSize(10);
		assertThat(this.posix.calls("umask", "chdir")).containsExactly("umask(27)", "chdir(/srv)");
		assertThat(runner.passed().keySet()).containsExactly(Stage.values());
		assertThat(List.copyOf(runner.passed().values())).isSorted();
	}

	@Test
	void stagesOfBirthArePassedAlready() {
		StageRunner runner = runner(DaemonMode.DETACHED, birth(5));
		assertThat(runner.passed().keySet()).containsExactly(Stage.DETACH, Stage.CORE_DUMPS, Stage.IDENTITY,
				Stage.UMASK, Stage.WORKING_DIRECTORY);
		runner.runThrough(Stage.INHERITED_FILES);
		assertThat(this.posix.calls()).containsExactly("closeOnExecFrom(3)");
		assertThat(this.told).containsExactly("stage 6", "stage 7", "signals", "stage 8");
	}

	@Test
	void stepsAfterTheLastStageOfBirthComeFirst() {
		this.builder.after(Stage.UMASK, () -> this.told.add("first")).after(Stage.UMASK, () -> this.told.add("second"));
		StageRunner runner = runner(DaemonMode.DETACHED, birth(4));
		runner.runThrough(Stage.CORE_DUMPS);
		runner.runThrough(Stage.WORKING_DIRECTORY);
		assertThat(this.told).containsExactly("first", "second", "stage 5");
		assertThat(this.posix.calls()).containsExactly("chdir(/srv)");
	}

	@Test
	void stepsOfOtherStagesOfBirthAreNotRun() {
		this.builder.after(Stage.PID_FILE, () -> this.told.add("after"));
		runner(DaemonMode.DETACHED, birth(5)).runThrough(Stage.PID_FILE);
		assertThat(this.told).containsExactly("stage 6", "after");
	}

	@Test
	void replacedStageIsNotPassedOtherwise() {
		this.builder.replace(Stage.UMASK, () -> this.told.add("own")).after(Stage.UMASK, () -> this.told.add("after"));
		StageRunner runner = runner(DaemonMode.DETACHED, birth(3));
		runner.runThrough(Stage.UMASK);
		assertThat(this.posix.calls("umask")).isEmpty();
		assertThat(this.told).containsExactly("stage 4", "own", "after");
		assertThat(runner.passed()).containsKey(Stage.UMASK);
	}

	@Test
	void stagesThatTheModeDoesNotHaveAreLeftOut() {
		this.builder.after(Stage.UMASK, () -> this.told.add("not run"))
			.after(Stage.PID_FILE, () -> this.told.add("run"));
		StageRunner runner = runner(DaemonMode.FOREGROUND, null);
		runner.runThrough(Stage.STREAMS);
		assertThat(this.told).containsExactly("stage 6", "run", "stage 7", "signals");
		assertThat(this.posix.calls()).isEmpty();
		assertThat(runner.passed().keySet()).containsExactly(Stage.PID_FILE, Stage.SIGNALS);
	}

	@Test
	void optionsThatAreOffDoNothing() {
		this.builder.preventCore(false).user(null);
		runner(DaemonMode.DETACHED, null).runThrough(Stage.IDENTITY);
		assertThat(this.posix.calls()).isEmpty();
	}

	@Test
	void inheritedFilesStayOpenForPrograms() {
		int fd = NativeAccess.posix().memfdCreate("x");
		try {
			this.builder.inheritFiles(List.of("0", Integer.toString(fd)));
			runner(DaemonMode.DETACHED, birth(5)).runThrough(Stage.INHERITED_FILES);
			assertThat(this.posix.calls()).containsExactly("closeOnExecFrom(3)", "setCloseOnExec(" + fd + ", false)");
		}
		finally {
			NativeAccess.posix().close(fd);
		}
	}

	@Test
	void failedCallIsToldWithStageCallAndErrno() {
		this.posix.failing("chdir", "EACCES");
		assertThatExceptionOfType(DaemonException.class)
			.isThrownBy(() -> runner(DaemonMode.DETACHED, birth(4)).runThrough(Stage.STREAMS))
			.withMessage("Unable to change the working directory: chdir(/srv): Permission denied (EACCES)")
			.satisfies((ex) -> {
				assertThat(ex.getStage()).isEqualTo(Stage.WORKING_DIRECTORY);
				assertThat(ex.getCall()).isEqualTo("chdir(/srv)");
				assertThat(ex.getErrno()).isEqualTo(13);
			});
		assertThat(this.told).containsExactly("stage 5");
	}

	@Test
	void failedStepIsToldWithItsStage() {
		this.builder.after(Stage.IDENTITY, () -> {
			throw new IOException("no network");
		});
		assertThatExceptionOfType(DaemonException.class)
			.isThrownBy(() -> runner(DaemonMode.DETACHED, birth(3)).runThrough(Stage.STREAMS))
			.withMessage("Unable to run the step after IDENTITY: java.io.IOException: no network")
			.withCauseInstanceOf(IOException.class)
			.satisfies((ex) -> {
				assertThat(ex.getStage()).isEqualTo(Stage.IDENTITY);
				assertThat(ex.getCall()).isNull();
				assertThat(ex.getErrno()).isZero();
			});
	}

	@Test
	void exceptionOfTheProgramStaysWhatItIs() {
		this.builder.replace(Stage.UMASK, () -> {
			throw new IllegalArgumentException("own");
		});
		assertThatIllegalArgumentException()
			.isThrownBy(() -> runner(DaemonMode.DETACHED, birth(3)).runThrough(Stage.STREAMS))
			.withMessage("own");
	}

	@Test
	void streamsAreReopenedOnlyWhereThisProcessRedirectedThem(@TempDir Path directory) {
		this.builder.stdout(directory.resolve("out"));
		StageRunner runner = runner(DaemonMode.DETACHED, birth(5));
		runner.reopenStreams();
		assertThat(this.posix.calls()).isEmpty();
		runner.runThrough(Stage.STREAMS);
		runner.reopenStreams();
		assertThat(this.posix.calls("dup2")).containsExactly("dup2(1000, 0)", "dup2(1001, 1)", "dup2(1002, 2)",
				"dup2(1003, 1)");
		StageRunner supervised = runner(DaemonMode.SUPERVISED, null);
		supervised.runThrough(Stage.STREAMS);
		supervised.reopenStreams();
		this.builder.replace(Stage.STREAMS, () -> this.told.add("own"));
		StageRunner replaced = runner(DaemonMode.DETACHED, birth(5));
		replaced.runThrough(Stage.STREAMS);
		replaced.reopenStreams();
		assertThat(this.posix.calls("dup2")).hasSize(4);
	}

	private String flags(String call, int index) {
		return this.posix.calls(call).get(index).split(", ")[1];
	}

	private StageRunner runner(DaemonMode mode, @Nullable Birth birth) {
		DaemonOptions options = this.builder.options();
		SignalHandlers signals = new SignalHandlers(options.signalMap(), new SignalDispatcher((signal) -> {
		}, (signal, failure) -> {
		}, () -> {
		}), () -> this.posix, (status) -> {
		});
		return new StageRunner(() -> this.posix, options, mode, birth, signals,
				(stage) -> this.told.add("stage " + stage.number()));
	}

	private static Birth birth(int stages) {
		return new Birth(4, "pipe", 0, stages, "ready", Path.of("/"), -1, null, List.of(), Map.of(), null);
	}

}
