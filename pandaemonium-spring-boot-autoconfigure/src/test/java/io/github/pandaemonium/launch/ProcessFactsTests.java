package io.github.pandaemonium.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessFacts}.
 */
@EnabledOnOs(OS.LINUX)
class ProcessFactsTests {

	@Test
	void ofThisProcessTellsPidAndParent() {
		ProcessFacts facts = ProcessFacts.ofThisProcess();
		assertThat(facts.pid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(facts.parent()).isEqualTo(ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L));
		assertThat(facts.groups()).isNotEmpty();
	}

	@Test
	void internetSocketIsFoundInTheTables() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(socket.isBound()).isTrue();
			List<String> sockets = OpenFile.list()
				.stream()
				.map(OpenFile::target)
				.filter((target) -> target.startsWith("socket:["))
				.toList();
			ProcessFacts facts = ProcessFacts.ofThisProcess();
			assertThat(sockets).anyMatch((target) -> withStandardInput(facts, target).standardInputIsInternetSocket());
		}
	}

	@Test
	void socketOfAnotherKindIsNotInTheTables() throws IOException {
		ProcessFacts facts = ProcessFacts.ofThisProcess();
		List<String> unix = Files.readAllLines(Path.of("/proc/net/unix"));
		for (String line : unix.subList(1, unix.size())) {
			String inode = line.strip().split("\\s+")[6];
			assertThat(withStandardInput(facts, "socket:[" + inode + "]").standardInputIsInternetSocket()).isFalse();
		}
	}

	private ProcessFacts withStandardInput(ProcessFacts facts, String standardInput) {
		return new ProcessFacts(facts.pid(), facts.parent(), facts.terminal(), facts.environment(), facts.groups(),
				standardInput, facts.internetSocket(), facts.markerFiles());
	}

}
