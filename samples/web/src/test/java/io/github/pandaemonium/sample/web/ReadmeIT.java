package io.github.pandaemonium.sample.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Ports;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Readme;
import io.github.pandaemonium.test.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The terminal that README.md shows: its commands are run in their order, and what they
 * print is compared with what it shows, but for process, time, place and port.
 */
@Tag("any-java")
class ReadmeIT {

	private static final String JAR = "java -jar samples/web/target/sample-web.jar";

	private static final String PORT = " --server.port=8080";

	/** What has made the jar that is tested. */
	private static final String BUILD = "./mvnw -q package -DskipTests && ";

	private static final String SOCKET = "socket.address=localhost:";

	private static final String CURL = "curl -s localhost:8080";

	private static final Pattern PROCESS = Pattern.compile("\\b4\\d{3}\\b");

	@RegisterExtension
	final Launches launches = new Launches();

	private final WebSample sample = WebSample.ordinary(this.launches);

	/** The processes that are shown, and which they are here. */
	private final Map<String, String> processes = new HashMap<>();

	@Test
	void terminalShowsWhatTheCommandsPrint() {
		List<Command> commands = commands();
		assertThat(commands.get(0).line()).startsWith(BUILD);
		for (Command command : commands) {
			String line = command.line().replace(BUILD, "").replace(PORT, "");
			if (line.startsWith(JAR)) {
				String arguments = line.substring(JAR.length()).replace(SOCKET + "8080", SOCKET + Ports.free());
				assertPrints(command, run(this.sample.jar(words(arguments))));
			}
			else if (line.startsWith(CURL)) {
				// what the command before it has sent may still be on its way
				await().atMost(WebSample.PATIENCE)
					.untilAsserted(() -> assertPrints(command, this.sample.get(line.substring(CURL.length())) + "\n"));
			}
			else {
				kill(command, line);
			}
		}
		assertThat(this.launches.processes()).isEmpty();
		assertThat(this.sample.pidFile()).doesNotExist();
	}

	private void kill(Command command, String line) {
		String[] words = words(line);
		assertThat(words).startsWith("kill");
		String pid = this.processes.get(words[words.length - 1]);
		words[words.length - 1] = pid;
		assertPrints(command,
				run(this.launches.command("/bin/sh", "-c", String.join(" ", words)).as(this.sample.user())));
		if (words.length == 2) {
			new Proc(Long.parseLong(pid)).awaitEnd();
		}
	}

	private static String run(Launch launch) {
		Result result = launch.run();
		return result.out() + result.err();
	}

	private void assertPrints(Command command, String text) {
		Matcher matcher = Pattern.compile(pattern(command.shown())).matcher(text);
		assertThat(matcher.matches()).as("%s shows%n%s%nand prints%n%s", command.line(), command.shown(), text)
			.isTrue();
		PROCESS.matcher(command.shown())
			.results()
			.map((shown) -> shown.group())
			.forEach((shown) -> this.processes.computeIfAbsent(shown, (name) -> matcher.group("p" + name)));
	}

	/**
	 * A process that has not been shown before may be any, and is that one from then on.
	 */
	private String pattern(String shown) {
		String pattern = Pattern.quote(shown)
			.replace("/home/me/pandaemonium", this.sample.directory().toString())
			.replace("\"home\":\"/home/me\"", "\"home\":\"\\E[^\"]+\\Q\"")
			.replace("\"me\"", "\"" + this.sample.user() + "\"")
			.replace("user me", "user " + this.sample.user())
			.replaceAll("\\d\\.\\d s\\b", "\\\\E\\\\d+\\\\.\\\\d s\\\\Q")
			.replaceAll("2026[-0-9T:]+Z", "\\\\E[-0-9T:.]+Z\\\\Q")
			.replace("…", "\\E.*\\Q");
		for (String process : PROCESS.matcher(shown).results().map((result) -> result.group()).distinct().toList()) {
			String pid = this.processes.get(process);
			if (pid == null) {
				pattern = pattern.replaceFirst(process, "\\\\E(?<p" + process + ">\\\\d+)\\\\Q")
					.replaceAll("(?<!<p)" + process, "\\\\E\\\\k<p" + process + ">\\\\Q");
			}
			else {
				pattern = pattern.replace(process, pid);
			}
		}
		return pattern;
	}

	private static String[] words(String line) {
		return line.isBlank() ? new String[0] : line.strip().split(" ");
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
