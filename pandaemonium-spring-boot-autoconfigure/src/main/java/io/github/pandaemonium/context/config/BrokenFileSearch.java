package io.github.pandaemonium.context.config;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.Secrets;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.StringUtils;

/**
 * Looks among the files that configuration was read from for the one that is to blame.
 */
final class BrokenFileSearch {

	private static final String WILDCARD_PARENT = "config";

	private final ConfigurableEnvironment live;

	private final RecordingResourceLoader resources;

	BrokenFileSearch(ConfigurableEnvironment live, RecordingResourceLoader resources) {
		this.live = live;
		this.resources = resources;
	}

	/**
	 * Finds the file that can't be read or parsed.
	 * @return the file, or {@code null} where there is none
	 */
	@Nullable BrokenFile find() {
		List<Resource> named = named();
		BrokenFile broken = broken(named);
		return (broken != null) ? broken : broken(found(named));
	}

	private @Nullable BrokenFile broken(List<Resource> candidates) {
		for (Resource resource : candidates) {
			File file = file(resource);
			if (file != null && file.isFile() && !file.canRead()) {
				return new BrokenFile(
						"'" + path(resource) + "' can't be read by user '" + System.getProperty("user.name", "?") + "'",
						"Let that user read the file.");
			}
		}
		return findUnparsable(candidates);
	}

	/**
	 * Parses the files again, one by one, until one fails.
	 */
	private @Nullable BrokenFile findUnparsable(List<Resource> candidates) {
		List<PropertySourceLoader> loaders = SpringFactoriesLoader
			.forDefaultResourceLocation(this.resources.getClassLoader())
			.load(PropertySourceLoader.class);
		for (Resource resource : candidates) {
			File file = file(resource);
			if ((file != null) ? !file.isFile() : !resource.isReadable()) {
				continue; // a directory, or a pipe that nobody may write to any more
			}
			String name = String.valueOf(resource.getFilename());
			for (PropertySourceLoader loader : loaders) {
				for (String extension : loader.getFileExtensions()) {
					if (StringUtils.endsWithIgnoreCase(name, "." + extension)) {
						try {
							loader.load(name, resource);
						}
						catch (IOException | RuntimeException ex) {
							return unparsable(resource, NestedExceptionUtils.getMostSpecificCause(ex));
						}
					}
				}
			}
		}
		return null;
	}

	private static BrokenFile unparsable(Resource resource, Throwable failure) {
		String place = YamlMark.isMark(failure) ? YamlMark.describe(failure)
				: ": it can't be parsed (" + FailurePlace.type(failure) + ")";
		return new BrokenFile("'" + path(resource) + "'" + place, "Correct the file.");
	}

	/**
	 * Returns what was asked for by name.
	 */
	private List<Resource> named() {
		return this.resources.resources()
			.stream()
			.map(BrokenFileSearch::inLaunchDirectory)
			.filter(Resource::exists)
			.toList();
	}

	/**
	 * Returns what was not asked for by name: what has been loaded, and what Boot looks
	 * for in the subdirectories of {@code config}. Other directories with a wildcard are
	 * not searched: which ones were meant is not known here.
	 */
	private List<Resource> found(List<Resource> named) {
		Set<String> names = this.resources.resources()
			.stream()
			.map(Resource::getFilename)
			.filter(Objects::nonNull)
			.collect(Collectors.toCollection(TreeSet::new));
		Stream<File> loaded = LoadedConfiguration.of(this.live, CommandLine.workingDirectory())
			.files()
			.stream()
			.map(File::new);
		return Stream.concat(loaded, named.stream().flatMap((directory) -> inSubdirectories(directory, names)))
			.<Resource>map(FileSystemResource::new)
			.filter(Resource::exists)
			.toList();
	}

	private static Stream<File> inSubdirectories(Resource resource, Set<String> names) {
		File directory = file(resource);
		File[] children = (directory != null && directory.getName().equals(WILDCARD_PARENT)) ? directory.listFiles()
				: null;
		return (children == null) ? Stream.empty()
				: Arrays.stream(children)
					.filter((child) -> !child.getName().startsWith(".."))
					.sorted()
					.flatMap((child) -> names.stream().map((name) -> new File(child, name)))
					.filter(File::isFile);
	}

	private static Resource inLaunchDirectory(Resource resource) {
		Path directory = LaunchDirectory.ofDaemon();
		File file = file(resource);
		return (directory == null || file == null || file.isAbsolute()) ? resource
				: new FileSystemResource(directory.resolve(file.getPath()).normalize());
	}

	private static String path(Resource resource) {
		File file = file(resource);
		return (file != null) ? file.toPath().toAbsolutePath().normalize().toString()
				: Secrets.masked(resource.getDescription());
	}

	private static @Nullable File file(Resource resource) {
		try {
			return resource.isFile() ? resource.getFile() : null;
		}
		catch (IOException ex) {
			return null; // not in the file system
		}
	}

}
