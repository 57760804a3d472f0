package io.github.pandaemonium.context;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.daemon.Detach;
import io.github.pandaemonium.daemon.InitGroups;
import io.github.pandaemonium.daemon.WaitFor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PandaemoniumProperties}.
 */
class PandaemoniumPropertiesTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void defaults() {
		assertThat(bind()).isEqualTo(new PandaemoniumProperties(true, false, Detach.AUTO, "/", "077", true, null, null,
				InitGroups.AUTO, null, Duration.ZERO, List.of(), Map.of(), "/dev/null", "/dev/null", "/dev/null",
				List.of(), WaitFor.READY, Duration.ofMinutes(2), Duration.ofSeconds(45), null,
				new PandaemoniumProperties.Socket(SocketInherit.AUTO, null, null, 4096), Map.of(), null, true, null,
				false, new PandaemoniumProperties.Watchdog(Duration.ZERO, null)));
	}

	@Test
	void everyKey() {
		set("enabled", "false");
		set("foreground", "true");
		set("detach", "never");
		set("working-directory", "/srv");
		set("umask", "027");
		set("prevent-core", "false");
		set("user", "shop");
		set("group", "4711");
		set("init-groups", "false");
		set("pid-file", "/run/shop.pid");
		set("pid-file-timeout", "10s");
		set("inherit-files", "7,/some/file");
		set("signal-map.USR1", "cache.flush");
		set("signal-map.12", "default");
		set("stdin", "/in");
		set("stdout", "/out");
		set("stderr", "/err");
		set("java-options[0]", "-Xmx1g");
		set("java-options[1]", "-Xlog:gc:file=/x,y");
		set("wait-for", "stages");
		set("start-timeout", "5m");
		set("stop-timeout", "1m");
		set("stop-schedule", "TERM/30s/KILL/5s");
		set("socket.inherit", "required");
		set("socket.name", "http");
		set("socket.address", ":443");
		set("socket.backlog", "100");
		set("sockets.management.name", "admin");
		set("sockets.management.address", "localhost:9000");
		set("sockets.management.backlog", "10");
		set("idle-timeout", "10m");
		set("verbs", "false");
		set("notification-fd", "3");
		set("inherit-notify-socket", "true");
		set("watchdog.grace", "30s");
		set("watchdog.health-group", "live");
		assertThat(bind()).isEqualTo(new PandaemoniumProperties(false, true, Detach.NEVER, "/srv", "027", false, "shop",
				"4711", InitGroups.FALSE, "/run/shop.pid", Duration.ofSeconds(10), List.of("7", "/some/file"),
				Map.of("USR1", "cache.flush", "12", "default"), "/in", "/out", "/err",
				List.of("-Xmx1g", "-Xlog:gc:file=/x,y"), WaitFor.STAGES, Duration.ofMinutes(5), Duration.ofMinutes(1),
				"TERM/30s/KILL/5s", new PandaemoniumProperties.Socket(SocketInherit.REQUIRED, "http", ":443", 100),
				Map.of("management", new PandaemoniumProperties.NamedSocket("admin", "localhost:9000", 10)),
				Duration.ofMinutes(10), false, 3, true,
				new PandaemoniumProperties.Watchdog(Duration.ofSeconds(30), "live")));
	}

	private void set(String key, String value) {
		this.environment.setProperty("pandaemonium." + key, value);
	}

	private PandaemoniumProperties bind() {
		return Binder.get(this.environment)
			.bindOrCreate(PandaemoniumProperties.PREFIX, Bindable.of(PandaemoniumProperties.class));
	}

}
