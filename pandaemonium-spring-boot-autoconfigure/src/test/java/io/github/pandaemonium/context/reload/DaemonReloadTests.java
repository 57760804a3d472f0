package io.github.pandaemonium.context.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.pandaemonium.context.DaemonLifecycle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaemonReload} and its {@link ReloadTransaction}, of a real
 * application.
 */
@ExtendWith(OutputCaptureExtension.class)
class DaemonReloadTests {

	@RegisterExtension
	private final ReloadApplication application = new ReloadApplication();

	@BeforeEach
	void write() {
		this.application.write("application.yml", """
				shop:
				  name: old
				  gone: 1
				  same: 1
				  password: hunter2
				""");
	}

	@Test
	void changedNewAndRemovedKeysAreReloaded(CapturedOutput output) {
		this.application.run();
		this.application.write("application.yml", "shop: {name: new, added: 2, same: 1, password: other7}");
		ReloadResult result = this.application.reload();
		assertThat(result.success()).as(result.reason()).isTrue();
		assertThat(result.reason()).isEmpty();
		assertThat(result.changed()).containsExactly("shop.added", "shop.gone", "shop.name", "shop.password");
		assertThat(this.application.get("shop.name")).isEqualTo("new");
		assertThat(this.application.get("shop.added")).isEqualTo("2");
		assertThat(this.application.get("shop.gone")).isEqualTo("null");
		assertThat(this.application.listener().told).containsExactly("before " + result.changed(),
				"after " + result.changed());
		assertThat(this.application.lifecycle().getLastReload()).isEqualTo(result);
		assertThat(output).containsOnlyOnce("changed: shop.added, shop.gone, shop.name, shop.password")
			.doesNotContain("other7", ReloadApplication.SECRET);
	}

	@Test
	void nothingHasChanged(CapturedOutput output) {
		this.application.write("application.yml", "shop: {id: '${random.uuid}', other: '${missing.key}'}").run();
		List<String> sources = this.application.sources();
		ReloadResult result = this.application.reload();
		assertThat(result.success()).as(result.reason()).isTrue();
		assertThat(result.changed()).isEmpty();
		assertThat(this.application.sources()).isEqualTo(sources);
		assertThat(this.application.listener().told).containsExactly("before []", "after []");
		assertThat(output).contains("The configuration is reloaded, nothing has changed");
	}

	@Test
	void listenersSeeTheNewValuesBesideTheOld() {
		AtomicReference<String> seen = new AtomicReference<>();
		this.application.run();
		this.application.listener().before = (event) -> seen
			.set(event.getEnvironment().getProperty("shop.name") + " " + this.application.get("shop.name") + " "
					+ Binder.get(event.getEnvironment()).bind("shop.name", String.class).get());
		this.application.write("application.yml", "shop.name: new");
		assertThat(this.application.reload().success()).isTrue();
		assertThat(seen).hasValue("new old new");
	}

	@Test
	void sourceOfBothEventsIsTheLifecycle() {
		List<Object> sources = new CopyOnWriteArrayList<>();
		this.application.listener().before = (event) -> sources.add(event.getSource());
		this.application.listener().after = (event) -> sources.add(event.getSource());
		this.application.run().reload();
		assertThat(sources).containsExactly(this.application.lifecycle(), this.application.lifecycle());
	}

	@Test
	void hiddenKeysDoNotCount() {
		this.application.run("--shop.name=argument");
		this.application.write("application.yml", "shop: {name: new, gone: 1, same: 1, password: hunter2}");
		assertThat(this.application.reload().changed()).isEmpty();
		assertThat(this.application.get("shop.name")).isEqualTo("argument");
	}

	@Test
	void placeholdersAreFollowed() {
		this.application.write("application.yml", "shop: {base: a, url: '${shop.base}/x'}").run();
		this.application.write("application.yml", "shop: {base: b, url: '${shop.base}/x'}");
		assertThat(this.application.reload().changed()).containsExactly("shop.base", "shop.url");
		assertThat(this.application.get("shop.url")).isEqualTo("b/x");
	}

