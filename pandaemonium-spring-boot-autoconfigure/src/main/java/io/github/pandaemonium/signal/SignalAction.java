package io.github.pandaemonium.signal;

import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What happens on a signal. Two actions are equal if they say the same.
 *
 * @since 0.1.0
 */
public final class SignalAction {

	private final Kind kind;

	private final String text;

	private final @Nullable String bean;

	private final @Nullable String method;

	private final @Nullable SignalListener listener;

	private SignalAction(Kind kind, String text, @Nullable String bean, @Nullable String method,
			@Nullable SignalListener listener) {
		this.kind = kind;
		this.text = text;
		this.bean = bean;
		this.method = method;
		this.listener = listener;
	}

	/**
	 * Reads an action as it is written in a configuration.
	 * @param text {@code terminate}, {@code ignore}, {@code default}, {@code reload},
	 * {@code restart}, {@code reopen-logs} or {@code thread-dump}; {@code bean.method} or
	 * {@code @bean.method}; any other word is the name of an event
	 * @return the action
	 * @throws IllegalArgumentException if it is none of these
	 */
	public static SignalAction of(String text) {
		String stripped = text.strip();
		for (Kind kind : Kind.values()) {
			if (kind.isWord() && kind.toString().equalsIgnoreCase(stripped)) {
				return new SignalAction(kind, kind.toString(), null, null, null);
			}
		}
		if (isEvent(stripped)) {
			return new SignalAction(Kind.EVENT, stripped, null, null, null);
		}
		// the name of a bean may have dots of its own; the last one ends it
		String reference = stripped.startsWith("@") ? stripped.substring(1) : stripped;
		int dot = reference.lastIndexOf('.');
		String bean = reference.substring(0, Math.max(dot, 0));
		String method = reference.substring(dot + 1);
		if (isBean(bean) && isMethod(method)) {
			return new SignalAction(Kind.METHOD, bean + "." + method, bean, method, null);
		}
		throw new IllegalArgumentException(stripped.isEmpty() ? "the action is empty"
				: "the action '" + stripped + "' is neither the name of an event (letters, digits, - and _) "
						+ "nor a method of a bean (bean.method)");
	}

	// Without regular expressions, which cost some milliseconds of every start

	private static boolean isEvent(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character > 'z' || !Character.isLetterOrDigit(character) && character != '-' && character != '_') {
				return false;
			}
		}
		return !text.isEmpty();
	}

	private static boolean isBean(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isWhitespace(text.charAt(i)) || text.charAt(i) == '@') {
				return false;
			}
		}
		return !text.isEmpty();
	}

	private static boolean isMethod(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (!Character.isJavaIdentifierPart(text.charAt(i))) {
				return false;
			}
		}
		return !text.isEmpty() && Character.isJavaIdentifierStart(text.charAt(0));
	}

	/**
	 * Returns the action that calls a listener.
	 * @param listener the listener
	 * @return the action
	 */
	public static SignalAction of(SignalListener listener) {
		return new SignalAction(Kind.LISTENER, Kind.LISTENER.toString(), null, null, listener);
	}

	/**
	 * Returns the kind of this action.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Returns the action as it is written in a configuration, a method without the
	 * {@code @}.
	 * @return the text
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Returns the name of the bean of a {@link Kind#METHOD}.
	 * @return the name, or {@code null} for other kinds
	 */
	public @Nullable String bean() {
		return this.bean;
	}

	/**
	 * Returns the name of the method of a {@link Kind#METHOD}.
	 * @return the name, or {@code null} for other kinds
	 */
	public @Nullable String method() {
		return this.method;
	}

	/**
	 * Returns the listener of a {@link Kind#LISTENER}.
	 * @return the listener, or {@code null} for other kinds
	 */
	public @Nullable SignalListener listener() {
		return this.listener;
	}

	/**
	 * Whether listeners hear of the signal: all but {@link Kind#IGNORE} and
	 * {@link Kind#DEFAULT}.
	 * @return whether they do
	 */
	public boolean isDelivered() {
		return this.kind != Kind.IGNORE && this.kind != Kind.DEFAULT;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SignalAction action && this.kind == action.kind && this.text.equals(action.text)
				&& this.listener == action.listener;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.kind, this.text);
	}

	@Override
	public String toString() {
		return this.text;
	}

	/**
	 * The kinds of actions.
	 */
	public enum Kind {

		/** The process ends in an orderly way. */
		TERMINATE,

		/** Nothing happens. */
		IGNORE,

		/** What happens where nothing is mapped. */
		DEFAULT,

		/** The application reads its configuration again. */
		RELOAD,

		/** A new process takes over from this one. */
		RESTART,

		/** The log files are opened again, after they have been moved away. */
		REOPEN_LOGS,

		/** The stacks of all threads are written. */
		THREAD_DUMP,

		/** A method of a bean is called. */
		METHOD,

		/** Listeners hear of it by a name that the application chose. */
		EVENT,

		/** A listener that was given in code is called. */
		LISTENER;

		boolean isWord() {
			return this != METHOD && this != EVENT && this != LISTENER;
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
