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

	/** The option that names the archive of its classes. */
	static final String ARCHIVE;

	static {
		Launches launches = new Launches();
		Runtime.getRuntime().addShutdownHook(new Thread(launches::close));
		Path directory = launches.directory();
		Path archive = directory.resolve("sample-web.jsa");
		FILE = extract(launches.java(), SampleJar.find("web"), directory.resolve("extracted"));
		ARCHIVE = "-XX:SharedArchiveFile=" + archive;
		run(launches.java("-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + archive,
				"-Dspring.context.exit=onRefresh", "-jar", FILE.toString(), "--server.port=0"));
	}

	private QuickJar() {
	}

	/**
	 * Returns a class path.
	 * @param classes a directory of more classes
	 * @return the class path of the main class, whose first part is that of the archive
	 */
	static String with(Path classes) {
		return FILE + ":" + classes;
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
