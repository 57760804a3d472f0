package io.github.pandaemonium.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.github.pandaemonium.socket.ListeningSockets;
import io.github.pandaemonium.test.TestSocket;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * WebSockets, when a server stops.
 */
class WebSocketTests {

	private final TestSocket socket = new TestSocket();

	@AfterEach
	void close() {
		this.socket.close();
	}

	@ParameterizedTest
	@EnumSource
	void clientsAreToldThatTheServerGoesAway(ServerSocketTests.Server server) throws Exception {
		ListeningSockets sockets = ServerSocketTests.sockets(Map.of("web", this.socket));
		CompletableFuture<Integer> closed = new CompletableFuture<>();
		CompletableFuture<String> answered = new CompletableFuture<>();
		try (ConfigurableApplicationContext context = ServerSocketTests.start(server, sockets)) {
			context.stop();
			context.start(); // nothing is left of the first stop
			HttpClient.newHttpClient()
				.newWebSocketBuilder()
				.buildAsync(URI.create("ws://127.0.0.1:" + this.socket.port() + "/socket"),
						new Client(answered, closed))
				.get(30, TimeUnit.SECONDS)
				.sendText("hello", true);
			assertThat(answered.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
			sockets.connections().stopAccepting();
			assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo(1001);
			await().untilAsserted(() -> assertThat(sockets.connections().open()).isZero());
		}
	}

	private record Client(CompletableFuture<String> answered,
			CompletableFuture<Integer> closed) implements WebSocket.Listener {

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
			this.answered.complete(text.toString());
			socket.request(1);
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
			this.closed.complete(status);
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void onError(WebSocket socket, Throwable error) {
			this.closed.completeExceptionally(error);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServletConfiguration {

		@Bean
		ServletListenerRegistrationBean<ServletContextListener> endpoint() {
			return new ServletListenerRegistrationBean<>(new ServletContextListener() {

				@Override
				public void contextInitialized(ServletContextEvent event) {
					ServerContainer container = (ServerContainer) event.getServletContext()
						.getAttribute(ServerContainer.class.getName());
					try {
						container.addEndpoint(ServerEndpointConfig.Builder.create(Echo.class, "/socket").build());
					}
					catch (DeploymentException ex) {
						throw new IllegalStateException(ex);
					}
				}

			});
		}

	}

	/** Answers what it gets. */
	public static class Echo extends Endpoint {

		@Override
		public void onOpen(Session session, EndpointConfig config) {
			session.addMessageHandler(String.class, (text) -> session.getAsyncRemote().sendText(text));
		}

	}

}
