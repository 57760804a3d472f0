/**
 * A daemon without a web server.
 */
@NullMarked
package io.github.pandaemonium.sample.worker;

import org.jspecify.annotations.NullMarked;
