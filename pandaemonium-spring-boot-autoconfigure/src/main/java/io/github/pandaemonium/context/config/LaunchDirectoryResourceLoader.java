package io.github.pandaemonium.context.config;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * {@link ResourceLoader} whose relative files are those of the launch directory. What a
 * location means is left to the delegate; only the file that it finds is moved, so a
 * launch directory may hold any character.
 */
final class LaunchDirectoryResourceLoader implements ResourceLoader {

	private final ResourceLoader delegate;

	private final Path directory;

	LaunchDirectoryResourceLoader(ResourceLoader delegate, Path directory) {
		this.delegate = delegate;
		this.directory = directory;
	}

	@Override
	public Resource getResource(String location) {
		Resource resource = this.delegate.getResource(location);
		File file = getFile(resource);
		if (file == null || file.isAbsolute() || isNothing(file)) {
			return resource;
		}
		return new FileSystemResource(new File(this.directory.toFile(), file.getPath()));
	}

	/**
	 * Whether a file has an empty path, which means the working directory from JDK 25 on
	 * and nothing before.
	 */
	private boolean isNothing(File file) {
		return file.getPath().isEmpty() && !file.exists();
	}

	private @Nullable File getFile(Resource resource) {
		try {
			return (resource.isFile()) ? resource.getFile() : null;
		}
		catch (IOException ex) {
			// Not in the file system, so nothing to move
			return null;
		}
	}

	@Override
	public @Nullable ClassLoader getClassLoader() {
		return this.delegate.getClassLoader();
	}

}
