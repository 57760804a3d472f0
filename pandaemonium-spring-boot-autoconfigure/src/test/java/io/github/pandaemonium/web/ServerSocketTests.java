package io.github.pandaemonium.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pandaemonium.autoconfigure.PandaemoniumAutoConfiguration;
import io.github.pandaemonium.autoconfigure.SocketAutoConfiguration;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.socket.AcceptanceGate;
import io.github.pandaemonium.socket.ListeningSocket;
import io.github.pandaemonium.socket.ListeningSockets;
import io.github.pandaemonium.test.TestSocket;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.actuate.web.server.NettyReactiveManagementContextAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * Web servers on a socket that this process holds all the time.
 */
class ServerSocketTests {

	private static final String CLOSE = "Connection: close\r\n";

	private final TestSocket socket = new TestSocket();

	private final TestSocket management = new TestSocket();

	@AfterEach
	void close() {
		this.socket.close();
		this.management.close();
	}

	@ParameterizedTest
	@EnumSource
	void servesAndCountsAndLeavesTheSocketOpen(Server server) throws IOException {
		ListeningSockets sockets = sockets(Map.of("web", this.socket));
		Socket early = connect(this.socket);
		try (ConfigurableApplicationContext context = start(server, sockets)) {
			assertThat(((WebServerApplicationContext) context).getWebServer().getPort()).isEqualTo(this.socket.port());
			assertThat(context.getEnvironment().getProperty("local.server.port", Integer.class))
				.isEqualTo(this.socket.port());
			assertThat(answer(early)).startsWith("HTTP/1.1 200").contains("served");
			early.close();
			try (Socket second = connect(this.socket)) {
				await().untilAsserted(() -> assertThat(sockets.connections().open()).isEqualTo(1));
			}
			await().untilAsserted(() -> assertThat(sockets.connections().open()).isZero());
			assertThat(sockets.connections().accepted()).isEqualTo(2);
		}
		connect(this.socket).close(); // still listens
	}

	@ParameterizedTest
	@EnumSource
	void acceptsNothingBeforeTheGateOpens(Server server) throws IOException {
		AcceptanceGate acceptance = new AcceptanceGate();
		ListeningSockets sockets = sockets(Map.of("web", this.socket), acceptance);
		try (ConfigurableApplicationContext context = start(server, sockets); Socket client = connect(this.socket)) {
			assertThat(context.getEnvironment().getProperty("local.server.port", Integer.class))
				.isEqualTo(this.socket.port());
			await().during(Duration.ofMillis(200)).until(() -> sockets.connections().accepted() == 0);
			acceptance.open();
			assertThat(isLast(request(client, ""))).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void stopsBeforeTheGateOpens(Server server) throws IOException {
		AcceptanceGate acceptance = new AcceptanceGate();
		ListeningSockets sockets = sockets(Map.of("web", this.socket), acceptance);
		try (Socket client = connect(this.socket)) {
			ConfigurableApplicationContext context = start(server, sockets);
			assertTimeout(Duration.ofSeconds(5), context::close);
			acceptance.open();
			assertThat(sockets.connections().accepted()).isZero();
			try (ConfigurableApplicationContext successor = start(server, sockets)) {
				assertThat(answer(client)).startsWith("HTTP/1.1 200");
			}
		}
	}

	@Test
	void jettyWithoutAcceptorsRefusesToWaitForTheGate() {
		ListeningSockets sockets = sockets(Map.of("web", this.socket), new AcceptanceGate());
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> start(Server.JETTY, sockets, "--server.jetty.threads.acceptors=0"))
			.havingRootCause()
			.withMessageContaining("Jetty without acceptors can't wait");
	}

	@ParameterizedTest
	@EnumSource
	void losesNoConnectionWhenItStopsUnderLoad(Server server) throws Exception {
		ListeningSockets sockets = sockets(Map.of("web", this.socket));
		AtomicBoolean end = new AtomicBoolean();
		AtomicInteger count = new AtomicInteger();
		ExecutorService clients = Executors.newFixedThreadPool(4);
		List<Future<?>> results = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			boolean persistent = i < 2;
			results.add(clients.submit(() -> {
				while (!end.get()) {
					try (Socket client = connect(this.socket)) {
						boolean last = false;
						while (!last) {
							last = isLast(request(client, (persistent && !end.get()) ? "" : CLOSE));
							count.incrementAndGet();
						}
					}
				}
				return null;
			}));
		}
		try {
			for (int start = 0; start < 5; start++) {
				int before = count.get();
				try (ConfigurableApplicationContext context = start(server, sockets)) {
					await().atMost(Duration.ofSeconds(30))
						.until(() -> count.get() > before + 200 || results.stream().anyMatch(Future::isDone));
				}
			}
			end.set(true);
			try (ConfigurableApplicationContext context = start(server, sockets)) {
				for (Future<?> result : results) {
					result.get(30, TimeUnit.SECONDS);
				}
			}
		}
		finally {
			end.set(true);
			clients.shutdownNow();
		}
		assertThat(count.get()).isGreaterThan(1000);
	}

