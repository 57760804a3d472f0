package io.github.pandaemonium.sample.web;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The verb {@code unit} where there is no systemd, see {@link SystemdIT} for the other.
 */
@Tag("any-java")
class UnitVerbIT {

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	@BeforeAll
	static void copy() {
		sample = WebSample.ordinary(launches);
	}

	@Test
	void commandLineIsThatOfTheStart() {
		Result result = sample
			.java("-Xmx100m", "-Da=b c", "-jar", sample.jarFile().getFileName().toString(), "unit", "service",
					"--server.port=8080", "--x=50% $y", "z")
			.run();
		assertThat(result.status()).as("%s", result).isZero();
		String java = Java.home().resolve("bin/java").toString();
		assertThat(result.out()).startsWith("# /etc/systemd/system/sample-web.service\n[Unit]\n")
			.contains("\nExecStart=:" + java + " ",
					" -Xmx100m \"-Da=b c\" -jar " + sample.jarFile() + " --server.port=8080 \"--x=50%% $y\" z\n")
			.contains("\nExecReload=:" + java + " -XX:TieredStopAtLevel=1 \"-Da=b c\" -jar " + sample.jarFile()
					+ " reload --server.port=8080 \"--x=50%% $y\"\n")
			.contains("\nWorkingDirectory=" + sample.directory() + "\n")
			.doesNotContain("logrotate");
		assertThat(result.err()).contains("the variables of this shell: PANDAEMONIUM_", "SERVER_PORT",
				"runs it as root");
		assertThat(sample.logFile()).doesNotExist();
	}

	@Test
	void eachSocketIsAFileOfItsOwn() {
		String[] settings = { "--pandaemonium.socket.inherit=required", "--server.port=8080",
				"--server.address=127.0.0.1", "--pandaemonium.sockets.management.name=admin",
				"--management.server.port=8081", "--pandaemonium.sockets.smtp.address=:2525",
				"--pandaemonium.sockets.imap.name=mail" };
		Result all = sample.quickJar("unit").and(settings).run();
		assertThat(all.status()).as("%s", all).isZero();
		assertThat(all.out()).contains("\nSockets=sample-web.socket sample-web-admin.socket sample-web-smtp.socket\n")
			.containsSubsequence("# /etc/systemd/system/sample-web.socket\n",
					"\nListenStream=127.0.0.1:8080\nFileDescriptorName=web\nService=sample-web.service\n",
					"\n# /etc/systemd/system/sample-web-admin.socket\n",
					"\nListenStream=8081\nFileDescriptorName=admin\nService=sample-web.service\n",
					"\n# /etc/systemd/system/sample-web-smtp.socket\n",
					"\nListenStream=2525\nFileDescriptorName=smtp\nService=sample-web.service\n");
		assertThat(all.err()).contains("there is no unit for the socket 'mail'",
				"set pandaemonium.sockets.imap.address, or write one with FileDescriptorName=mail and "
						+ "Service=sample-web.service");

		Result one = sample.quickJar("unit", "socket").and(settings).and("admin").run();
		assertThat(one.status()).as("%s", one).isZero();
		assertThat(one.out()).startsWith("# /etc/systemd/system/sample-web-admin.socket\n[Unit]\n")
			.doesNotContain("8080", "2525");
		Result none = sample.quickJar("unit", "socket").and(settings).run();
		assertThat(none.status()).isEqualTo(2);
		assertThat(none.out()).isEmpty();
		assertThat(none.err()).contains("there is more than one socket unit", "web, admin, smtp");
	}

	@Test
	void whatOnlyTheApplicationCanHaveIsNotTheReloads() {
		Result result = sample.quickJar("unit", "service", "--pandaemonium.working-directory=/home")
			.with("JAVA_TOOL_OPTIONS", "-Dcom.sun.management.jmxremote '-Da=b c' -Dx=./y")
			.with("_JAVA_OPTIONS", "-Xmx100m")
			.run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out())
			.contains("\nEnvironment=\"JAVA_TOOL_OPTIONS=-Dcom.sun.management.jmxremote '-Da=b c' -Dx=./y\"\n",
					"\nEnvironment=_JAVA_OPTIONS=-Xmx100m\n",
					"\nExecReload=/usr/bin/env -u _JAVA_OPTIONS \"JAVA_TOOL_OPTIONS=\\\"-Da=b c\\\" -Dx=./y\" "
							+ Java.home().resolve("bin/java"))
			.doesNotContain("ProtectHome");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			unit socket | 6 | there is no socket unit
			unit tmpfiles | 6 | there is nothing for systemd-tmpfiles
			unit socket --pandaemonium.socket.address=:81 www | 2 | there is no socket unit 'www', but web
			unit sokcet | 2 | unit prints no 'sokcet', but service, socket, tmpfiles, logrotate
			unit --pandaemonium.umask=027 sokcet | 2 | unit prints no 'sokcet'
			unit --pandaemonium.detach=always | 6 | pandaemonium.detach=always
			unit --pandaemonium.socket.inherit=required | 6 | server.port is '0'
			unit --pandaemonium.umask=9 | 6 | umask
			unit stop | 2 | takes no argument 'stop'
			""")
	void badInputIsOneMessage(String arguments, int status, String message) {
		Result result = sample.quickJar(arguments.split(" ")).run();
		assertThat(result.status()).as("%s", result).isEqualTo(status);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).startsWith("sample-web: ").contains(message).doesNotContain("\tat ");
	}

}
