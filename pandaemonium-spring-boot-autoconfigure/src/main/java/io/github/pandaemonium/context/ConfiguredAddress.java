package io.github.pandaemonium.context;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

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
		if (socket == null) {
			return;
		}
		String port = value(prefix + ".port");
		if (port != null && !port.equals("0") && !port.equals(Integer.toString(socket.port()))) {
			throw contradiction(prefix + ".port", port, socket, "ListenStream=" + port);
		}
		String address = value(prefix + ".address");
		if (address != null && !isSame(address, socket.address().getAddress())) {
			throw contradiction(prefix + ".address", address, socket, "ListenStream=" + address + ":" + socket.port());
		}
	}

	void requireSame(String prefix, SocketRequest request) {
		String port = value(prefix + ".port");
		InetAddress host = request.host();
		if (port != null && !port.equals("0") && !port.equals(Integer.toString(request.port()))) {
			throw request.impossible(prefix + ".port=" + port + " contradicts it", "Remove one of the two.", null);
		}
		String address = value(prefix + ".address");
		if (address != null && !((host != null) ? isSame(address, host) : isWildcard(address))) {
			throw request.impossible(prefix + ".address=" + address + " contradicts it", "Remove one of the two.",
					null);
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

	private static boolean isSame(String configured, InetAddress actual) {
		try {
			return Arrays.stream(InetAddress.getAllByName(configured))
				.anyMatch((address) -> address.equals(actual)
						|| (address.isAnyLocalAddress() && actual.isAnyLocalAddress()));
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static boolean isWildcard(String configured) {
		try {
			return InetAddress.getByName(configured).isAnyLocalAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static InvalidSocketException contradiction(String property, String value, ListeningSocket socket,
			String remedy) {
		return new InvalidSocketException(
				property + "=" + value + " contradicts the socket " + socket + ", which was given to this process",
				"Remove " + property + ", or let the socket listen there (" + remedy + ").");
	}

}
