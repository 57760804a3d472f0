/**
 * Runs a Spring Boot application as a daemon.
 */
@NullMarked
package io.github.pandaemonium.context;

import org.jspecify.annotations.NullMarked;
