package io.github.pandaemonium.launch;

import java.util.List;
import java.util.jar.Attributes;

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
		Attributes manifest = command.manifest();
		return manifest.getValue("Loader-Home") == null
				&& (loader || isPropertiesLauncher(manifest.getValue(Attributes.Name.MAIN_CLASS)));
	}

	private static boolean isPropertiesLauncher(@Nullable String name) {
		return name != null && name.endsWith(".PropertiesLauncher");
	}

}
