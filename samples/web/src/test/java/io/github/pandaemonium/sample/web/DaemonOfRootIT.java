package io.github.pandaemonium.sample.web;

import java.util.Set;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.BeforeAll;

/**
 * The daemon that root starts, and that drops to {@code nobody}.
 */
class DaemonOfRootIT extends DaemonFacts {

	@Override
	@BeforeAll
	void start() throws Exception {
		Users.assumeRootAndNobody();
		super.start();
	}

	@Override
	Launch launch(WebSample sample) {
		return sample.jar("--pandaemonium.user=" + Users.NOBODY).as(Users.current());
	}

	@Override
	Set<Long> groups() {
		return Users.groups(Users.NOBODY);
	}

}
