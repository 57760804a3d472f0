package io.github.pandaemonium.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A file that is open in this process, as {@code /proc/self/fd} tells it.
 *
 * @param descriptor the number
 * @param target the path of the file, or for example {@code pipe:[4711]}
 * @since 0.1.0
 */
public record OpenFile(int descriptor, String target) {

	/**
	 * Lists what is open.
	 * @return the files in the order of their descriptors
	 */
	public static List<OpenFile> list() {
		List<OpenFile> files = new ArrayList<>();
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors) {
				try {
					files.add(new OpenFile(Integer.parseInt(descriptor.getFileName().toString()),
							Files.readSymbolicLink(descriptor).toString()));
				}
				catch (IOException ex) {
					// closed in the meantime
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Unable to list the open files", ex);
		}
		files.removeIf((file) -> file.target().equals("/proc/" + ProcessHandle.current().pid() + "/fd"));
		files.sort(Comparator.comparingInt(OpenFile::descriptor));
		return files;
	}

	/**
	 * Finds the descriptors that a number or the path of an open file names.
	 * @param numberOrPath the number or the path
	 * @return the descriptors, none where no such file is open
	 */
	public static List<Integer> find(String numberOrPath) {
		return list().stream()
			.filter((file) -> Integer.toString(file.descriptor()).equals(numberOrPath)
					|| file.target().equals(numberOrPath))
			.map(OpenFile::descriptor)
			.toList();
	}

}
