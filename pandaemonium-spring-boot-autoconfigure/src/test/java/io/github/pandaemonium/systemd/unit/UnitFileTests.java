package io.github.pandaemonium.systemd.unit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.systemd.unit.ServiceDescription.ListeningSocket;
import io.github.pandaemonium.systemd.unit.ServiceDescription.Manager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the files that are made of a {@link ServiceDescription}.
 */
class UnitFileTests {

	private String name = "shop";

	private List<String> command = List.of("/usr/bin/java", "-jar", "/opt/shop/shop.jar");

	private List<String> reload = List.of();

	private List<String> mentioned = List.of("/");

	private String options = "-Xa -Xb";

	private @Nullable String user = "www-data";

	private @Nullable String pidFile;

	private @Nullable String logFile;

	private List<ListeningSocket> sockets = List.of();

	private boolean lowPort;

	private Manager manager = Manager.SYSTEM;

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			--a=b | --a=b
			a b | "a b"
			50% | 50%%
			say "x" | "say \\"x\\""
			a\\b | "a\\\\b"
			it's | "it's"
			; | ";"
			`` | ""
			grün | "grün"
			""")
	void wordIsQuotedWhereItMustBe(String word, String expected) {
		assertThat(UnitText.word(word)).isEqualTo(expected);
	}

	@Test
	void controlCharactersAreEscaped() {
		assertThat(UnitText.word("a\nb\tc\u0001")).isEqualTo("\"a\\nb\\tc\\x01\"");
	}

	@Test
	void dollarIsNoVariable() {
		assertThat(UnitText.command(List.of("/bin/echo", "$HOME"))).isEqualTo(":/bin/echo \"$HOME\"");
	}

	@Test
	void applicationWithoutFilesHasAServiceOnly() {
		assertThat(files()).singleElement().satisfies((file) -> {
			assertThat(file.path()).isEqualTo("/etc/systemd/system/shop.service");
			assertThat(file.text()).startsWith("# /etc/systemd/system/shop.service\n[Unit]\n")
				.contains("\nType=notify\n", "\nUser=www-data\n", "\nWorkingDirectory=/opt/shop\n", "\nUMask=0027\n",
						"\nExecStart=/usr/bin/java -jar /opt/shop/shop.jar\n", "\nExecReload=/bin/kill -HUP $MAINPID\n",
						"\nTimeoutStartSec=90s\n", "\nTimeoutStopSec=1500ms\n", "\nPrivateTmp=yes\n",
						"\nProtectHome=yes\n", "\nCapabilityBoundingSet=\n")
				.doesNotContain("RuntimeDirectory", "LogsDirectory", "Sockets=", "SuccessExitStatus",
						"MemoryDenyWriteExecute", "PIDFile");
		});
	}

	@Test
	void directoriesAreMadeBySystemd() {
		this.pidFile = "/run/shop/shop.pid";
		this.logFile = "/var/log/shop/web/shop.log";
		assertThat(service()).contains("\nRuntimeDirectory=shop\n", "\nLogsDirectory=shop/web\n");
		assertThat(text(UnitFile.Kind.TMPFILES)).isEqualTo("""
				# /etc/tmpfiles.d/shop.conf
				d /run/shop 0755 www-data 33 -
				d /var/log/shop/web 0755 www-data 33 -
				""");
	}

	@Test
	void directoriesOfOthersAreLeftAlone() {
		this.pidFile = "/run/lock/shop.pid";
		this.logFile = "/var/log/shopping/shop.log";
		assertThat(service()).doesNotContain("\nRuntimeDirectory", "\nLogsDirectory")
			.contains("# '/run/lock' may be others' as well", "# '/var/log/shopping' may be others' as well");
		assertThat(files()).noneMatch((file) -> file.kind() == UnitFile.Kind.TMPFILES);
	}

	@Test
	void startThatAlwaysFailsComesToAnEnd() {
		assertThat(service()).contains("\nStartLimitIntervalSec=460s\nStartLimitBurst=5\n\n[Service]\n");
	}

	@Test
	void rootIsNeededForAPidFileInRun() {
		this.pidFile = "/run/shop.pid";
		assertThat(service()).contains("# no User=, since only root can create '/run/shop.pid'")
			.doesNotContain("\nUser=", "CapabilityBoundingSet", "RuntimeDirectory");
	}

	@Test
	void logIsRotated() {
		this.logFile = "/var/log/shop.log";
		assertThat(text(UnitFile.Kind.LOGROTATE)).startsWith("# /etc/logrotate.d/shop\n\"/var/log/shop.log\" {\n")
			.contains("\tsu www-data 33\n", "systemctl kill --kill-who=main --signal=USR1 shop.service");
	}

	@Test
	void whatLiesInHomeOrTmpIsReachable() {
		this.command = List.of("/usr/bin/java", "-Dconfig=/home/me/x", "-jar", "/tmp/shop.jar");
		assertThat(service()).doesNotContain("ProtectHome", "PrivateTmp");
	}

	@Test
	void whatVariablesAndPropertiesNameIsReachable() {
		this.options = "-Xa -javaagent:/home/me/agent.jar";
		assertThat(service()).doesNotContain("ProtectHome").contains("PrivateTmp");
		this.options = "-Xa";
		this.mentioned = List.of("/var/tmp/shop");
		assertThat(service()).doesNotContain("PrivateTmp").contains("ProtectHome");
	}

	@Test
	void logInADirectoryOfTheSystemIsWritable() {
		this.logFile = "/etc/shop logs/shop.log";
		assertThat(service()).contains("\nReadWritePaths=\"-/etc/shop logs\"\n");
	}

	@Test
	void reloadIsWaitedForWhereItCanBe() {
		this.reload = List.of("/usr/bin/java", "-jar", "/opt/shop/shop.jar", "reload");
		assertThat(service()).contains("\nExecReload=/usr/bin/java -jar /opt/shop/shop.jar reload\n");
	}

	@Test
	void lowPortNeedsACapability() {
		this.lowPort = true;
		assertThat(service()).contains("\nAmbientCapabilities=CAP_NET_BIND_SERVICE\n",
				"\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\n");
	}

	@Test
	void eachSocketHasAUnit() {
		this.sockets = List.of(new ListeningSocket("http", "8080"), new ListeningSocket("admin", "[::1]:8081"));
		assertThat(service()).contains("\nRequires=shop.socket shop-admin.socket\n",
				"\nAfter=network-online.target shop.socket shop-admin.socket\n",
				"\nSockets=shop.socket shop-admin.socket\n");
		assertThat(files()).extracting(UnitFile::name).containsExactly("shop", "http", "admin");
		assertThat(files()).extracting(UnitFile::path)
			.contains("/etc/systemd/system/shop.socket", "/etc/systemd/system/shop-admin.socket");
		assertThat(text(UnitFile.Kind.SOCKET)).contains("\nListenStream=8080\n", "\nFileDescriptorName=http\n",
				"\nService=shop.service\n", "\nWantedBy=sockets.target\n");
	}

	@Test
	void managerOfAUserHasNoOtherUser() {
		this.manager = Manager.USER;
		this.pidFile = "/home/me/shop.pid";
		this.logFile = "/home/me/shop.log";
		assertThat(files()).singleElement().satisfies((file) -> {
			assertThat(file.path()).isEqualTo("~/.config/systemd/user/shop.service");
			assertThat(file.text()).contains("\nWantedBy=default.target\n")
				.doesNotContain("\nUser=", "ProtectSystem", "network-online");
		});
	}

	@Test
	void nameIsThatOfAUnit() {
		this.name = "The shop/100%";
		assertThat(files().get(0).path()).isEqualTo("/etc/systemd/system/The-shop-100-.service");
		assertThat(service()).contains("\nDescription=The shop/100%%\n");
	}

	@Test
	void systemdHasNothingToSay(@TempDir Path directory) throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "there is no systemd-analyze");
		this.command = List.of("/bin/echo", "a b", "$HOME", "%n", "\"", "\\", ";", "", "grün", "it's", "#");
		this.pidFile = "/run/shop/shop.pid";
		this.logFile = "/var/log/shop/shop.log";
		this.sockets = List.of(new ListeningSocket("http", "8080"), new ListeningSocket("admin", "127.0.0.1:8081"));
		for (boolean low : new boolean[] { false, true }) {
			this.lowPort = low;
			assertThat(verify(directory)).isEmpty();
		}
		this.user = null;
		assertThat(verify(directory)).isEmpty();
	}

	private String verify(Path directory) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder("systemd-analyze", "verify", "--man=no").redirectErrorStream(true);
		for (UnitFile file : files()) {
			if (file.kind() == UnitFile.Kind.SERVICE || file.kind() == UnitFile.Kind.SOCKET) {
				Path unit = directory.resolve(Path.of(file.path()).getFileName());
				builder.command().add(Files.writeString(unit, file.text()).toString());
			}
		}
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes());
		return output + ((process.waitFor() == 0) ? "" : "status " + process.exitValue());
	}

	private String service() {
		return text(UnitFile.Kind.SERVICE);
	}

	private String text(UnitFile.Kind kind) {
		return files().stream().filter((file) -> file.kind() == kind).findFirst().orElseThrow().text();
	}

	private List<UnitFile> files() {
		return UnitFile.of(new ServiceDescription(this.name, this.command, this.reload, "HUP",
				Map.of("_JAVA_OPTIONS", this.options), this.mentioned, "/opt/shop", this.user, null,
				(this.user != null) ? "33" : null, 027, this.pidFile, this.logFile, Duration.ofSeconds(90),
				Duration.ofMillis(1500), "USR1", this.sockets, this.lowPort, this.manager));
	}

}
