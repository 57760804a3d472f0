/**
 * What an operator does with a service from its jar: the verbs, and the way to the
 * running daemon that answers them.
 */
@NullMarked
package io.github.pandaemonium.command;

import org.jspecify.annotations.NullMarked;