	@Test
	void profilesImportsAndDocumentsAreReadAsAtTheStart() {
		this.application.application().setAdditionalProfiles("code");
		this.application.write("application-code.yml", "code: 1")
			.write("application-blue.yml", "blue: 1")
			.write("application-green.yml", "green: 1")
			.write("more/extra.properties", "extra=1")
			.write("application.yml", "spring: {profiles.active: blue, config.import: more/extra.properties}")
			.run();
		this.application.write("application-code.yml", "code: 2")
			.write("more/extra.properties", "extra=2")
			.write("application.yml", """
					spring: {profiles.active: green, config.import: more/extra.properties}
					---
					spring.config.activate.on-profile: green
					green-document: 1
					""");
		ReloadResult result = this.application.reload();
		assertThat(result.success()).as(result.reason()).isTrue();
		assertThat(result.changed()).contains("blue", "code", "extra", "green", "green-document",
				"spring.profiles.active");
		assertThat(this.application.get("code") + this.application.get("extra") + this.application.get("green"))
			.isEqualTo("221");
		assertThat(this.application.get("blue")).isEqualTo("null");
		assertThat(this.application.context().getEnvironment().getActiveProfiles()).containsExactly("code", "green");
	}

	@Test
	void sourcesKeepTheirPlaces() throws IOException {
		try (ReloadApplication late = new ReloadApplication(Late.class)) {
			late.write("application.yml", "shop.name: old").write("late.properties", "shop.name=late\nlate=1\n");
			late.application().setDefaultProperties(Map.of("shop.name", "default", "only.default", "1"));
			System.setProperty("late.file", late.file("late.properties").toString());
			late.run();
			List<String> sources = late.sources();
			late.write("application.yml", "shop: {name: new}").write("application-default.yml", "shop.name: newest");
			assertThat(late.reload().success()).isTrue();
			assertThat(late.get("shop.name") + late.get("late") + late.get("only.default")).isEqualTo("newest11");
			assertThat(late.sources()).hasSize(sources.size() + 1).containsSubsequence(sources);
			Files.delete(late.file("application-default.yml"));
			assertThat(late.reload().reason()).contains("application-default.yml' can't be found any more");
		}
		finally {
			System.clearProperty("late.file");
		}
	}

	@Test
	void fileThatIsEmptiedIsNoFileThatVanished() {
		this.application.run();
		this.application.write("application.yml", "# nothing\n");
		ReloadResult result = this.application.reload();
		assertThat(result.success()).as(result.reason()).isTrue();
		assertThat(result.changed()).containsExactly("shop.gone", "shop.name", "shop.password", "shop.same");
		this.application.write("application.yml", "shop.name: back");
		assertThat(this.application.reload().changed()).containsExactly("shop.name");
		assertThat(this.application.get("shop.name")).isEqualTo("back");
	}

	@Test
	void brokenYamlIsNamedWithoutItsText(CapturedOutput output) {
		this.application.run();
		this.application.write("application.yml", "shop:\n  name: new\n  password: hunter2: x\n");
		ReloadResult result = this.application.reload();
		assertUnchanged(result);
		assertThat(result.reason()).isEqualTo("'" + this.application.file("application.yml")
				+ "', line 3, column 20: mapping values are not allowed here");
		assertThat(output).contains("WARN").contains(result.reason()).doesNotContain(ReloadApplication.SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "password: *hunter2", "password: !hunter2 x", "password: !hunter2!x y",
			"password: \"\\hunter2\"", "password: @hunter2", "password: [hunter2, x: {", "password: %hunter2",
			"- hunter2\npassword: hunter2", "password: 'hunter2", "hunter2: *", "password: hunter2\n\tx: hunter2",
			"password: &hunter2 &hunter2 x", "password: |hunter2\n x", "%YAML hunter2\n---\nx: y",
			"password: <<\n<<: hunter2", "password: \"hunter2\\u12\"" })
	void noErrorOfAParserQuotesTheFile(String yaml, CapturedOutput output) {
		this.application.run();
		this.application.write("application.yml", yaml);
		ReloadResult result = this.application.reload();
		assertUnchanged(result);
		assertThat(result.reason()).contains("application.yml'").doesNotContain("hunter2", "Exception");
		assertThat(output).doesNotContain(ReloadApplication.SECRET);
	}

