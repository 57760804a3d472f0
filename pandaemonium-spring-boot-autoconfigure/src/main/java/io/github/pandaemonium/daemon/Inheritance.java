package io.github.pandaemonium.daemon;

import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.launch.OpenFile;

/**
 * Which descriptors stay open.
 *
 * @since 0.1.0
 */
public final class Inheritance {

	private static final int FIRST = 3;

	private Inheritance() {
	}

	/**
	 * Finds the descriptors that stay open.
	 * @param numbersOrPaths numbers, or paths of open files
	 * @return the descriptors from 3 on
	 * @throws InvalidOptionException if the caller left no such file open
	 */
	public static List<Integer> descriptors(List<String> numbersOrPaths) {
		List<Integer> descriptors = new ArrayList<>();
		for (String file : numbersOrPaths) {
			List<Integer> named = OpenFile.find(file);
			List<OpenFile> found = OpenFile.list()
				.stream()
				.filter((open) -> named.contains(open.descriptor()))
				.toList();
			List<Integer> inherited = found.stream()
				.filter((open) -> !isOfJvm(open.target()))
				.map(OpenFile::descriptor)
				.toList();
			if (inherited.isEmpty()) {
				throw new InvalidOptionException("inherit-files", file,
						found.isEmpty() ? "no such file is open"
								: "the caller left no such file open, here it is the JVM's '" + found.get(0).target()
										+ "'",
						"Name the number of a descriptor that the caller leaves open (as in '7</some/file'), or the "
								+ "path of such a file.");
			}
			inherited.stream().filter((fd) -> fd >= FIRST && !descriptors.contains(fd)).forEach(descriptors::add);
		}
		return descriptors;
	}

	/**
	 * Lists what the caller left open, as far as that can be told.
	 * @return the descriptors from 3 on
	 */
	public static List<Integer> ofCaller() {
		return OpenFile.list()
			.stream()
			.filter((open) -> open.descriptor() >= FIRST && !isOfJvm(open.target()))
			.map(OpenFile::descriptor)
			.toList();
	}

	/**
	 * A number that the caller left closed is soon that of a file which the JVM opened.
	 */
	static boolean isOfJvm(String target) {
		return target.endsWith(".jar") || target.endsWith("/lib/modules") || target.contains("/hsperfdata_")
				|| target.startsWith("anon_inode:") || target.startsWith("/dev/random")
				|| target.startsWith("/dev/urandom");
	}

}