	@ParameterizedTest
	@EnumSource
	void answersOpenConnectionsForAMomentWhenItStops(Server server) throws Exception {
		ListeningSockets sockets = sockets(Map.of("web", this.socket));
		Gate gate = new Gate(new CountDownLatch(1), new CountDownLatch(1));
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try (ConfigurableApplicationContext context = start(server, sockets, gate);
				Socket used = connect(this.socket);
				Socket fresh = connect(this.socket);
				Socket idle = connect(this.socket);
				Socket busy = connect(this.socket)) {
			assertThat(isLast(request(used, ""))).isFalse();
			await().untilAsserted(() -> assertThat(sockets.connections().open()).isEqualTo(4));
			Future<String> answer = threads.submit(() -> request(busy, "Wait: true\r\n"));
			gate.begun().await();
			Lifecycle graceful = context.getBean("webServerGracefulShutdown", Lifecycle.class);
			Future<?> stop = threads.submit(context::close);

			// the stop begins at any of these, and none is refused
			await().pollInterval(Duration.ofMillis(10)).until(() -> isLast(request(used, "")));
			assertThat(used.getInputStream().read()).isEqualTo(-1);
			assertThat(isLast(request(fresh, ""))).isTrue();

			await().until(() -> !graceful.isRunning());
			assertThat(answer.isDone()).isFalse();
			try (Socket next = connect(this.socket)) {
				gate.end().countDown();
				assertThat(answer.get(30, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200");
				stop.get(5, TimeUnit.SECONDS);
				assertThat(idle.getInputStream().read()).isEqualTo(-1);
				try (ConfigurableApplicationContext successor = start(server, sockets)) {
					assertThat(answer(next)).startsWith("HTTP/1.1 200");
				}
			}
		}
		finally {
			gate.end().countDown();
			threads.shutdownNow();
		}
	}

	@ParameterizedTest
	@EnumSource
	void acceptsAgainWhenItsContextIsStartedAgain(Server server) throws IOException {
		try (ConfigurableApplicationContext context = start(server, sockets(Map.of("web", this.socket)))) {
			context.stop();
			context.start();
			try (Socket client = connect(this.socket)) {
				assertThat(isLast(request(client, ""))).isFalse();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void managementServerTakesASocketOfItsOwn(Server server) throws IOException {
		ListeningSockets sockets = sockets(Map.of("web", this.socket, "management", this.management));
		try (ConfigurableApplicationContext context = start(server, sockets,
				"--management.server.port=" + this.management.port());
				Socket web = connect(this.socket);
				Socket admin = connect(this.management)) {
			assertThat(context.getEnvironment().getProperty("local.management.port", Integer.class))
				.isEqualTo(this.management.port());
			assertThat(answer(web)).startsWith("HTTP/1.1 200");
			assertThat(answer(admin)).startsWith("HTTP/1.1 404");
		}
	}

	static Socket connect(TestSocket socket) throws IOException {
		Socket client = new Socket(InetAddress.getByName("127.0.0.1"), socket.port());
		client.setSoTimeout(30_000);
		return client;
	}

	private static String answer(Socket client) throws IOException {
		send(client, CLOSE);
		return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	/**
	 * Sends a request and reads its answer, up to the end of the body that all have.
	 */
	private static String request(Socket client, String header) throws IOException {
		send(client, header);
		StringBuilder answer = new StringBuilder();
		while (answer.indexOf("\r\n\r\nserved") < 0) {
			int next = client.getInputStream().read();
			assertThat(next).as("end of the connection after '%s'", answer).isNotEqualTo(-1);
			answer.append((char) next);
		}
		return answer.toString();
	}

	private static boolean isLast(String answer) {
		assertThat(answer).startsWith("HTTP/1.1 200");
		return answer.toLowerCase(Locale.ROOT).contains(CLOSE.toLowerCase(Locale.ROOT));
	}

	private static void send(Socket client, String header) throws IOException {
		client.getOutputStream()
			.write(("GET / HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n").getBytes(StandardCharsets.US_ASCII));
	}

	static ListeningSockets sockets(Map<String, TestSocket> sockets) {
		return sockets(sockets, AcceptanceGate.opened());
	}

	private static ListeningSockets sockets(Map<String, TestSocket> sockets, AcceptanceGate gate) {
		Map<String, ListeningSocket> given = new HashMap<>();
		sockets.forEach((use, socket) -> given.put(use,
				new ListeningSocket(socket.descriptor(), use, new InetSocketAddress("127.0.0.1", socket.port()))));
		return new ListeningSockets(NativeAccess::posix, given, gate);
	}

	static ConfigurableApplicationContext start(Server server, ListeningSockets sockets, String... arguments) {
		return start(server, sockets, Gate.open(), arguments);
	}

	static ConfigurableApplicationContext start(Server server, ListeningSockets sockets, Gate gate,
			String... arguments) {
		SpringApplication application = server.application(gate);
		application
			.addInitializers((context) -> context.getBeanFactory().registerSingleton("listeningSockets", sockets));
		List<String> all = new ArrayList<>(List.of("--spring.main.banner-mode=off", "--server.port=0"));
		all.addAll(List.of(arguments));
		return application.run(all.toArray(String[]::new));
	}

	/**
	 * The servers, each with what configures it.
	 */
	enum Server {

		TOMCAT(WebApplicationType.SERVLET, TomcatServletWebServerAutoConfiguration.class, ServletConfiguration.class,
				WebSocketTests.ServletConfiguration.class, ManagementContextAutoConfiguration.class,
				TomcatServletManagementContextAutoConfiguration.class),

		JETTY(WebApplicationType.SERVLET, JettyServletWebServerAutoConfiguration.class, ServletConfiguration.class,
				WebSocketTests.ServletConfiguration.class, ManagementContextAutoConfiguration.class,
				JettyServletManagementContextAutoConfiguration.class),

		NETTY(WebApplicationType.REACTIVE, HandlerConfiguration.class, NettyReactiveWebServerAutoConfiguration.class,
				ManagementContextAutoConfiguration.class, NettyReactiveManagementContextAutoConfiguration.class);

		private final WebApplicationType type;

		private final Class<?>[] sources;

		Server(WebApplicationType type, Class<?>... sources) {
			this.type = type;
			List<Class<?>> all = new ArrayList<>(List.of(sources));
			all.add(PandaemoniumAutoConfiguration.class);
			all.add(SocketAutoConfiguration.class);
			this.sources = all.toArray(Class<?>[]::new);
		}

		SpringApplication application(Gate gate) {
			SpringApplication application = new SpringApplication(this.sources);
			application.setWebApplicationType(this.type);
			application.addInitializers((context) -> context.getBeanFactory().registerSingleton("gate", gate));
			return application;
		}

	}

	/**
	 * Where a request waits.
	 */
	record Gate(CountDownLatch begun, CountDownLatch end) {

		static Gate open() {
			return new Gate(new CountDownLatch(1), new CountDownLatch(0));
		}

		void pass() {
			this.begun.countDown();
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServletConfiguration {

		@Bean
		ServletRegistrationBean<HttpServlet> servlet(Gate gate) {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
					if (request.getHeader("Wait") != null) {
						gate.pass();
					}
					response.setContentLength(6);
					response.getWriter().print("served");
				}

			}, "/*");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HandlerConfiguration {

		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			resources.setShutdownQuietPeriod(Duration.ZERO);
			return resources;
		}

		@Bean
		HttpHandler handler(Gate gate) {
			return (request, response) -> {
				if (request.getPath().value().equals("/socket")) {
					HttpServerResponse netty = ServerHttpResponseDecorator.getNativeResponse(response);
					return netty.sendWebsocket((in, out) -> out.sendString(in.receive().asString()));
				}
				Mono<Void> pass = request.getHeaders().containsHeader("Wait")
						? Mono.<Void>fromRunnable(gate::pass).subscribeOn(Schedulers.boundedElastic()) : Mono.empty();
				response.getHeaders().setContentLength(6);
				return pass.then(response
					.writeWith(Mono.just(response.bufferFactory().wrap("served".getBytes(StandardCharsets.US_ASCII)))));
			};
		}

	}

}
