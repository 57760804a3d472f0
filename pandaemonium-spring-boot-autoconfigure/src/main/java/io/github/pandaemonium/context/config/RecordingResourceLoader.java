package io.github.pandaemonium.context.config;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * {@link ResourceLoader} that remembers what it was asked for, since the exception of a
 * parser does not name its file.
 */
final class RecordingResourceLoader implements ResourceLoader {

	private final ResourceLoader delegate;

	private final List<Resource> resources = new ArrayList<>();

	RecordingResourceLoader(ResourceLoader delegate) {
		this.delegate = delegate;
	}

	@Override
	public Resource getResource(String location) {
		Resource resource = this.delegate.getResource(location);
		this.resources.add(resource);
		return resource;
	}

	@Override
	public @Nullable ClassLoader getClassLoader() {
		return this.delegate.getClassLoader();
	}

	List<Resource> resources() {
		return this.resources;
	}

}
