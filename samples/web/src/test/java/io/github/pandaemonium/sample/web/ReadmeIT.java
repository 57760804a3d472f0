package io.github.pandaemonium.sample.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Readme;
import io.github.pandaemonium.test.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The terminal that README.md shows: its commands are run in their order, and what they
 * print is compared with what it shows, but for process, time, place and port.
 */
class ReadmeIT {

	private static final String START = "java -jar samples/web/target/sample-web.jar --server.port=8080";

	/** What has made the jar that is tested. */
	private static final String BUILD = "./mvnw -q package -DskipTests && ";

	private static final String CURL = "curl -s localhost:8080";

	private static final String PROCESS = "4242";

	@RegisterExtension
	final Launches launches = new Launches();

	private final WebSample sample = WebSample.ordinary(this.launches);

	@Test
	void terminalShowsWhatTheCommandsPrint() {
		List<Command> commands = commands();
		Command first = commands.remove(0);
		assertThat(first.line()).isEqualTo(BUILD + START);
		assertPrints(first, start(0));
		Proc daemon = this.sample.daemon();
		int port = WebSample.port(this.sample.log());
		for (Command command : commands) {
			String line = command.line();
			if (line.equals(START)) {
				assertPrints(command, start(1));
			}
			else if (line.startsWith(CURL)) {
				// what the command before it has sent may still be on its way
				await().atMost(WebSample.PATIENCE)
					.untilAsserted(
							() -> assertPrints(command, this.sample.get(line.substring(CURL.length()), port) + "\n"));
			}
			else {
				assertThat(line).startsWith("kill ").endsWith(" " + PROCESS);
				assertPrints(command, kill(line.replace(PROCESS, Long.toString(daemon.pid()))));
			}
		}
		daemon.awaitEnd();
		assertThat(this.sample.pidFile()).doesNotExist();
	}

	private String start(int status) {
		Result result = this.sample.jar().run();
		assertThat(result.status()).as("%s", result).isEqualTo(status);
		return result.out() + result.err();
	}

	private String kill(String command) {
		Result result = this.launches.command("/bin/sh", "-c", command).as(this.sample.user()).run();
		assertThat(result.status()).as("%s", result).isZero();
		return result.out() + result.err();
	}

	private void assertPrints(Command command, String text) {
		String shown = Pattern.quote(command.shown())
			.replace("/home/me/pandaemonium", this.sample.directory().toString())
			.replace("\"home\":\"/home/me\"", "\"home\":\"\\E[^\"]+\\Q\"")
			.replace("\"me\"", "\"" + this.sample.user() + "\"")
			.replace(PROCESS, Long.toString(this.sample.pid()))
			.replace("3.1 s", "\\E\\d+\\.\\d s\\Q")
			.replace("…", "\\E.*\\Q");
		assertThat(text).as(command.line()).matches(shown);
	}

	/** All that is shown, but for the run of all tests, of which this is one. */
	private static List<Command> commands() {
		List<Command> commands = new ArrayList<>();
		for (String block : Readme.blocks("console")) {
			for (String command : block.substring(2).split("(?m)^\\$ ")) {
				int end = command.indexOf('\n');
				commands.add(new Command(command.substring(0, end), command.substring(end + 1)));
			}
		}
		commands.removeIf((command) -> command.line().equals("./mvnw verify"));
		return commands;
	}

	/**
	 * A command and its output.
	 *
	 * @param line the command
	 * @param shown what it prints
	 */
	private record Command(String line, String shown) {

	}

}
