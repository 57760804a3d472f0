package io.github.pandaemonium.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.pandaemonium.context.config.LaunchDirectoryEnvironmentPostProcessor;
import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.InvalidOptionException;
import io.github.pandaemonium.daemon.SuperServerStreams;
import io.github.pandaemonium.launch.Birth;
import io.github.pandaemonium.launch.Supervision;
import io.github.pandaemonium.launch.Supervision.Supervisor;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.socket.AcceptanceGate;
import io.github.pandaemonium.socket.BornSockets;
import io.github.pandaemonium.socket.GivenSockets;
import io.github.pandaemonium.socket.InvalidSocketException;
import io.github.pandaemonium.socket.ListeningSocket;
import io.github.pandaemonium.socket.ListeningSockets;
import io.github.pandaemonium.socket.SocketAdoption;
import io.github.pandaemonium.socket.SocketAssignment;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The listening sockets that this process was given, as the properties say what they are
 * for, and those that it is to have opened besides. Whatever is wrong with them is found
 * before anything is started.
 */
final class SocketInheritance {

	private static final String ACTUATOR = "org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration";

	private final ConfigurableEnvironment environment;

	private final PandaemoniumProperties properties;

	private final SpringApplication application;

	private final DaemonMode mode;

	private final GivenSockets given = new GivenSockets(NativeAccess::posix, System.getenv(),
			ProcessHandle.current().pid());

	private final Map<String, ListeningSocket> sockets;

	private final OwnSockets own;

	private final Map<String, Integer> born;

	/** Closed as long as a predecessor serves. */
	private final AcceptanceGate gate;

	/** Whether the supervisor has given its sockets to the predecessor. */
	private final boolean succeeds;

	private SocketInheritance(ConfigurableEnvironment environment, PandaemoniumProperties properties,
			SpringApplication application, DaemonMode mode, @Nullable Birth birth) {
		this.environment = environment;
		this.properties = properties;
		this.application = application;
		this.mode = mode;
		this.gate = (birth != null && birth.succession() != null) ? new AcceptanceGate() : AcceptanceGate.opened();
		this.succeeds = birth != null && birth.succession() != null && birth.succession().supervised();
		this.born = (birth != null) ? birth.sockets() : Map.of();
		OwnSockets own = (birth != null) ? OwnSockets.none() : OwnSockets.of(properties);
		Set<String> opened = (birth != null) ? this.born.keySet() : own.uses();
		this.sockets = assign(find(), opened);
		this.own = own.without(this.sockets);
		boolean web = isWeb();
		this.own.check(environment, web, web && hasActuator());
		checkIdleTimeout();
	}

	/**
	 * Finds the sockets and checks them.
	 * @param birth what this process was born with, if it was
	 * @throws InvalidSocketException if one can't be taken
	 * @throws InvalidOptionException if a property can't be
	 */
	static SocketInheritance of(ConfigurableEnvironment environment, PandaemoniumProperties properties,
			SpringApplication application, DaemonMode mode, @Nullable Birth birth) {
		return new SocketInheritance(environment, properties, application, mode, birth);
	}

	/**
	 * Returns the descriptors that a process has to keep when it replaces itself.
	 */
	List<Integer> descriptors() {
		return this.sockets.values().stream().map(ListeningSocket::descriptor).filter((fd) -> fd > 2).toList();
	}

	/**
	 * Returns the options that the JVM has to be started with, and was not.
	 */
	List<String> missingOptions() {
		return (isEmpty() || SocketAdoption.isPossible()) ? List.of() : List.of(SocketAdoption.OPTION);
	}

	/**
	 * Returns those that are to be opened.
	 */
	OwnSockets own() {
		return this.own;
	}

	/**
	 * Opens those that are to be handed on.
	 * @return the descriptors by what they are for
	 */
	Map<String, Integer> open() {
		Map<String, Integer> descriptors = new LinkedHashMap<>();
		if (!this.own.isEmpty()) {
			this.own.open(NativeAccess.posix()).forEach((use, socket) -> descriptors.put(use, socket.descriptor()));
		}
		return descriptors;
	}

	/**
	 * Makes them this process's, which goes on to run the application.
	 */
	ListeningSockets settle(DaemonOptions options) {
		if (isEmpty()) {
			return ListeningSockets.none();
		}
		if (!SocketAdoption.isPossible() && !(this.sockets.isEmpty() && this.born.isEmpty())) {
			throw new InvalidSocketException("The sockets " + this.sockets.values() + " can't be taken in this JVM",
					"Put 'Add-Opens: java.base/sun.nio.ch' into the jar's manifest, or start java with "
							+ SocketAdoption.OPTION + ".");
		}
		Map<String, ListeningSocket> settled = new LinkedHashMap<>();
		this.sockets.forEach((use, socket) -> settled.put(use,
				(socket.descriptor() != 0) ? socket
						: new ListeningSocket(new SuperServerStreams(NativeAccess.posix(), options).takeSocket(),
								socket.name(), socket.address())));
		settled.putAll(this.born.isEmpty() ? Map.of() : BornSockets.of(NativeAccess.posix(), this.born));
		settled.putAll(this.own.openHere(this.environment));
		publish(settled.get(SocketAssignment.WEB), "server.port");
		publish(settled.get(SocketAssignment.MANAGEMENT), "management.server.port");
		return new ListeningSockets(NativeAccess::posix, settled, this.gate);
	}

