package io.github.pandaemonium.context;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import io.github.pandaemonium.command.ControlServer;
import io.github.pandaemonium.context.reload.ReloadResult;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.signal.ThreadDump;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon tells and does for an operator who asks over its control socket.
 * Without a socket there are still the signals and the lock.
 */
final class DaemonOperation implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(DaemonOperation.class);

	/** More than an operator reads; the log has them all. */
	private static final int MOST_KEYS = 100;

	private final DaemonLifecycle lifecycle;

	private final Duration patience;

	private final BooleanSupplier closed;

	private final DaemonHandover handover;

	private @Nullable ControlServer server;

	private volatile boolean ready;

	private volatile String step = "";

	private volatile String log = "";

	/**
	 * Creates the operation.
	 * @param lifecycle the daemon
	 * @param patience how long a reload may take to be answered
	 * @param closed whether its context is being closed, or has been
	 * @param handover hands over to a successor
	 */
	DaemonOperation(DaemonLifecycle lifecycle, Duration patience, BooleanSupplier closed, DaemonHandover handover) {
		this.handover = handover;
		this.lifecycle = lifecycle;
		this.patience = patience;
		this.closed = closed;
	}

	/**
	 * Opens the socket, once the pid file is ours.
	 */
	synchronized void open() {
		Path pidFile = this.lifecycle.getPidFile();
		if (pidFile == null || this.server != null) {
			return;
		}
		try {
			this.server = ControlServer.open(NativeAccess.posix(), pidFile, this::answer,
					(offer) -> this.handover.begin(offer, state()));
		}
		catch (IOException ex) {
			logger.info("There is no control socket beside '" + pidFile + "': " + ex.getMessage());
		}
	}

	/**
	 * Opens the socket again, where a successor that is gone has replaced it.
	 */
	synchronized void reopen() {
		if (this.server != null && !this.server.isInPlace()) {
			this.server.close();
			this.server = null;
			open();
		}
	}

	void progress(String step) {
		this.step = step;
	}

	synchronized void rehearse() {
		if (this.server != null) {
			this.server.rehearse();
		}
	}

	void ready(@Nullable String log) {
		this.log = (log != null) ? log : "";
		this.ready = true;
	}

	@Override
	public synchronized void close() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private Map<String, Object> answer(String request) {
		return switch (request) {
			case "status" -> status();
			case "reload" -> reload();
			case "restart" -> restart();
			case "thread-dump" -> dumpThreads();
			default -> Map.of();
		};
	}

	String state() {
		return this.closed.getAsBoolean() ? "stopping" : this.ready ? "running" : "starting";
	}

	private Map<String, Object> status() {
		String state = state();
		Map<String, Object> status = new LinkedHashMap<>();
		status.put("state", state);
		status.put("mode", this.lifecycle.getMode().name().toLowerCase(Locale.ROOT));
		if (state.equals("starting")) {
			status.put("step", this.step);
		}
		if (this.handover.isUnderWay()) {
			status.put("successor", "starting");
		}
		status.put("log", this.log);
		ReloadResult reload = this.lifecycle.getLastReload();
		if (reload != null) {
			status.put("lastReload", reload.time().truncatedTo(ChronoUnit.SECONDS)
					+ (reload.success() ? " succeeded" : " failed: " + reload.reason()));
		}
		return status;
	}

	private Map<String, Object> reload() {
		String state = state();
		if (!state.equals("running")) {
			return answer(false, "", "it is " + state);
		}
		try {
			ReloadResult result = this.lifecycle.reload().get(this.patience.toMillis(), TimeUnit.MILLISECONDS);
			return answer(result.success(), changed(result.changed()), result.reason());
		}
		catch (TimeoutException ex) {
			return answer(false, "", "the reload has not ended after " + this.patience.toSeconds() + " s, and goes on");
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex); // nobody interrupts it, and it never
													// fails so
		}
	}

	private Map<String, Object> restart() {
		RestartResult result = this.lifecycle.restart().join(); // it ends by itself
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("success", result.success());
		answer.put("pid", result.pid());
		answer.put("reason", result.reason());
		return answer;
	}

	private static Map<String, Object> answer(boolean success, String changed, String reason) {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("success", success);
		answer.put("changed", changed);
		answer.put("reason", reason);
		return answer;
	}

	private static String changed(List<String> keys) {
		return (keys.size() <= MOST_KEYS) ? String.join(", ", keys)
				: String.join(", ", keys.subList(0, MOST_KEYS)) + " and " + (keys.size() - MOST_KEYS) + " more";
	}

	private Map<String, Object> dumpThreads() {
		System.err.print(ThreadDump.take());
		return Map.of("success", true);
	}

}
