package io.github.pandaemonium.context.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.OriginTrackedResource;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/**
 * Which property sources of an environment are configuration data, and how those of a
 * live environment are exchanged.
 *
 * @since 0.1.0
 */
public final class ConfigurationSources {

	private static final String ATTACHED = "configurationProperties";

	private ConfigurationSources() {
	}

	/**
	 * Whether a source is Spring Boot's view of all others.
	 */
	static boolean isAttached(PropertySource<?> source) {
		return source.getName().equals(ATTACHED);
	}

	/**
	 * Whether a source looks like configuration data. One that a loader of a third party
	 * has made is known by its name alone, once it has been loaded anew.
	 * @param source the source
	 * @return whether it does
	 */
	public static boolean isConfiguration(PropertySource<?> source) {
		return source.getName().startsWith("Config resource '") || source.getName().startsWith("Config tree '")
				|| findResource(source) instanceof OriginTrackedResource;
	}

	/**
	 * The resource that a source was loaded from, as the first of its keys remembers it.
	 */
	static @Nullable Resource findResource(PropertySource<?> source) {
		if (source instanceof EnumerablePropertySource<?> enumerable && source instanceof OriginLookup<?>) {
			String[] names = enumerable.getPropertyNames();
			Origin origin = (names.length != 0) ? OriginLookup.getOrigin(source, names[0]) : null;
			return (origin instanceof TextResourceOrigin text) ? text.getResource() : null;
		}
		return null;
	}

	/**
	 * The sources that were there when the configuration was read: what comes after it
	 * has been added later, except for the default properties.
	 */
	static List<PropertySource<?>> before(MutablePropertySources live) {
		List<PropertySource<?>> before = new ArrayList<>();
		boolean later = false;
		for (PropertySource<?> source : live) {
			if (isConfiguration(source)) {
				later = true;
			}
			else if (!later || DefaultPropertiesPropertySource.hasMatchingName(source)) {
				before.add(source);
			}
		}
		return before;
	}

	/**
	 * All sources, with fresh configuration data in the place of the old.
	 * @param live the live sources
	 * @param fresh the fresh configuration data
	 * @return the sources, in the order of their precedence
	 */
	public static List<PropertySource<?>> merge(MutablePropertySources live, List<PropertySource<?>> fresh) {
		List<PropertySource<?>> merged = new ArrayList<>();
		Set<String> names = names(fresh);
		int position = -1;
		for (PropertySource<?> source : live) {
			if (isConfiguration(source) || names.contains(source.getName())) {
				position = (position < 0) ? merged.size() : position;
			}
			else {
				merged.add(source);
			}
		}
		if (position < 0) {
			boolean defaults = !merged.isEmpty()
					&& DefaultPropertiesPropertySource.hasMatchingName(merged.get(merged.size() - 1));
			position = merged.size() - (defaults ? 1 : 0);
		}
		merged.addAll(position, fresh);
		return merged;
	}

	/**
	 * Requires that no source has been wrapped since it was read, by what decrypts values
	 * for example: that can't be done again here.
	 * @param live the live sources
	 * @param fresh the fresh configuration data
	 * @throws UnusableConfigurationException if one has been
	 */
	public static void requireSameKind(MutablePropertySources live, List<PropertySource<?>> fresh) {
		for (PropertySource<?> source : fresh) {
			PropertySource<?> old = live.get(source.getName());
			if (old != null && old.getClass() != source.getClass()) {
				throw new UnusableConfigurationException("'" + source.getName() + "' has been wrapped by a "
						+ old.getClass().getName() + ", which only a restart does again");
			}
		}
	}

	/**
	 * Those of the live sources that have been read anew.
	 * @param live the live sources
	 * @param wanted the sources that were wanted
	 * @return those that are wanted, and other configuration data
	 */
	public static List<PropertySource<?>> read(MutablePropertySources live, List<PropertySource<?>> wanted) {
		Set<String> names = names(wanted);
		return live.stream().filter((source) -> names.contains(source.getName()) || isConfiguration(source)).toList();
	}

	/**
	 * Removes what was read before and is not wanted any more.
	 * @param live the live sources
	 * @param previous the sources that were read before
	 * @param wanted the sources that are wanted
	 * @return whether there were any
	 */
	public static boolean removeOthers(MutablePropertySources live, List<PropertySource<?>> previous,
			List<PropertySource<?>> wanted) {
		Set<String> names = names(wanted);
		List<String> others = names(previous).stream().filter((name) -> !names.contains(name)).toList();
		others.forEach(live::remove);
		return !others.isEmpty();
	}

	/**
	 * Makes the live sources those that are wanted. A source whose name stays is
	 * exchanged in one step, and none goes before all are there, so that whoever reads a
	 * key meanwhile finds it. What others have added stays.
	 * @param live the live sources
	 * @param previous the sources that were read before
	 * @param wanted the sources that are wanted
	 */
	public static void exchange(MutablePropertySources live, List<PropertySource<?>> previous,
			List<PropertySource<?>> wanted) {
		String last = null;
		for (PropertySource<?> source : wanted) {
			if (live.contains(source.getName())) {
				if (live.get(source.getName()) != source) {
					live.replace(source.getName(), source);
				}
			}
			else if (last == null) {
				live.addFirst(source);
			}
			else {
				live.addAfter(last, source);
			}
			last = source.getName();
		}
		removeOthers(live, previous, wanted);
		order(live, wanted);
	}

	/**
	 * Sources only change places where the order of profiles or imports has changed.
	 */
	private static void order(MutablePropertySources live, List<PropertySource<?>> wanted) {
		for (int i = 1; i < wanted.size(); i++) {
			if (live.precedenceOf(wanted.get(i)) < live.precedenceOf(wanted.get(i - 1))) {
				live.addAfter(wanted.get(i - 1).getName(), wanted.get(i));
			}
		}
	}

	private static Set<String> names(List<PropertySource<?>> sources) {
		return sources.stream().map(PropertySource::getName).collect(Collectors.toSet());
	}

}
