package io.github.pandaemonium.context.reload;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.pandaemonium.context.config.LaunchDirectoryEnvironmentPostProcessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.refresh.ConfigDataContextRefresher;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.logging.LoggingRebinder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CloudRefresh}, with the real Spring Cloud.
 */
class CloudRefreshTests {

	@RegisterExtension
	private final ReloadApplication application = new ReloadApplication(Cloud.class);

	@BeforeEach
	void write() {
		this.application.write("application.yml", "shop: {name: old, gone: 1}");
	}

	@Test
	void springCloudBindsAndMakesBeansAnew() {
		this.application.run();
		assertThat(CloudRefresh.of(this.application.context())).isNotNull();
		this.application.write("application.yml", "shop: {name: new}");
		ReloadResult result = this.application.reload();
		assertThat(result.success()).as(result.reason()).isTrue();
		assertThat(result.changed()).containsExactly("shop.gone", "shop.name");
		assertThat(names()).isEqualTo("new new new");
		assertThat(this.application.get("shop.gone")).isEqualTo("null");
		assertThat(changes().keys).contains(Set.of("shop.gone", "shop.name"));
	}

	@Test
	void whatTheLauncherGaveStaysAndIsNoChange() {
		MapPropertySource own = own(Map.of("shop.pid", "/run/shop.pid"));
		this.application.application().addPrimarySources(List.of(OwnSourceMadeAnew.class));
		this.application.application()
			.addInitializers((context) -> context.getEnvironment().getPropertySources().addFirst(own));
		this.application.run();
		this.application.write("application.yml", "shop: {name: new}");
		assertThat(this.application.reload().success()).isTrue();
		assertThat(this.application.get("shop.pid")).isEqualTo("/run/shop.pid");
		assertThat(this.application.sources()).doesNotContain("pandaemonium-refresh").containsOnlyOnce("pandaemonium");
		assertThat(changes().keys).containsExactly(Set.of("shop.gone", "shop.name"));
	}

	@Test
	void fileThatIsEmptiedTakesItsKeysAlong() {
		this.application.run();
		this.application.write("application.yml", "# nothing");
		assertThat(this.application.reload().success()).isTrue();
		assertThat(names()).isEqualTo("null none none");
	}

	@Test
	void fileThatIsGoneTakesItsKeysAlong() {
		this.application.write("application-a.yml", "shop.name: profile").run("--spring.profiles.active=a");
		assertThat(names()).isEqualTo("profile profile profile");
		this.application.write("application.yml", "{shop: {name: new}, spring.profiles.active: b}");
		this.application.write("application-a.yml", "# nothing");
		ReloadResult result = this.application.reload();
		assertThat(result.success()).as(result.reason()).isTrue();
		assertThat(names()).isEqualTo("new new new");
	}

	@Test
	void failingListenerBindsTheOldValuesAgain() {
		this.application.run();
		this.application.listener().after = (event) -> {
			assertThat(names()).isEqualTo("new new new");
			throw new IllegalStateException();
		};
		this.application.write("application.yml", "shop: {name: new}");
		ReloadResult result = this.application.reload();
		assertThat(result.reason()).contains("a listener failed after").endsWith(", and the old one is back");
		assertThat(names()).isEqualTo("old old old");
		assertThat(this.application.get("shop.gone")).isEqualTo("1");
	}

	@Test
	void filesThatChangeAfterTheListenersWereAskedAreRefused() {
		this.application.run();
		this.application.listener().before = (event) -> this.application.write("application.yml",
				"shop: {name: other, extra: 1}");
		this.application.write("application.yml", "shop: {name: new}");
		ReloadResult result = this.application.reload();
		assertThat(result.reason())
			.isEqualTo("the files have changed again meanwhile: shop.extra, shop.name, and the old one is back");
		assertThat(names()).isEqualTo("old old old");
		assertThat(this.application.get("shop.extra")).isEqualTo("null");
	}

