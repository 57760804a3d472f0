package io.github.pandaemonium.daemon;

import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.launch.OpenFile;

/**
 * Which descriptors stay open.
 */
final class Inheritance {

	private static final int FIRST = 3;

	private Inheritance() {
	}

	static List<Integer> descriptors(List<String> numbersOrPaths) {
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
	 * A number that the caller left closed is soon that of a file which the JVM opened.
	 */
	private static boolean isOfJvm(String target) {
		return target.endsWith(".jar") || target.endsWith("/lib/modules") || target.contains("/hsperfdata_")
				|| target.startsWith("anon_inode:") || target.startsWith("/dev/random")
				|| target.startsWith("/dev/urandom");
	}

}