	@Test
	void propertiesThatAreMalformedAreNamed() {
		this.application.write("application.properties", "a=1").run();
		this.application.write("application.properties", "a=\\uhunter2");
		ReloadResult result = this.application.reload();
		assertUnchanged(result);
		assertThat(result.reason()).isEqualTo("'" + this.application.file("application.properties")
				+ "': it can't be parsed (IllegalStateException)");
	}

	@Test
	void vanishedFileKeepsEverything() throws IOException {
		this.application.write("application.properties", "other=1").run();
		Files.delete(this.application.file("application.yml"));
		ReloadResult result = this.application.reload();
		assertUnchanged(result);
		assertThat(result.reason()).isEqualTo("'" + this.application.file("application.yml")
				+ "' can't be found any more; a restart would do without it");
	}

	@Test
	void missingImportIsNamedButNoUrl() {
		this.application.run();
		this.application.write("application.yml", "spring.config.import: file:./none.yml");
		assertThat(this.application.reload().reason()).startsWith("'file:./none.yml' can't be found (");
		this.application.write("application.yml", "spring.config.import: https://me:hunter2@localhost:1/x.yml");
		ReloadResult result = this.application.reload();
		assertUnchanged(result);
		assertThat(result.reason()).doesNotContain("hunter2");
	}

	@Test
	void configTreeIsReloaded() {
		this.application.write("tree/shop/token", "a\n")
			.write("application.yml", "spring.config.import: 'configtree:" + this.application.file("tree") + "/'")
			.run();
		assertThat(this.application.get("shop.token")).isEqualTo("a");
		this.application.write("tree/shop/token", "b\n");
		assertThat(this.application.reload().changed()).containsExactly("shop.token");
		assertThat(this.application.get("shop.token")).isEqualTo("b");
		this.application.write("application.yml", "a: b: c\nspring.config.import: none");
		assertThat(this.application.reload().reason())
			.startsWith("'" + this.application.file("application.yml") + "', line 1");
	}

	@Test
	void valueThatSpringBootCanNotUseIsNamedByItsKey() {
		this.application.run();
		this.application.write("application.yml", "spring.config.activate.on-cloud-platform: hunter2");
		ReloadResult result = this.application.reload();
		assertUnchanged(result);
		assertThat(result.reason())
			.startsWith("'spring.config.activate.on-cloud-platform' has a value that can't be used");
	}

	@Test
	void listenerCanVeto() {
		this.application.run();
		this.application.listener().before = (event) -> {
			event.veto("the shop is open");
			event.veto("second reason");
		};
		this.application.write("application.yml", "shop.name: new");
		ReloadResult result = this.application.reload();
		assertUnchanged(result);
		assertThat(result.reason()).isEqualTo("a listener refused it: the shop is open");
		assertThat(this.application.listener().told).hasSize(1);
	}

	@Test
	void exceptionIsAVetoWithoutItsMessage(CapturedOutput output) {
		this.application.run();
		this.application.listener().before = (event) -> {
			throw new IllegalArgumentException("bad password " + event.getEnvironment().getProperty("shop.password"));
		};
		this.application.write("application.yml", "shop.password: hunter22");
		ReloadResult result = this.application.reload();
		assertUnchanged(result);
		assertThat(result.reason()).startsWith("a listener refused it: IllegalArgumentException at ")
			.contains("DaemonReloadTests.java:");
		assertThat(output).doesNotContain(ReloadApplication.SECRET);
	}

	@Test
	void failingAfterListenerBringsEverythingBack(CapturedOutput output) {
		this.application.write("application-a.yml", "a: 1").run("--spring.profiles.active=a");
		List<String> sources = this.application.sources();
		this.application.listener().after = (event) -> {
			throw new IllegalStateException(this.application.get("shop.password"));
		};
		this.application.write("application.yml", "shop.password: hunter22").write("application.properties", "x=1");
		ReloadResult result = this.application.reload();
		assertUnchanged(result);
		assertThat(result.reason())
			.startsWith("a listener failed after the new configuration had been applied (IllegalStateException at ")
			.endsWith("), and the old one is back");
		assertThat(this.application.sources()).isEqualTo(sources);
		assertThat(this.application.get("x")).isEqualTo("null");
		assertThat(output).doesNotContain(ReloadApplication.SECRET);
	}

