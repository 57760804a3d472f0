package io.github.pandaemonium.context.config;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.context.config.StandardConfigDataLocationResolver;
import org.springframework.boot.context.config.StandardConfigDataResource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ResourceUtils;

/**
 * {@link ConfigDataLocationResolver} that makes relative files mean the launch directory
 * in a daemon, whose own working directory is another one. It does what
 * {@link StandardConfigDataLocationResolver} does, but isn't a subclass of it: Spring
 * Boot keeps only one such resolver, which it moves behind all others.
 */
final class LaunchDirectoryConfigDataLocationResolver
		implements ConfigDataLocationResolver<StandardConfigDataResource>, Ordered {

	private static final String RESOURCE_PREFIX = "resource:";

	private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.*-]*:");

	private final @Nullable StandardConfigDataLocationResolver delegate;

	/**
	 * Constructor that Spring Boot calls.
	 * @param logFactory the factory of loggers
	 * @param binder the binder of the initial environment
	 * @param resourceLoader the loader of resources
	 */
	public LaunchDirectoryConfigDataLocationResolver(DeferredLogFactory logFactory, Binder binder,
			ResourceLoader resourceLoader) {
		this(logFactory, binder, resourceLoader, LaunchDirectory.ofDaemon());
	}

	LaunchDirectoryConfigDataLocationResolver(DeferredLogFactory logFactory, Binder binder,
			ResourceLoader resourceLoader, @Nullable Path directory) {
		this.delegate = (directory == null) ? null : new StandardConfigDataLocationResolver(logFactory, binder,
				new LaunchDirectoryResourceLoader(resourceLoader, directory));
	}

	/**
	 * As late as possible: a resolver that takes a location for itself does so in the
	 * daemon too, and the standard resolver comes last in any case.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		if (this.delegate == null || location.getValue().isEmpty() || !isStandard(location)) {
			return false;
		}
		for (ConfigDataLocation part : location.split()) {
			if (isRelativeFile(part)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether no other resolver is meant: they look at the prefix of the whole group.
	 * @param location the location, maybe a group
	 * @return whether the standard resolver is meant
	 */
	private boolean isStandard(ConfigDataLocation location) {
		String first = location.split()[0].getValue();
		return first.startsWith(RESOURCE_PREFIX) || !SCHEME.matcher(first).lookingAt() || ResourceUtils.isUrl(first);
	}

	private boolean isRelativeFile(ConfigDataLocation location) {
		String value = location.getNonPrefixedValue(RESOURCE_PREFIX);
		if (value.startsWith(ResourceUtils.FILE_URL_PREFIX)) {
			value = value.substring(ResourceUtils.FILE_URL_PREFIX.length());
		}
		else if (SCHEME.matcher(value).lookingAt()) {
			return false;
		}
		return !value.isEmpty() && !value.startsWith("/");
	}

	@Override
	public List<StandardConfigDataResource> resolve(ConfigDataLocationResolverContext context,
			ConfigDataLocation location) {
		return getDelegate().resolve(context, location);
	}

	@Override
	public List<StandardConfigDataResource> resolveProfileSpecific(ConfigDataLocationResolverContext context,
			ConfigDataLocation location, Profiles profiles) {
		return getDelegate().resolveProfileSpecific(context, location, profiles);
	}

	private StandardConfigDataLocationResolver getDelegate() {
		if (this.delegate == null) {
			throw new IllegalStateException("Nothing is resolved outside a daemon");
		}
		return this.delegate;
	}

}
