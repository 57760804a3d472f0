package io.github.pandaemonium.launch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Makes paths absolute that are relative to the directory in which java was started. All
 * strings are byte strings.
 */
final class RelativePaths {

	private final String directory;

	private @Nullable String divided;

	RelativePaths(String directory) {
		this.directory = directory;
	}

	String directory() {
		return this.directory;
	}

	/**
	 * One path. An empty one stays empty.
	 */
	String absolute(String path) {
		if (path.isEmpty() || path.startsWith("/")) {
			return path;
		}
		String rest = path;
		while (rest.startsWith("./")) {
			rest = rest.substring(2);
		}
		return (rest.isEmpty() || rest.equals(".")) ? this.directory : child(this.directory, rest);
	}

	/**
	 * One path that is to be among others between colons. That can't be an absolute one
	 * where the directory has a colon in its name, see {@link #check()}.
	 */
	String element(String path) {
		String absolute = absolute(path);
		if (!absolute.equals(path) && this.directory.indexOf(':') >= 0) {
			this.divided = path;
		}
		return absolute;
	}

	/**
	 * Checks that all paths that were made absolute mean what they meant.
	 */
	void check() {
		if (this.divided != null) {
			throw new CommandLineException(
					"Unable to name '" + text(this.divided) + "' by an absolute path: its directory '"
							+ text(this.directory) + "' has a colon in its name, which ends an element of a class path",
					text(this.divided), null);
		}
	}

	/**
	 * Paths between colons, where nothing means nothing.
	 */
	String list(String paths) {
		return each(paths, ":", this::element);
	}

	/**
	 * Paths between colons, where nothing means the directory.
	 */
	String searchPath(String paths) {
		return each(paths, ":", (path) -> element(path.isEmpty() ? "." : path));
	}

	/**
	 * Paths between colons, where nothing means the directory unless it stands at the
	 * end.
	 */
	String modulePath(String paths) {
		return Arrays.stream(paths.split(":"))
			.map((path) -> element(path.isEmpty() ? "." : path))
			.collect(Collectors.joining(":"));
	}

	/**
	 * A path, or a URL of which only a relative {@code file:} is changed. A value that
	 * starts with a placeholder stays as it is.
	 */
	String location(String location) {
		if (location.startsWith("file:")) {
			String path = location.substring("file:".length());
			return (path.isEmpty() || path.startsWith("/")) ? location
					: "file:" + child(encode(this.directory), path.startsWith("./") ? path.substring(2) : path);
		}
		return (location.startsWith("${") || isUrl(location)) ? location : absolute(location);
	}

	/**
	 * Locations between commas, each of which may also be the name of a resource on the
	 * class path: it is a path where such a file exists.
	 */
	String resources(String resources) {
		return each(resources, ",", (resource) -> {
			boolean file = resource.startsWith("file:") || (!resource.isEmpty() && exists(resource));
			return file ? location(resource) : resource;
		});
	}

	boolean exists(String path) {
		return Files.exists(toPath(absolute(path)));
	}

	boolean isDirectory(String path) {
		return Files.isDirectory(toPath(absolute(path)));
	}

	/**
	 * Returns the path with these bytes, whatever the encoding of this JVM.
	 * @param path an absolute path as a byte string
	 */
	static Path toPath(String path) {
		StringBuilder uri = new StringBuilder("file://");
		for (char character : path.toCharArray()) {
			boolean plain = character == '/' || (character < 0x80 && Character.isLetterOrDigit(character));
			if (plain) {
				uri.append(character);
			}
			else {
				uri.append('%')
					.append(Character.forDigit(character >> 4, 16))
					.append(Character.forDigit(character & 15, 16));
			}
		}
		return Path.of(URI.create(uri.toString()));
	}

	/**
	 * Returns the bytes of a path, whatever the encoding of this JVM.
	 * @param path any path
	 * @return the absolute path as a byte string
	 */
	static String of(Path path) {
		String uri = path.toUri().getRawPath();
		StringBuilder bytes = new StringBuilder();
		for (int i = 0; i < uri.length(); i++) {
			if (uri.charAt(i) == '%') {
				bytes.append((char) Integer.parseInt(uri.substring(i + 1, i + 3), 16));
				i += 2;
			}
			else {
				bytes.append(uri.charAt(i));
			}
		}
		boolean slash = bytes.length() > 1 && bytes.charAt(bytes.length() - 1) == '/';
		return bytes.substring(0, bytes.length() - (slash ? 1 : 0));
	}

	/**
	 * Returns a byte string as a text for messages.
	 */
	static String text(String bytes) {
		return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

	private static String child(String directory, String path) {
		return directory.endsWith("/") ? directory + path : directory + "/" + path;
	}

	private static boolean isUrl(String location) {
		int colon = location.indexOf(':');
		for (int i = 0; i < colon; i++) {
			char character = location.charAt(i);
			boolean letter = character < 0x80 && Character.isLetter(character);
			if (!letter && (i == 0 || "0123456789+.-".indexOf(character) < 0)) {
				return false;
			}
		}
		return colon > 0;
	}

	private static String encode(String directory) {
		return directory.replace("%", "%25").replace("#", "%23").replace("?", "%3F");
	}

	private static String each(String values, String separator, UnaryOperator<String> change) {
		return Arrays.stream(values.split(separator, -1)).map(change).collect(Collectors.joining(separator));
	}

}
