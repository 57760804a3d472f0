package io.github.pandaemonium.context.config;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Application that runs once for every line of arguments in a file and prints the
 * configuration that it got. Nothing but the environment post-processors takes part.
 */
final class ConfigurationProbe {

	private static final PrintStream OUT = System.out;

	private ConfigurationProbe() {
	}

	/**
	 * Run.
	 * @param args the file, whose lines hold arguments separated by tabs, and for a
	 * daemon the launch directory
	 * @throws IOException if the file can't be read
	 */
	public static void main(String[] args) throws IOException {
		if (args.length > 1) {
			System.setProperty("pandaemonium.birth", mark(args[1]));
		}
		System.setOut(new PrintStream(OutputStream.nullOutputStream()));
		for (String line : Files.readAllLines(Path.of(args[0]))) {
			OUT.println("> " + line);
			run(line.isEmpty() ? new String[0] : line.split("\t"));
		}
	}

	/**
	 * The mark of a daemon that came by exec in place: it names no control pipe.
	 */
	private static String mark(String directory) throws IOException {
		String stat = Files.readString(Path.of("/proc/self/stat"));
		String proof = ProcessHandle.current().pid() + ":" + stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
		return "control=-1&ordinal=1&stages=0&wait=ready&proof=" + encode(proof) + "&directory="
				+ encode(Path.of(directory).toUri().getRawPath());
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	private static void run(String[] args) {
		SpringApplication application = new SpringApplication(ConfigurationProbe.class);
		application.setListeners(List.of(new EnvironmentPostProcessorApplicationListener()));
		application.setInitializers(List.of());
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		try (var context = application.run(args)) {
			print(context.getEnvironment());
		}
		catch (RuntimeException ex) {
			OUT.println("failed " + ex.getClass().getName());
		}
	}

	private static void print(ConfigurableEnvironment environment) {
		Map<String, String> values = new TreeMap<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					if (name.startsWith("probe.")) {
						values.put(name, environment.getRequiredProperty(name));
					}
				}
			}
		}
		OUT.println("profiles " + List.of(environment.getActiveProfiles()));
		OUT.println("values " + values);
		LoadedConfiguration.of(environment, Path.of(System.getProperty("user.dir")))
			.files()
			.forEach((file) -> OUT.println("file " + file));
	}

}
