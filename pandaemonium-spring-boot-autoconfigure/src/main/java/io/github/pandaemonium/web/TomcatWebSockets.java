package io.github.pandaemonium.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.catalina.Context;
import org.apache.tomcat.websocket.WsWebSocketContainer;

import org.springframework.util.ClassUtils;

/**
 * Closes the WebSockets of Tomcat with the status 1001, by which a server says that it
 * goes away (RFC 6455, 7.4.1). Tomcat itself does so at the very end, when Spring Boot
 * has closed its connections already.
 */
final class TomcatWebSockets {

	private static final boolean PRESENT = ClassUtils.isPresent("org.apache.tomcat.websocket.WsWebSocketContainer",
			TomcatWebSockets.class.getClassLoader());

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final String CONTAINER = "jakarta.websocket.server.ServerContainer";

	private final List<Context> contexts = new CopyOnWriteArrayList<>();

	void add(Context context) {
		this.contexts.add(context);
	}

	/**
	 * Closes all, on a thread of its own, which is waited for as long as a client that
	 * does not read may hinder the others.
	 */
	void close() {
		if (!PRESENT || this.contexts.isEmpty()) {
			return;
		}
		Thread thread = new Thread(() -> this.contexts.forEach(Sessions::close), "pandaemonium-websockets");
		thread.setDaemon(true);
		try {
			thread.start();
			thread.join(PATIENCE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (OutOfMemoryError ex) {
			// of threads: they end as Tomcat does
		}
	}

	/**
	 * Apart, since the library is not always there.
	 */
	private static final class Sessions {

		static void close(Context context) {
			if (context.getServletContext().getAttribute(CONTAINER) instanceof WsWebSocketContainer container) {
				container.destroy(); // of its sessions only: it can open others
			}
		}

	}

}
