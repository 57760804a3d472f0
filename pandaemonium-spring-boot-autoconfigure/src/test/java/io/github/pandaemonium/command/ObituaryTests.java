package io.github.pandaemonium.command;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Obituary}, with processes that nobody waits for.
 */
class ObituaryTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "kill -KILL $$, it was ended by signal 9 (KILL)", "exit 7, it ended with status 7", "exit 0, ''" })
	void zombieTellsItsStatus(String end, String text) throws Exception {
		// the shell would see the end of its child: what takes its place does not look
		String child = "until read -r name </proc/$PPID/comm && [ \"$name\" = sleep ]; do :; done; " + end;
		Process parent = new ProcessBuilder("/bin/sh", "-c",
				"/bin/sh -c '" + child + "' & echo $!; exec sleep 60 >/dev/null")
			.start();
		try (BufferedReader out = new BufferedReader(new InputStreamReader(parent.getInputStream()))) {
			int pid = Integer.parseInt(out.readLine());
			Path stat = Path.of("/proc", Integer.toString(pid), "stat");
			await().until(() -> Files.readString(stat).contains(") Z "));
			assertThat(Obituary.of(pid, List.of(this.directory))).isEqualTo(text);
		}
		finally {
			parent.destroyForcibly().waitFor();
		}
	}

	@Test
	void crashedJvmHasLeftAFile() throws Exception {
		int gone = Integer.MAX_VALUE; // no such process: it is above every pid_max
		assertThat(Obituary.of(gone, List.of(this.directory))).isEmpty();
		Path error = Files.createFile(this.directory.resolve("hs_err_pid" + gone + ".log"));
		assertThat(Obituary.of(gone, List.of(Path.of("/"), this.directory)))
			.isEqualTo("its JVM has crashed, see '" + error + "'");
	}

}
