package io.github.pandaemonium.signal;

/**
 * A signal that has arrived.
 *
 * @param name the name without {@code SIG}, for example {@code HUP}
 * @param number the number
 * @param action what the signal map says about it
 * @since 0.1.0
 */
public record ReceivedSignal(String name, int number, SignalAction action) {
}
