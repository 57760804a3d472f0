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
			List<Integer> found = OpenFile.find(file);
			if (found.isEmpty()) {
				throw new InvalidOptionException("inherit-files", file, "no such file is open",
						"Name the number of a descriptor that the caller leaves open (as in '7</some/file'), or the path of such a file.");
			}
			found.stream().filter((fd) -> fd >= FIRST && !descriptors.contains(fd)).forEach(descriptors::add);
		}
		return descriptors;
	}

}
