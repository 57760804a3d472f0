package io.github.pandaemonium.test;

/**
 * How a program ended.
 *
 * @param status its exit status, or 128 and the number of the signal that ended it
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Result(int status, String out, String err) {

}
