package io.github.pandaemonium.context.config;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataResource;

/**
 * {@link ConfigDataResource} that is a config tree in the launch directory.
 */
final class LaunchDirectoryConfigTree extends ConfigDataResource {

	private final Path path;

	LaunchDirectoryConfigTree(Path path) {
		this.path = path;
	}

	Path path() {
		return this.path;
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof LaunchDirectoryConfigTree other && this.path.equals(other.path);
	}

	@Override
	public int hashCode() {
		return this.path.hashCode();
	}

	@Override
	public String toString() {
		return "config tree [" + this.path + "]";
	}

}
