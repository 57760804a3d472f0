/**
 * What a supervisor is told: sd_notify and its watchdog, without Spring.
 */
@NullMarked
package io.github.pandaemonium.systemd;

import org.jspecify.annotations.NullMarked;
