package io.github.pandaemonium.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;

import io.github.pandaemonium.launch.CommandLine.Kind;

/**
 * Spring Boot's {@code PropertiesLauncher} looks for {@code loader.properties} and the
 * relative elements of {@code loader.path} in {@code loader.home}, by default the working
 * directory. The elements must stay relative: they may also mean entries of the jar.
 */
final class LoaderHome {

	static final String OPTION = "-Dloader.home=";

	/**
	 * Variables that hold what {@code loader.home} and {@code loader.config.location}
	 * hold.
	 */
	static final List<String> VARIABLES = List.of("LOADER_HOME", "loader_home", "loader.home", "LOADER_CONFIG_LOCATION",
			"loader_config_location", "loader.config.location");

	private LoaderHome() {
	}

	/**
	 * Whether there is such a launcher and nothing says where its home is.
	 * @param command the command line
	 * @param variables the environment
	 */
	static boolean isDefault(JavaCommand command, OptionVariables variables) {
		boolean loader = false;
		for (String option : command.jvmOptions()) {
			if (option.startsWith(OPTION)) {
				return false;
			}
			loader |= option.startsWith("-Dloader.");
		}
		if (variables.hasAny(VARIABLES.subList(0, 3))) {
			return false;
		}
		if (command.invocation().kind() != Kind.JAR) {
			return loader || isPropertiesLauncher(command.main());
		}
		Manifest manifest = manifest(RelativePaths.toPath(command.main()));
		if (manifest == null) {
			return loader;
		}
		return manifest.getMainAttributes().getValue("Loader-Home") == null
				&& (loader || isPropertiesLauncher(manifest.getMainAttributes().getValue("Main-Class")));
	}

	private static boolean isPropertiesLauncher(@Nullable String name) {
		return name != null && name.endsWith(".PropertiesLauncher");
	}

	private static @Nullable Manifest manifest(Path jar) {
		try {
			try (InputStream in = Files.newInputStream(jar); JarInputStream entries = new JarInputStream(in, false)) {
				// Where it is not the first entry the whole directory has to be read
				Manifest manifest = entries.getManifest();
				return (manifest != null) ? manifest : manifest(jar.toFile());
			}
		}
		catch (IOException ex) {
			return null; // java will say what it thinks of the jar
		}
	}

	private static @Nullable Manifest manifest(File jar) throws IOException {
		try (JarFile file = new JarFile(jar)) {
			return file.getManifest();
		}
	}

}
