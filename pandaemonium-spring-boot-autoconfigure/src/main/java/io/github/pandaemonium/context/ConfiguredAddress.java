package io.github.pandaemonium.context;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import io.github.pandaemonium.socket.InvalidSocketException;
import io.github.pandaemonium.socket.ListeningSocket;
import io.github.pandaemonium.socket.SocketRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Port and address of a server as somebody has configured them, which a socket that was
 * given must not contradict. What an application sets as its default properties is not
 * configured.
 */
final class ConfiguredAddress {

	private static final String DEFAULTS = "defaultProperties";

	private final ConfigurableEnvironment environment;

	ConfiguredAddress(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	void requireSame(String prefix, @Nullable ListeningSocket socket) {
		if (socket != null) {
			requireSame(prefix, socket.address().getAddress(), socket.port(),
					(property, value, stream) -> new InvalidSocketException(
							property + "=" + value + " contradicts the socket " + socket
									+ ", which was given to this process",
							"Remove " + property + ", or let the socket listen there (ListenStream=" + stream + ")."));
		}
	}

	void requireSame(String prefix, SocketRequest request) {
		requireSame(prefix, request.host(), request.port(), (property, value, stream) -> request
			.impossible(property + "=" + value + " contradicts it", "Remove one of the two.", null));
	}

	/**
	 * Compares.
	 * @param host where the socket is, {@code null} for every address of the machine
	 */
	private void requireSame(String prefix, @Nullable InetAddress host, int port, Contradiction contradiction) {
		InetAddress one = (host != null && !host.isAnyLocalAddress()) ? host : null;
		String configuredPort = value(prefix + ".port");
		if (configuredPort != null && !configuredPort.equals("0") && !configuredPort.equals(Integer.toString(port))) {
			throw contradiction.of(prefix + ".port", configuredPort,
					(one != null) ? SocketFacts.stream(one.getHostAddress(), configuredPort) : configuredPort);
		}
		String address = value(prefix + ".address");
		if (address != null) {
			List<InetAddress> addresses = addresses(address);
			if (addresses.stream().noneMatch((one != null) ? one::equals : InetAddress::isAnyLocalAddress)) {
				String text = addresses.isEmpty() ? address : addresses.get(0).getHostAddress();
				throw contradiction.of(prefix + ".address", address, SocketFacts.stream(text, Integer.toString(port)));
			}
		}
	}

	private @Nullable String value(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.getConfigurationProperty(name) != null
					&& !(source.getUnderlyingSource() instanceof PropertySource<?> properties
							&& properties.getName().equals(DEFAULTS))) {
				String value = Binder.get(this.environment).bind(name.toString(), String.class).orElse("").trim();
				return value.isEmpty() ? null : value;
			}
		}
		return null;
	}

	private static List<InetAddress> addresses(String host) {
		try {
			return List.of(InetAddress.getAllByName(host));
		}
		catch (UnknownHostException ex) {
			return List.of();
		}
	}

	/**
	 * Says that a property contradicts a socket.
	 */
	@FunctionalInterface
	private interface Contradiction {

		/**
		 * Makes the exception.
		 * @param stream what a socket unit would have to say instead
		 */
		InvalidSocketException of(String property, String value, String stream);

	}

}
