package io.github.pandaemonium.context.config;

/**
 * A file of configuration that can't be read or parsed.
 *
 * @param description the file and what is wrong with it, without the value of any key
 * @param action what to do about it
 */
public record BrokenFile(String description, String action) {

}