	@Test
	void failingListenerBringsTheOldLevelsBack() {
		this.application.application().addPrimarySources(List.of(Levels.class));
		this.application.run();
		Logger logger = (Logger) LoggerFactory.getLogger("shop.levels");
		this.application.listener().after = (event) -> {
			assertThat(logger.getLevel()).isEqualTo(Level.DEBUG);
			throw new IllegalStateException();
		};
		this.application.write("application.yml", "{shop: {name: new}, logging.level.shop.levels: DEBUG}");
		assertThat(this.application.reload().success()).isFalse();
		assertThat(logger.getLevel()).isNull();
	}

	@Test
	void valueThatCanNotBeBoundBringsTheOldBack() {
		this.application.run();
		this.application.write("application.yml", "shop: {name: new, size: hunter2}");
		ReloadResult result = this.application.reload();
		assertThat(result.success()).isFalse();
		assertThat(result.reason()).startsWith("the new configuration could not be applied (")
			.doesNotContain(ReloadApplication.SECRET);
		assertThat(names()).isEqualTo("old old old");
	}

	@Test
	void brokenFileIsRefusedBefore() {
		this.application.run();
		this.application.write("application.yml", "shop: {name");
		assertThat(this.application.reload().success()).isFalse();
		assertThat(changes().keys).isEmpty();
		assertThat(names()).isEqualTo("old old old");
	}

	@Test
	void nothingIsNeededOfSpringCloudWhereItIsNotThere() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.setClassLoader(new FilteredClassLoader(ContextRefresher.class));
			context.refresh();
			assertThat(CloudRefresh.of(context)).isNull();
		}
	}

	@Test
	void contextWithoutARefresherIsNotRefreshed() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.refresh();
			assertThat(CloudRefresh.of(context)).isNull();
		}
	}

	private static MapPropertySource own(Map<String, Object> values) {
		return new MapPropertySource(LaunchDirectoryEnvironmentPostProcessor.SOURCE, values);
	}

	private String names() {
		return this.application.get("shop.name") + " " + this.application.context().getBean(Shop.class).getName() + " "
				+ this.application.context().getBean(Sign.class).name();
	}

	private Changes changes() {
		return this.application.context().getBean(Changes.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Shop.class)
	@ImportAutoConfiguration({ RefreshAutoConfiguration.class, ConfigurationPropertiesRebinderAutoConfiguration.class })
	static class Cloud {

		@Bean
		@RefreshScope
		Sign sign(@Value("${shop.name:none}") String name) {
			return new Sign(name);
		}

		@Bean
		Changes changes() {
			return new Changes();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Levels {

		@Bean
		LoggingRebinder loggingRebinder() {
			return new LoggingRebinder();
		}

	}

	/**
	 * Does what the post-processor of a daemon makes Spring Cloud do.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnSourceMadeAnew {

		@Bean
		ConfigDataContextRefresher ownRefresher(ConfigurableApplicationContext context,
				org.springframework.cloud.context.scope.refresh.RefreshScope scope,
				RefreshAutoConfiguration.RefreshProperties properties) {
			return new ConfigDataContextRefresher(context, scope, properties) {

				@Override
				protected void updateEnvironment() {
					super.updateEnvironment();
					context.getEnvironment()
						.getPropertySources()
						.replace(LaunchDirectoryEnvironmentPostProcessor.SOURCE, own(Map.of()));
				}

			};
		}

	}

	@ConfigurationProperties("shop")
	static class Shop {

		private String name = "none";

		private int size;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

	}

	static class Sign {

		private final String name;

		Sign(String name) {
			this.name = name;
		}

		String name() {
			return this.name;
		}

	}

	static class Changes implements ApplicationListener<EnvironmentChangeEvent> {

		final CopyOnWriteArrayList<Set<String>> keys = new CopyOnWriteArrayList<>();

		@Override
		public void onApplicationEvent(EnvironmentChangeEvent event) {
			this.keys.add(event.getKeys());
		}

	}

}
