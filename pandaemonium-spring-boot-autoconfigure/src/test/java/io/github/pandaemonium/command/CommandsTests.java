package io.github.pandaemonium.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.UnixSignal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Commands}, with a shell as the service: it has a lock and no control
 * socket.
 */
class CommandsTests {

	private static final String SERVICE = "exec 9>>\"$1\" && chmod 600 \"$1\" && flock -n 9 && echo $$ >&9; "
			+ "trap 'echo told' HUP; echo done; while :; do read -r line && exit; done";

	@TempDir
	Path directory;

	private final List<String> lines = new ArrayList<>();

	private Process shell;

	@BeforeEach
	void start() throws Exception {
		start("");
	}

	private void start(String before) throws Exception {
		this.shell = new ProcessBuilder("sh", "-c", before + "exec sh -c \"$0\" sh \"$1\"", SERVICE,
				pidFile().toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		assertThat(this.shell.inputReader().readLine()).isEqualTo("done");
	}

	@AfterEach
	void end() throws Exception {
		this.shell.destroyForcibly().waitFor();
	}

	@Test
	void signalThatTheProcessDoesNotHandleIsNotSent() throws Exception {
		assertThatExceptionOfType(CommandException.class).isThrownBy(() -> commands("USR1").reload())
			.withMessageContaining(
					"process " + this.shell.pid() + " has no control socket and does not handle signal USR1")
			.satisfies((ex) -> assertThat(ex.getStatus()).isEqualTo(ExitStatus.NOT_IMPLEMENTED));
		assertThat(this.shell.isAlive()).isTrue();
	}

	@Test
	void signalThatTheProcessHandlesIsSent() throws Exception {
		assertThat(commands("HUP").reload()).isZero();
		assertThat(this.shell.inputReader().readLine()).isEqualTo("told");
		assertThat(this.lines).singleElement().asString().contains("has been told to reload by signal HUP");
	}

	@Test
	void processThatDoesNotAnswerIsNotRestartedBesideSystemd() throws Exception {
		assertThat(commands("HUP").restartSupervised(true)).isFalse();
		end();
		Files.delete(pidFile());
		start("SYSTEMD_EXEC_PID=$$; export SYSTEMD_EXEC_PID; ");
		assertThatExceptionOfType(CommandException.class).isThrownBy(() -> commands("HUP").restartSupervised(true))
			.withMessage("process " + this.shell.pid() + " does not answer, and is run by systemd")
			.satisfies((ex) -> assertThat(ex.getStatus()).isEqualTo(ExitStatus.FAILED));
		assertThat(this.shell.isAlive()).isTrue();
	}

	private Path pidFile() {
		return this.directory.resolve("x.pid");
	}

	private Commands commands(String signal) throws Exception {
		assertThat(Files.size(pidFile())).isPositive();
		Service service = new Service(NativeAccess.posix(),
				new PidLockFile(NativeAccess.posix(), pidFile(), Duration.ZERO, false), Set.of(), List.of());
		return new Commands("x", service, StopSchedule.of(Duration.ofSeconds(1)), Duration.ofSeconds(5),
				UnixSignal.find(signal), this.lines::add);
	}

}
