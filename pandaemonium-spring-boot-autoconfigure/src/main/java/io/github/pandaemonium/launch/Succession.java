package io.github.pandaemonium.launch;

/**
 * What a process has to know that takes over from one that goes on until then.
 *
 * @param predecessor the process that serves now
 * @param supervised whether it is a supervisor's, so that its successor is, too
 * @since 0.1.0
 */
public record Succession(int predecessor, boolean supervised) {
}