	@Test
	void requestsDuringAReloadShareOneMore() throws Exception {
		this.application.run();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		AtomicReference<String> thread = new AtomicReference<>();
		this.application.listener().before = (event) -> {
			thread.set(Thread.currentThread().getName() + " " + Thread.currentThread().isDaemon());
			begun.countDown();
			await(go);
		};
		CompletableFuture<ReloadResult> first = this.application.lifecycle().reload();
		assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
		this.application.write("application.yml", "shop.name: new");
		CompletableFuture<ReloadResult> second = this.application.lifecycle().reload();
		CompletableFuture<ReloadResult> third = this.application.lifecycle().reload();
		go.countDown();
		assertThat(first.get(30, TimeUnit.SECONDS).changed()).isEmpty();
		assertThat(second.get(30, TimeUnit.SECONDS).changed()).contains("shop.name");
		assertThat(third.get(30, TimeUnit.SECONDS)).isSameAs(second.get());
		assertThat(this.application.listener().told.stream().filter((told) -> told.startsWith("before"))).hasSize(2);
		assertThat(thread).hasValue("pandaemonium-reload true");
	}

	@Test
	void reloadWithoutARunningApplicationFails() {
		assertThat(DaemonLifecycle.none().reload().join().reason()).isEqualTo("the application is still starting");
		assertThat(DaemonLifecycle.none().getLastReload()).isNull();
		this.application.run();
		this.application.context().close();
		assertThat(this.application.reload()).satisfies((result) -> {
			assertThat(result.success()).isFalse();
			assertThat(result.reason()).isEqualTo("the application is stopping");
		});
	}

	@Test
	void reloadWhileTheContextIsClosingFails() {
		AtomicReference<ReloadResult> result = new AtomicReference<>();
		this.application.run();
		this.application.context()
			.addApplicationListener(
					(ApplicationListener<ContextClosedEvent>) (event) -> result.set(this.application.reload()));
		this.application.context().close();
		assertThat(result.get().reason()).isEqualTo("the application is stopping");
	}

	@Test
	void appenderThatFailsKeepsNoResultBack() {
		this.application.run();
		Logger logger = (Logger) LoggerFactory.getLogger(DaemonReload.class);
		AppenderBase<ILoggingEvent> full = new AppenderBase<>() {

			@Override
			public void doAppend(ILoggingEvent event) {
				throw new IllegalStateException("No space left on device");
			}

			@Override
			protected void append(ILoggingEvent event) {
			}

		};
		logger.addAppender(full);
		try {
			assertThat(this.application.reload().success()).isTrue();
		}
		finally {
			logger.detachAppender(full);
		}
		assertThat(this.application.reload().success()).isTrue();
	}

	@Test
	void sourceThatHasBeenWrappedIsNotExchanged() {
		this.application.run();
		MutablePropertySources sources = this.application.context().getEnvironment().getPropertySources();
		String name = this.application.sources()
			.stream()
			.filter((source) -> source.startsWith("Config resource"))
			.findFirst()
			.orElseThrow();
		sources.replace(name, new MapPropertySource(name, Map.of("shop.name", "old", "shop.password", "hunter2")));
		this.application.write("application.yml", "shop.name: new");
		ReloadResult result = this.application.reload();
		assertUnchanged(result);
		assertThat(result.reason()).contains(name, "has been wrapped by a", "only a restart");
	}

	private void assertUnchanged(ReloadResult result) {
		assertThat(result.success()).isFalse();
		assertThat(result.changed()).isEmpty();
		assertThat(this.application.get("shop.name")).isEqualTo("old");
		assertThat(this.application.get("shop.password")).isEqualTo(ReloadApplication.SECRET);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("file:${late.file}")
	static class Late {

	}

}
