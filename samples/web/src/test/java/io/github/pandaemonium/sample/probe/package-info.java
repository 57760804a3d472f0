/**
 * What tests add to the application by way of a directory on its class path.
 */
package io.github.pandaemonium.sample.probe;
