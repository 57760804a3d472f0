package io.github.pandaemonium.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.signal.SignalMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DaemonBuilder}.
 */
class DaemonBuilderTests {

	@Test
	void defaults() {
		DaemonOptions options = Daemon.builder().options();
		assertThat(options.detach()).isEqualTo(Detach.AUTO);
		assertThat(options.workingDirectory()).isEqualTo(Path.of("/"));
		assertThat(options.umask()).isEqualTo(077);
		assertThat(options.preventCore()).isTrue();
		assertThat(options.user()).isNull();
		assertThat(options.group()).isNull();
		assertThat(options.initGroups()).isEqualTo(InitGroups.AUTO);
		assertThat(options.pidFile()).isNull();
		assertThat(options.inheritFiles()).isEmpty();
		assertThat(options.signalMap().actions()).isEqualTo(SignalMap.defaults().actions());
		assertThat(options.stdin()).isEqualTo(Path.of("/dev/null"));
		assertThat(options.stdinText()).isNull();
		assertThat(options.stdout()).isEqualTo(Path.of("/dev/null"));
		assertThat(options.stderr()).isEqualTo(Path.of("/dev/null"));
		assertThat(options.javaOptions()).isEmpty();
		assertThat(options.waitFor()).isEqualTo(WaitFor.READY);
		assertThat(options.startTimeout()).isEqualTo(Duration.ofMinutes(2));
		assertThat(options.replaced()).isEmpty();
		assertThat(options.added()).isEmpty();
	}

	@Test
	void everyOption() {
		PidLockFile pidFile = new PidLockFile(Path.of("/run/x.pid"));
		SignalMap signalMap = SignalMap.of(Map.of("USR1", "thread-dump"));
		StageStep first = () -> {
		};
		StageStep second = () -> {
		};
		DaemonOptions options = Daemon.builder()
			.detach(Detach.ALWAYS)
			.workingDirectory(Path.of("/srv"))
			.umask(0)
			.preventCore(false)
			.user("nobody")
			.group("4711")
			.initGroups(InitGroups.FALSE)
			.pidFile(pidFile)
			.inheritFiles(List.of("7", "/some/file"))
			.signalMap(signalMap)
			.stdin(Path.of("/in"))
			.stdinText("text")
			.stdout(Path.of("/out"))
			.stderr(Path.of("/err"))
			.javaOptions(List.of("-Xmx1g"))
			.waitFor(WaitFor.STAGES)
			.startTimeout(Duration.ofSeconds(5))
			.replace(Stage.UMASK, first)
			.after(Stage.SIGNALS, second)
			.after(Stage.SIGNALS, first)
			.options();
		assertThat(options).isEqualTo(new DaemonOptions(Detach.ALWAYS, Path.of("/srv"), 0, false, "nobody", "4711",
				InitGroups.FALSE, pidFile, List.of("7", "/some/file"), signalMap, Path.of("/in"), "text",
				Path.of("/out"), Path.of("/err"), List.of("-Xmx1g"), WaitFor.STAGES, Duration.ofSeconds(5),
				Map.of(Stage.UMASK, first), Map.of(Stage.SIGNALS, List.of(second, first))));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 01000 })
	void maskThatIsNoneIsRefused(int umask) {
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> Daemon.builder().umask(umask).options())
			.satisfies((ex) -> assertThat(ex.getOption()).isEqualTo("umask"));
	}

	@Test
	void relativeDirectoryIsRefused() {
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> Daemon.builder().workingDirectory(Path.of("var")).options())
			.withMessage("Invalid working-directory 'var': it is not absolute")
			.satisfies((ex) -> {
				assertThat(ex.getOption()).isEqualTo("working-directory");
				assertThat(ex.getValue()).isEqualTo("var");
				assertThat(ex.getReason()).isEqualTo("it is not absolute");
				assertThat(ex.getAction()).isNotEmpty();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void timeThatIsOverAtOnceIsRefused(Duration timeout) {
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> Daemon.builder().startTimeout(timeout).options())
			.satisfies((ex) -> assertThat(ex.getOption()).isEqualTo("start-timeout"));
	}

}
