/**
 * The files by which systemd, systemd-tmpfiles and logrotate know an application.
 */
@NullMarked
package io.github.pandaemonium.systemd.unit;

import org.jspecify.annotations.NullMarked;
