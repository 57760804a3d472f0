package io.github.pandaemonium.context.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.pandaemonium.context.DaemonLifecycle;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.FileSystemUtils;

/**
 * An application whose configuration is in a directory of its own, and which listens to
 * its reloads. With its test, both are gone:
 *
 * <p>
 * <pre>
 * &#64;RegisterExtension
 * private final ReloadApplication application = new ReloadApplication();
 *
 * this.application.write("application.yml", "shop.name: old").run();
 * this.application.write("application.yml", "shop.name: new").reload();
 * </pre>
 */
public final class ReloadApplication implements AutoCloseable, AfterEachCallback {

	public static final String SECRET = "hunter2";

	private final Path directory;

	private final SpringApplication application;

	private final Listener listener = new Listener();

	private ConfigurableApplicationContext context;

	private DaemonLifecycle lifecycle;

	@SuppressWarnings("NullAway.Init")
	public ReloadApplication(Class<?>... sources) {
		this.directory = createDirectory();
		this.application = new SpringApplication(ReloadApplication.Sources.class);
		this.application.addPrimarySources(List.of(sources));
		this.application.setWebApplicationType(WebApplicationType.NONE);
		this.application.addInitializers((context) -> context.addApplicationListener(this.listener));
	}

	private static Path createDirectory() {
		try {
			return Files.createTempDirectory("pandaemonium");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public SpringApplication application() {
		return this.application;
	}

	public Path file(String name) {
		return this.directory.resolve(name);
	}

	public ReloadApplication write(String file, String text) {
		try {
			Path path = file(file);
			Files.createDirectories(path.getParent());
			Files.writeString(path, text);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public ReloadApplication run(String... arguments) {
		String[] all = new String[arguments.length + 2];
		all[0] = "--spring.config.location=file:" + this.directory + "/";
		all[1] = "--spring.main.banner-mode=off";
		System.arraycopy(arguments, 0, all, 2, arguments.length);
		this.context = this.application.run(all);
		this.lifecycle = DaemonLifecycle.none(this.context);
		return this;
	}

	public ReloadResult reload() {
		try {
			return this.lifecycle.reload().get(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	public DaemonLifecycle lifecycle() {
		return this.lifecycle;
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public String get(String key) {
		return String.valueOf(this.context.getEnvironment().getProperty(key));
	}

	public List<String> sources() {
		return this.context.getEnvironment().getPropertySources().stream().map((source) -> source.getName()).toList();
	}

	public Listener listener() {
		return this.listener;
	}

	@Override
	public void afterEach(ExtensionContext context) throws IOException {
		close();
	}

	@Override
	public void close() throws IOException {
		if (this.context != null) {
			this.context.close();
		}
		FileSystemUtils.deleteRecursively(this.directory);
	}

	/**
	 * Remembers what it was told, and does what a test says.
	 */
	public static final class Listener implements ApplicationListener<ApplicationEvent> {

		public final List<String> told = new CopyOnWriteArrayList<>();

		public volatile Consumer<DaemonReloadingEvent> before = (event) -> {
		};

		public volatile Consumer<DaemonReloadEvent> after = (event) -> {
		};

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			if (event instanceof DaemonReloadingEvent reloading) {
				this.told.add("before " + reloading.getChangedKeys());
				this.before.accept(reloading);
			}
			else if (event instanceof DaemonReloadEvent reload) {
				this.told.add("after " + reload.getChangedKeys());
				this.after.accept(reload);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Sources {

		@Bean
		Object nothing() {
			return "nothing";
		}

	}

}
