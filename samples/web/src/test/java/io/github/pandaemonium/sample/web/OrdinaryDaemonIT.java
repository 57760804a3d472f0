package io.github.pandaemonium.sample.web;

import java.util.Set;
import java.util.TreeSet;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Users;

/**
 * The daemon of an ordinary user.
 */
class OrdinaryDaemonIT extends DaemonFacts {

	@Override
	Launch launch(WebSample sample) {
		return sample.jar();
	}

	@Override
	Set<Long> groups() {
		return user().equals(Users.current()) ? new TreeSet<>(Proc.self().numbers("Groups")) : Set.of();
	}

}
