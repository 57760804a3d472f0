package io.github.pandaemonium.launch;

import java.util.List;
import java.util.Map;

import io.github.pandaemonium.launch.Supervision.Supervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Supervision}.
 */
class SupervisionTests {

	private static final String SHELL_GROUP = "0::/user.slice/user-0.slice/session-3.scope";

	private static final String SERVICE_GROUP = "0::/system.slice/web.service";

	private long pid = 4242;

	private long parent = 4000;

	private boolean terminal = true;

	private Map<String, String> environment = Map.of("INVOCATION_ID", "0123", "JOURNAL_STREAM", "8:4711");

	private List<String> groups = List.of(SHELL_GROUP);

	private String standardInput = "/dev/pts/0";

	private List<String> markerFiles = List.of();

	@Test
	void shellInALoginSessionIsNone() {
		assertThat(supervision()).isEqualTo(new Supervision(Supervisor.NONE, ""));
		assertThat(supervision().isPresent()).isFalse();
	}

	@Test
	void scriptWithoutTerminalIsNone() {
		this.terminal = false;
		assertThat(supervisor()).isEqualTo(Supervisor.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "SYSTEMD_EXEC_PID, 4242", "SYSTEMD_EXEC_PID, 4000", "LISTEN_PID, 4242", "LISTEN_PID, 4000" })
	void pidOfThisProcessOrItsParentInVariableIsSystemd(String name, String value) {
		this.environment = Map.of(name, value);
		assertThat(supervisor()).isEqualTo(Supervisor.SYSTEMD);
		assertThat(supervision().evidence()).startsWith(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SYSTEMD_EXEC_PID", "LISTEN_PID" })
	void pidOfAnotherProcessInVariableIsNone(String name) {
		this.environment = Map.of(name, "4001");
		assertThat(supervisor()).isEqualTo(Supervisor.NONE);
	}

	@Test
	void notifySocketIsSystemd() {
		this.environment = Map.of("NOTIFY_SOCKET", "/run/systemd/notify");
		assertThat(supervisor()).isEqualTo(Supervisor.SYSTEMD);
	}

	@Test
	void emptyNotifySocketIsNone() {
		this.environment = Map.of("NOTIFY_SOCKET", "");
		assertThat(supervisor()).isEqualTo(Supervisor.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { SERVICE_GROUP, "0::/user.slice/user-1000.slice/user@1000.service/app.slice/web.service",
			"1:name=systemd:/system.slice/web.service" })
	void groupOfServiceWithoutTerminalIsSystemd(String group) {
		this.groups = List.of("12:pids:/", group);
		this.terminal = false;
		assertThat(supervisor()).isEqualTo(Supervisor.SYSTEMD);
		assertThat(supervision().evidence()).endsWith("web.service");
	}

	@Test
	void groupOfServiceWithTerminalIsNone() {
		this.groups = List.of(SERVICE_GROUP);
		assertThat(supervisor()).isEqualTo(Supervisor.NONE);
	}

	@Test
	void groupOfServiceInAnotherHierarchyIsNone() {
		this.groups = List.of("4:memory:/system.slice/web.service", "0::/");
		this.terminal = false;
		assertThat(supervisor()).isEqualTo(Supervisor.NONE);
	}

	@Test
	void childOfProcessOneWithoutTerminalIsInit() {
		this.parent = 1;
		this.terminal = false;
		assertThat(supervisor()).isEqualTo(Supervisor.INIT);
	}

	@Test
	void childOfProcessOneWithTerminalIsNone() {
		this.parent = 1;
		assertThat(supervisor()).isEqualTo(Supervisor.NONE);
	}

	@Test
	void processOneIsContainer() {
		this.pid = 1;
		this.parent = 0;
		assertThat(supervisor()).isEqualTo(Supervisor.CONTAINER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/.dockerenv", "/run/.containerenv" })
	void childOfProcessOneWithMarkerFileIsContainer(String marker) {
		this.parent = 1;
		this.markerFiles = List.of(marker);
		assertThat(supervisor()).isEqualTo(Supervisor.CONTAINER);
		assertThat(supervision().evidence()).contains(marker);
	}

	@ParameterizedTest
	@ValueSource(strings = { "container", "KUBERNETES_SERVICE_HOST" })
	void childOfProcessOneWithMarkerVariableIsContainer(String marker) {
		this.parent = 1;
		this.terminal = false;
		this.environment = Map.of(marker, "podman");
		assertThat(supervisor()).isEqualTo(Supervisor.CONTAINER);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 77 })
	void processFromShellOrExecInContainerIsNone(long parent) {
		this.parent = parent;
		this.terminal = false;
		this.markerFiles = List.of("/.dockerenv");
		this.environment = Map.of("container", "docker", "KUBERNETES_SERVICE_HOST", "10.0.0.1");
		assertThat(supervisor()).isEqualTo(Supervisor.NONE);
	}

	@Test
	void internetSocketAsStandardInputIsSuperServer() {
		this.standardInput = "socket:[4711]";
		this.terminal = false;
		this.groups = List.of("0::/system.slice/inetd.service");
		assertThat(supervisor()).isEqualTo(Supervisor.SUPER_SERVER);
	}

	@Test
	void otherSocketAsStandardInputIsNone() {
		this.standardInput = "socket:[4712]";
		this.terminal = false;
		assertThat(supervisor()).isEqualTo(Supervisor.NONE);
	}

	private Supervisor supervisor() {
		return supervision().supervisor();
	}

	private Supervision supervision() {
		return Supervision.of(new ProcessFacts(this.pid, this.parent, this.terminal, this.environment, this.groups,
				this.standardInput, "4711"::equals, this.markerFiles));
	}

}
