package io.github.pandaemonium.sample.web;

import java.nio.file.Path;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.SampleJar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The web sample in the form that starts quickest: extracted, and with an archive of its
 * classes (class data sharing), which halves the processor's time of a start. It is made
 * once for all tests of this JVM, and each leaves it as it was.
 */
final class QuickJar {

	/** The extracted jar, which every user can read. */
	static final Path FILE;

	/** The options of java that make it quick. */
	static final String[] OPTIONS;

	/** Whatever the mask is of those who run the tests. */
	private static final String SHARED = "umask 022; exec \"$@\"";

	static {
		Launches launches = new Launches();
		Runtime.getRuntime().addShutdownHook(new Thread(launches::close));
		Path directory = launches.directory();
		Path archive = directory.resolve("sample-web.jsa");
		FILE = extract(launches.java().through(SHARED), SampleJar.find("web"), directory.resolve("extracted"));
		OPTIONS = new String[] { WebSample.QUICKER, "-XX:SharedArchiveFile=" + archive };
		run(launches
			.java(WebSample.QUICKER, "-XX:ArchiveClassesAtExit=" + archive, "-Dspring.context.exit=onRefresh", "-jar",
					FILE.toString(), "--server.port=0")
			.in(directory)
			.through(SHARED));
	}

	private QuickJar() {
	}

	/**
	 * Returns the arguments that run it without its manifest.
	 * @param classes a directory of more classes
	 * @return the options, the class path, whose first part is that of the archive, and
	 * the main class
	 */
	static String[] with(Path classes) {
		return new String[] { "--enable-native-access=ALL-UNNAMED", "-cp", FILE + ":" + classes, WebSample.MAIN };
	}

	/**
	 * Extracts a jar.
	 * @param java what runs it
	 * @param jar the jar
	 * @param directory where to
	 * @return the jar there, beside its libraries
	 */
	static Path extract(Launch java, Path jar, Path directory) {
		run(java.and("-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", directory.toString()));
		return directory.resolve(jar.getFileName());
	}

	private static void run(Launch launch) {
		Result result = launch.run();
		assertThat(result.status()).as("%s", result).isZero();
	}

}
