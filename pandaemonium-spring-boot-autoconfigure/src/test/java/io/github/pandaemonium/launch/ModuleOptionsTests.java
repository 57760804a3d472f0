package io.github.pandaemonium.launch;

import java.util.List;
import java.util.jar.Attributes;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModuleOptions}.
 */
class ModuleOptionsTests {

	private static final String SOCKETS = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

	private final Attributes manifest = new Attributes();

	@Test
	void everythingIsMissingWhereNoManifestGivesIt() {
		assertThat(ModuleOptions.missing(this.manifest, 24, ModuleOptions.NATIVE_ACCESS, ModuleOptions.JAVA_LANG))
			.containsExactly(ModuleOptions.NATIVE_ACCESS, ModuleOptions.JAVA_LANG);
	}

	@Test
	void javaThatDoesNotAskNeedsNotBeToldOfNativeAccess() {
		assertThat(ModuleOptions.missing(this.manifest, 23, ModuleOptions.NATIVE_ACCESS)).isEmpty();
	}

	@Test
	void whatTheManifestGivesIsNotMissing() {
		this.manifest.putValue("Enable-Native-Access", "ALL-UNNAMED");
		this.manifest.putValue("Add-Opens", "java.base/java.lang.invoke  java.base/sun.nio.ch");
		assertThat(
				ModuleOptions.missing(this.manifest, 24, ModuleOptions.NATIVE_ACCESS, SOCKETS, ModuleOptions.JAVA_LANG))
			.containsExactly(ModuleOptions.JAVA_LANG);
	}

	@Test
	void whatTheCommandLineGivesIsNotMissing() {
		CommandLine commandLine = CommandLine.of(
				List.of("java", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "-cp", "x", "Main"), List.of(),
				"/launch", "/jdk");
		assertThat(ModuleOptions.missing(commandLine, ModuleOptions.JAVA_LANG, SOCKETS)).containsExactly(SOCKETS);
	}

}
