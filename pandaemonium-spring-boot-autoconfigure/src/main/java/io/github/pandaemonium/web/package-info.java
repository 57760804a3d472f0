/**
 * Web servers that take a listening socket which was given to this process.
 */
@NullMarked
package io.github.pandaemonium.web;

import org.jspecify.annotations.NullMarked;
