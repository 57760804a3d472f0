package io.github.pandaemonium.launch;

import java.util.List;
import java.util.Optional;

/**
 * A run of the application that is made only to write a class data archive or an AOT
 * cache when it ends.
 *
 * @since 0.1.0
 */
public final class TrainingRun {

	private static final List<String> OPTIONS = List.of("-XX:ArchiveClassesAtExit=", "-XX:AOTMode=record",
			"-XX:AOTMode=create", "-XX:AOTCacheOutput=", "-XX:DumpLoadedClassList=", "-Xshare:dump");

	private TrainingRun() {
	}

	/**
	 * Find the option that makes this a training run.
	 * @param jvmOptions the options of the JVM, wherever they were given
	 * @return the option, or empty
	 */
	public static Optional<String> option(List<String> jvmOptions) {
		for (String option : jvmOptions) {
			for (String start : OPTIONS) {
				if (option.startsWith(start)) {
					return Optional.of(option);
				}
			}
		}
		return Optional.empty();
	}

}
