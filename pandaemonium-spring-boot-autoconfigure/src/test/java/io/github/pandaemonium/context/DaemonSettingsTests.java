package io.github.pandaemonium.context;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.Detach;
import io.github.pandaemonium.daemon.InitGroups;
import io.github.pandaemonium.daemon.InvalidOptionException;
import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.daemon.WaitFor;
import io.github.pandaemonium.posix.UnixSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DaemonSettings}.
 */
class DaemonSettingsTests {

	private static final Path DIRECTORY = Path.of("/launch");

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void defaultsAreThoseOfTheBuilder() {
		DaemonOptions options = options();
		assertThat(options.workingDirectory()).isEqualTo(Path.of("/"));
		assertThat(options.umask()).isEqualTo(077);
		assertThat(options.pidFile()).isNull();
		assertThat(options.stdout()).isEqualTo(Path.of("/dev/null"));
		assertThat(options.startTimeout()).isEqualTo(Duration.ofMinutes(2));
		assertThat(options.replaced()).isEmpty();
	}

	@Test
	void everyKeyArrives() {
		set("detach", "always");
		set("working-directory", "/srv");
		set("umask", "0027");
		set("prevent-core", "false");
		set("user", "shop");
		set("group", "www");
		set("init-groups", "true");
		set("pid-file", "/run/shop.pid");
		set("inherit-files", "7");
		set("signal-map.USR1", "flush");
		set("stdin", "/in");
		set("stdout", "/out");
		set("stderr", "/err");
		set("java-options", "-Xmx1g");
		set("wait-for", "none");
		set("start-timeout", "30s");
		DaemonOptions options = options();
		assertThat(options.detach()).isEqualTo(Detach.ALWAYS);
		assertThat(options.workingDirectory()).isEqualTo(Path.of("/srv"));
		assertThat(options.umask()).isEqualTo(027);
		assertThat(options.preventCore()).isFalse();
		assertThat(options.user()).isEqualTo("shop");
		assertThat(options.group()).isEqualTo("www");
		assertThat(options.initGroups()).isEqualTo(InitGroups.TRUE);
		assertThat(Objects.requireNonNull(options.pidFile()).path()).isEqualTo(Path.of("/run/shop.pid"));
		assertThat(options.inheritFiles()).containsExactly("7");
		assertThat(options.signalMap().action(UnixSignal.of("USR1")).text()).isEqualTo("flush");
		assertThat(options.stdin()).isEqualTo(Path.of("/in"));
		assertThat(options.stdout()).isEqualTo(Path.of("/out"));
		assertThat(options.stderr()).isEqualTo(Path.of("/err"));
		assertThat(options.javaOptions()).containsExactly("-Xmx1g");
		assertThat(options.waitFor()).isEqualTo(WaitFor.NONE);
		assertThat(options.startTimeout()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void relativeStreamsMeanTheLaunchDirectory() {
		set("stdin", "in");
		set("stdout", "logs/../out.log");
		set("stderr", "../err.log");
		DaemonOptions options = options();
		assertThat(options.stdin()).isEqualTo(Path.of("/launch/in"));
		assertThat(options.stdout()).isEqualTo(Path.of("/launch/out.log"));
		assertThat(options.stderr()).isEqualTo(Path.of("/err.log"));
	}

	@Test
	void emptyNamesAreNone() {
		set("user", "");
		set("group", " ");
		set("pid-file", "");
		DaemonOptions options = options();
		assertThat(options.user()).isNull();
		assertThat(options.group()).isNull();
		assertThat(options.pidFile()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "22, 18", "022, 18", "0022, 18", "777, 511" })
	void maskIsOctal(String text, int mask) {
		set("umask", text);
		assertThat(options().umask()).isEqualTo(mask);
	}

	@ParameterizedTest
	@ValueSource(strings = { "8", "09", "-1", "u=rwx", "0x7", "1777", "7777", "00000", "" })
	void otherMasksAreRefused(String text) {
		set("umask", text);
		assertRefused("umask");
	}

	@ParameterizedTest
	@CsvSource({ "022, 18, '\"022\"'", "18, 18, '\"022\"'", "0o22, 18, '\"022\"'" })
	void numberOfYamlIsRefusedWithTheQuotedForm(String written, String read, String remedy) throws IOException {
		yaml("pandaemonium:\n  umask: " + written + "\n");
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(this::options).satisfies((ex) -> {
			if (!ex.getValue().equals(written)) {
				assertThat(ex.getValue()).isEqualTo(read);
				assertThat(ex.getReason()).contains("YAML").contains("2:10");
				assertThat(ex.getAction()).contains("umask: " + remedy);
			}
		});
	}

	@Test
	void quotedMaskOfYamlIsAccepted() throws IOException {
		yaml("pandaemonium:\n  umask: \"022\"\n");
		assertThat(options().umask()).isEqualTo(022);
	}

	@Test
	void numberThatAnotherSourceOverridesDoesNoHarm() throws IOException {
		yaml("pandaemonium:\n  umask: 022\n");
		set("umask", "027");
		assertThat(options().umask()).isEqualTo(027);
	}

	@Test
	void booleansOfYamlAreInitGroups() throws IOException {
		yaml("pandaemonium:\n  init-groups: true\n");
		assertThat(options().initGroups()).isEqualTo(InitGroups.TRUE);
	}

	@ParameterizedTest
	@CsvSource({ "detach, sometimes", "wait-for, christmas", "start-timeout, soon", "start-timeout, 0s",
			"start-timeout, -5s", "stop-timeout, 0", "pid-file-timeout, -1s", "prevent-core, perhaps",
			"init-groups, some", "working-directory, relative", "signal-map, HUP" })
	void valueThatCantBeIsRefused(String option, String value) {
		set(option, value);
		assertRefused(option);
	}

	@Test
	void pathWithNulIsRefused() {
		set("stdout", "/x\0y");
		assertRefused("stdout");
	}

	@Test
	void stepsBelongToTheirStages() {
		DaemonStep after = new Step(Stage.UMASK, false);
		DaemonStep later = new Step(Stage.UMASK, false);
		DaemonStep replacement = new Step(Stage.STREAMS, true);
		DaemonOptions options = DaemonSettings.of(this.environment, DIRECTORY)
			.options(List.of(after, replacement, later));
		assertThat(options.added()).containsOnlyKeys(Stage.UMASK).containsEntry(Stage.UMASK, List.of(after, later));
		assertThat(options.replaced()).containsOnlyKeys(Stage.STREAMS).containsEntry(Stage.STREAMS, replacement);
	}

	@Test
	void enabledUnlessSaidOtherwise() {
		assertThat(DaemonSettings.isEnabled(this.environment)).isTrue();
		set("enabled", "false");
		assertThat(DaemonSettings.isEnabled(this.environment)).isFalse();
		set("enabled", "perhaps");
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> DaemonSettings.isEnabled(this.environment));
	}

	private void assertRefused(String option) {
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(this::options).satisfies((ex) -> {
			assertThat(ex.getOption()).isEqualTo(option);
			assertThat(ex.getReason()).isNotEmpty();
			assertThat(ex.getAction()).isNotEmpty();
		});
	}

	private void set(String key, String value) {
		this.environment.setProperty("pandaemonium." + key, value);
	}

	private void yaml(String text) throws IOException {
		new YamlPropertySourceLoader().load("yaml", new ByteArrayResource(text.getBytes()))
			.forEach(this.environment.getPropertySources()::addLast);
	}

	private DaemonOptions options() {
		return DaemonSettings.of(this.environment, DIRECTORY).options(List.of());
	}

	/**
	 * A step that does nothing.
	 */
	private record Step(Stage stage, boolean isReplacement) implements DaemonStep {

		@Override
		public void run() {
		}

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}
