package io.github.pandaemonium.context.reload;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.pandaemonium.context.config.FailurePlace;
import io.github.pandaemonium.context.config.UnusableConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Reloads the configuration of the context, one reload after the other, on a thread of
 * their own. Requests that come while one runs share the next.
 *
 * @since 0.1.0
 */
public final class DaemonReload {

	private static final Log logger = LogFactory.getLog(DaemonReload.class);

	private final Object source;

	private final Object monitor = new Object();

	private @Nullable CompletableFuture<ReloadResult> running;

	private @Nullable CompletableFuture<ReloadResult> next;

	private volatile @Nullable ConfigurableApplicationContext context;

	private volatile @Nullable ReloadResult last;

	private volatile Runnable begin = () -> {
	};

	private volatile Consumer<ReloadResult> end = (result) -> {
	};

	/**
	 * Creates what reloads.
	 * @param source the source of the events
	 */
	public DaemonReload(Object source) {
		this.source = source;
	}

	/**
	 * Joins the context that is reloaded from now on.
	 * @param context the context
	 */
	public void join(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Sets who is told of each reload, on the thread that does it.
	 * @param begin told before it begins
	 * @param end told what became of it, in any case, when the log has it
	 */
	public void observe(Runnable begin, Consumer<ReloadResult> end) {
		this.begin = begin;
		this.end = end;
	}

	/**
	 * Asks for a reload, which begins now or, where one runs, after that: what it has
	 * read may be older than the request.
	 * @return the result, which never is an exception
	 */
	public CompletableFuture<ReloadResult> request() {
		synchronized (this.monitor) {
			if (this.running != null) {
				this.next = (this.next != null) ? this.next : new CompletableFuture<>();
				return this.next.copy();
			}
			Thread thread = new Thread(this::work, "pandaemonium-reload");
			thread.setDaemon(true);
			this.running = new CompletableFuture<>();
			try {
				thread.start();
				return this.running.copy();
			}
			catch (OutOfMemoryError ex) { // of threads
				this.running = null;
				return CompletableFuture.completedFuture(ReloadResult.failure("it failed: " + FailurePlace.of(ex)));
			}
		}
	}

	/**
	 * Returns the result of the last reload that has ended.
	 * @return the result, or {@code null} where there was none
	 */
	public @Nullable ReloadResult last() {
		return this.last;
	}

	private void work() {
		for (CompletableFuture<ReloadResult> request = running(); request != null; request = proceed()) {
			this.begin.run();
			ReloadResult result = reload();
			this.last = result;
			try {
				// whoever is told finds it in the log
				log(result);
			}
			catch (RuntimeException | Error ex) {
				// an appender that fails must not keep the answer, and all later ones,
				// back
			}
			this.end.accept(result);
			request.complete(result);
		}
	}

	private @Nullable CompletableFuture<ReloadResult> running() {
		synchronized (this.monitor) {
			return this.running;
		}
	}

	private @Nullable CompletableFuture<ReloadResult> proceed() {
		synchronized (this.monitor) {
			this.running = this.next;
			this.next = null;
			return this.running;
		}
	}

	private ReloadResult reload() {
		ConfigurableApplicationContext context = this.context;
		if (context != null && context.isClosed()) {
			// which it is from the begin of its close on, while it is active to the end
			return ReloadResult.failure("the application is stopping");
		}
		if (context == null || !context.isActive() || !context.isRunning()) {
			return ReloadResult.failure("the application is still starting");
		}
		Thread.currentThread().setContextClassLoader(context.getClassLoader());
		try {
			return ReloadResult.of(new ReloadTransaction(context, this.source).run());
		}
		catch (UnusableConfigurationException ex) {
			return ReloadResult.failure(ex.reason());
		}
		catch (ReloadRefusedException ex) {
			return ReloadResult.failure(ex.reason());
		}
		catch (RuntimeException | Error ex) {
			return ReloadResult.failure("it failed: " + FailurePlace.of(ex));
		}
	}

	private static void log(ReloadResult result) {
		List<String> changed = result.changed();
		if (!result.success()) {
			logger.warn("The configuration is not reloaded: " + result.reason());
		}
		else if (changed.isEmpty()) {
			logger.info("The configuration is reloaded, nothing has changed");
		}
		else {
			logger.info("The configuration is reloaded, changed: " + String.join(", ", changed));
		}
	}

}
