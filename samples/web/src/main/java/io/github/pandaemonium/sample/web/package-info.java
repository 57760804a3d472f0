/**
 * A web application that is a daemon.
 */
package io.github.pandaemonium.sample.web;
