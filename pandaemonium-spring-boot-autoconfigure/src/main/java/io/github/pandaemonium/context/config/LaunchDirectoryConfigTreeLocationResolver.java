package io.github.pandaemonium.context.config;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.boot.context.config.ConfigTreeConfigDataLocationResolver;
import org.springframework.core.Ordered;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.Assert;

/**
 * {@link ConfigDataLocationResolver} that makes relative config trees mean the launch
 * directory in a daemon. Directories found with a wildcard come from
 * {@link ConfigTreeConfigDataLocationResolver}; a single one doesn't, because that can't
 * be given a {@link Path}, and in text a {@code *} of the launch directory would be a
 * wildcard.
 */
final class LaunchDirectoryConfigTreeLocationResolver
		implements ConfigDataLocationResolver<ConfigDataResource>, Ordered {

	private static final String PREFIX = "configtree:";

	private final ResourceLoader resourceLoader;

	private final @Nullable Path directory;

	/**
	 * Constructor that Spring Boot calls.
	 * @param resourceLoader the loader of resources
	 */
	public LaunchDirectoryConfigTreeLocationResolver(ResourceLoader resourceLoader) {
		this(resourceLoader, LaunchDirectory.ofDaemon());
	}

	LaunchDirectoryConfigTreeLocationResolver(ResourceLoader resourceLoader, @Nullable Path directory) {
		this.resourceLoader = resourceLoader;
		this.directory = directory;
	}

	/**
	 * Just before {@link ConfigTreeConfigDataLocationResolver}, which has no order.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return this.directory != null && location.hasPrefix(PREFIX)
				&& !location.getNonPrefixedValue(PREFIX).startsWith("/");
	}

	@Override
	public List<ConfigDataResource> resolve(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		Assert.state(this.directory != null, "Nothing is resolved outside a daemon");
		String tree = location.getNonPrefixedValue(PREFIX);
		if (tree.contains("*") || !tree.endsWith("/")) {
			ResourceLoader resourceLoader = new LaunchDirectoryResourceLoader(this.resourceLoader, this.directory);
			return List.copyOf(new ConfigTreeConfigDataLocationResolver(resourceLoader).resolve(context, location));
		}
		return List.of(new LaunchDirectoryConfigTree(this.directory.resolve(tree)));
	}

}