	private void publish(@Nullable ListeningSocket socket, String property) {
		if (socket != null) {
			LaunchDirectoryEnvironmentPostProcessor.values(this.environment).put(property, socket.port());
		}
	}

	private List<ListeningSocket> find() {
		SocketInherit inherit = this.properties.socket().inherit();
		if (inherit == SocketInherit.NEVER) {
			return List.of();
		}
		List<ListeningSocket> sockets = this.given.passed();
		if (!sockets.isEmpty() && this.mode == DaemonMode.DETACHED) {
			throw new InvalidSocketException(
					"The sockets " + sockets + " are given to this process, not to a daemon " + "that it starts",
					"Leave pandaemonium.detach at auto, or set pandaemonium.socket.inherit=never.");
		}
		if (sockets.isEmpty() && this.mode != DaemonMode.DETACHED && isSocket(0)) {
			boolean required = this.mode == DaemonMode.SUPERVISED
					&& Supervision.ofThisProcess().supervisor() == Supervisor.SUPER_SERVER;
			ListeningSocket socket = this.given.standardInput(required);
			sockets = (socket != null) ? List.of(socket) : sockets;
		}
		if (sockets.isEmpty() && this.born.isEmpty() && inherit == SocketInherit.REQUIRED) {
			String foreign = this.given.foreign();
			throw new InvalidOptionException("socket.inherit", "required",
					"no listening socket was given to this process" + ((foreign != null) ? ": " + foreign : ""),
					(foreign != null) ? "A script that starts the application must do so by exec."
							: "Start the socket unit and not the service, or set it to auto.");
		}
		return sockets;
	}

	private boolean isEmpty() {
		return this.sockets.isEmpty() && this.own.isEmpty() && this.born.isEmpty();
	}

	private boolean isWeb() {
		// which Spring Boot binds to the application later than this
		return Binder.get(this.environment)
			.bind("spring.main.web-application-type", WebApplicationType.class)
			.orElseGet(this.application::getWebApplicationType) != WebApplicationType.NONE;
	}

	private boolean hasActuator() {
		return ClassUtils.isPresent(ACTUATOR, this.application.getClassLoader());
	}

	/**
	 * Finds out what those that were given are for. One that could be opened need not be
	 * among them.
	 */
	private Map<String, ListeningSocket> assign(List<ListeningSocket> given, Set<String> opened) {
		if (given.isEmpty()) {
			return Map.of();
		}
		Set<String> givenNames = given.stream().map(ListeningSocket::name).collect(Collectors.toSet());
		boolean web = isWeb();
		Map<String, String> names = new LinkedHashMap<>();
		this.properties.sockets()
			.forEach((use, socket) -> names.put(use, StringUtils.hasText(socket.name()) ? socket.name() : use));
		if (names.containsKey(SocketAssignment.WEB)) {
			throw new InvalidOptionException("sockets." + SocketAssignment.WEB + ".name",
					String.valueOf(names.get(SocketAssignment.WEB)), "the web server's socket is named elsewhere",
					"Use pandaemonium.socket.name.");
		}
		names.entrySet().removeIf((use) -> opened.contains(use.getKey()) && !givenNames.contains(use.getValue()));
		String webName = this.properties.socket().name();
		if (!StringUtils.hasText(webName) || (opened.contains(SocketAssignment.WEB) && !givenNames.contains(webName))) {
			webName = null;
		}
		Map<String, ListeningSocket> assigned = new SocketAssignment(web, web && hasActuator(), webName, names)
			.assign(given);
		ConfiguredAddress configured = new ConfiguredAddress(this.environment);
		configured.requireSame("server", assigned.get(SocketAssignment.WEB));
		configured.requireSame("management.server", assigned.get(SocketAssignment.MANAGEMENT));
		return assigned;
	}

	private void checkIdleTimeout() {
		Duration timeout = this.properties.idleTimeout();
		if (timeout == null) {
			return;
		}
		if (timeout.isZero() || timeout.isNegative()) {
			throw new InvalidOptionException("idle-timeout", timeout.toString(), "it is not positive",
					"Use a time such as 10m.");
		}
		if (!this.sockets.containsKey(SocketAssignment.WEB)
				&& !(this.succeeds && this.born.containsKey(SocketAssignment.WEB))) {
			throw new InvalidOptionException("idle-timeout", timeout.toString(),
					"no listening socket was given to its web server, so that no connection would start it again",
					"Start it by a socket unit or a super server, or remove the property.");
		}
	}

	private static boolean isSocket(int fd) {
		String target = target(Path.of("/proc/self/fd", Integer.toString(fd)));
		return target != null && target.startsWith("socket:");
	}

	private static @Nullable String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException | UnsupportedOperationException ex) {
			return null;
		}
	}

}
