package io.github.pandaemonium.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.command.Printable;
import io.github.pandaemonium.systemd.unit.UnitFile.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of the verb {@code unit}: the first word that is no option is the kind of
 * the file to print, the next one after {@code socket} the name of a socket, and
 * {@code --user} means the manager of a user. All others are those of the start.
 *
 * @param kind the kind, or {@code null} for all
 * @param socket the name of the socket, or {@code null} where none is named
 * @param user whether it is for the manager of a user
 * @param rest the arguments of the start
 */
record UnitArguments(@Nullable Kind kind, @Nullable String socket, boolean user, List<String> rest) {

	private static final String USER = "--user";

	static UnitArguments of(List<String> arguments) {
		List<String> rest = new ArrayList<>(arguments);
		boolean user = rest.remove(USER);
		String word = takeWord(rest);
		Kind kind = (word != null) ? kind(word) : null;
		return new UnitArguments(kind, (kind == Kind.SOCKET) ? takeWord(rest) : null, user, List.copyOf(rest));
	}

	private static @Nullable String takeWord(List<String> arguments) {
		for (String argument : arguments) {
			if (!argument.startsWith("-")) {
				arguments.remove(argument);
				return argument;
			}
		}
		return null;
	}

	private static Kind kind(String word) {
		for (Kind kind : Kind.values()) {
			if (name(kind).equals(word)) {
				return kind;
			}
		}
		throw new CommandException(ExitStatus.INVALID_ARGUMENT,
				"unit prints no '" + Printable.of(word) + "', but "
						+ Arrays.stream(Kind.values()).map(UnitArguments::name).collect(Collectors.joining(", ")),
				"Name one of them, or none for all; words that are the application's come after it.");
	}

	private static String name(Kind kind) {
		return kind.name().toLowerCase(Locale.ROOT);
	}

}
