/**
 * The configuration of a Spring Boot application: which files it was loaded from, what a
 * relative one means in a daemon, and how it is read anew.
 */
@NullMarked
package io.github.pandaemonium.context.config;

import org.jspecify.annotations.NullMarked;
