package io.github.pandaemonium;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.pandaemonium.command.StopSchedule;
import io.github.pandaemonium.context.PandaemoniumProperties;
import io.github.pandaemonium.daemon.Detach;
import io.github.pandaemonium.daemon.InitGroups;
import io.github.pandaemonium.daemon.WaitFor;
import io.github.pandaemonium.signal.SignalAction;
import io.github.pandaemonium.signal.SignalMap;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of the properties, which the compiler's annotation processor
 * makes and an IDE shows.
 */
class MetadataTests {

	private static final Map<String, JSONObject> PROPERTIES = new TreeMap<>();

	private static final Map<String, List<String>> HINTS = new TreeMap<>();

	@BeforeAll
	static void read() throws Exception {
		JSONObject metadata = new JSONObject(text());
		for (JSONObject property : objects(metadata, "properties")) {
			PROPERTIES.put(property.getString("name"), property);
		}
		for (JSONObject hint : objects(metadata, "hints")) {
			List<String> values = new ArrayList<>();
			for (JSONObject value : objects(hint, "values")) {
				assertThat(value.getString("description")).matches("[A-Z].*\\.");
				values.add(value.getString("value"));
			}
			HINTS.put(hint.getString("name"), values);
		}
	}

	@Test
	void everyKeyOfTheContractIsThereAndNoOther() {
		assertThat(PROPERTIES.keySet().stream().map((name) -> name.substring("pandaemonium.".length())))
			.containsExactlyInAnyOrder("enabled", "foreground", "detach", "working-directory", "umask", "prevent-core",
					"user", "group", "init-groups", "pid-file", "pid-file-timeout", "inherit-files", "signal-map",
					"stdin", "stdout", "stderr", "java-options", "wait-for", "start-timeout", "stop-timeout",
					"stop-schedule", "socket.inherit", "socket.name", "socket.address", "socket.backlog", "sockets",
					"idle-timeout", "verbs", "notification-fd", "inherit-notify-socket", "watchdog.grace",
					"watchdog.health-group");
	}

	@ParameterizedTest
	@CsvSource({ "enabled, true", "foreground, false", "detach, auto", "working-directory, /", "umask, 077",
			"prevent-core, true", "init-groups, auto", "pid-file-timeout, 0s", "stdin, /dev/null", "stdout, /dev/null",
			"stderr, /dev/null", "wait-for, ready", "start-timeout, 2m", "stop-timeout, 45s", "socket.inherit, auto",
			"verbs, true" })
	void defaultIsThatOfTheContract(String key, String value) throws JSONException {
		assertThat(PROPERTIES.get("pandaemonium." + key).get("defaultValue")).hasToString(value);
	}

	@ParameterizedTest
	@CsvSource({ "user", "group", "pid-file", "inherit-files", "signal-map", "java-options", "stop-schedule" })
	void otherKeysHaveNoDefault(String key) {
		assertThat(PROPERTIES.get("pandaemonium." + key).has("defaultValue")).isFalse();
	}

	@Test
	void everyDescriptionIsASentence() {
		assertThat(PROPERTIES.values()).allSatisfy((property) -> {
			String description = property.optString("description");
			assertThat(description).as(property.toString()).matches("[A-Z].*\\.").doesNotContain("  ");
			if (property.optString("type").equals("java.lang.Boolean")) {
				assertThat(description).startsWith("Whether ");
			}
		});
	}

	@Test
	void enumsHaveAHintForEveryValue() {
		assertThat(HINTS.get("pandaemonium.detach")).containsExactlyInAnyOrderElementsOf(names(Detach.values()));
		assertThat(HINTS.get("pandaemonium.init-groups"))
			.containsExactlyInAnyOrderElementsOf(names(InitGroups.values()));
		assertThat(HINTS.get("pandaemonium.wait-for")).containsExactlyInAnyOrderElementsOf(names(WaitFor.values()));
	}

	@Test
	void signalsOfTheHintsCanBeMappedAndActionsAreAllThereAre() {
		assertThat(HINTS.get("pandaemonium.signal-map.keys")).contains("HUP", "TERM", "USR1", "USR2")
			.allSatisfy((signal) -> assertThat(SignalMap.of(Map.of(signal, "event")).actions()).isNotEmpty());
		assertThat(HINTS.get("pandaemonium.signal-map.values"))
			.allSatisfy((action) -> assertThat(SignalAction.of(action).kind()).hasToString(action));
		assertThat(HINTS.get("pandaemonium.signal-map.values")).containsExactlyInAnyOrder("terminate", "ignore",
				"default", "reload", "reopen-logs", "restart", "thread-dump");
	}

	@Test
	void schedulesOfTheHintsCanBe() {
		assertThat(HINTS.get("pandaemonium.stop-schedule")).isNotEmpty()
			.allSatisfy((schedule) -> assertThat(StopSchedule.of(schedule).steps()).isNotEmpty());
	}

	private static List<String> names(Enum<?>[] values) {
		List<String> names = new ArrayList<>();
		for (Enum<?> value : values) {
			names.add(value.name().toLowerCase(Locale.ROOT));
		}
		return names;
	}

	private static List<JSONObject> objects(JSONObject object, String key) throws JSONException {
		List<JSONObject> objects = new ArrayList<>();
		JSONArray array = object.getJSONArray(key);
		for (int i = 0; i < array.length(); i++) {
			objects.add(array.getJSONObject(i));
		}
		return objects;
	}

	private static String text() throws IOException {
		URI classes = URI
			.create(PandaemoniumProperties.class.getProtectionDomain().getCodeSource().getLocation().toString());
		String file = "META-INF/spring-configuration-metadata.json";
		if (Files.isDirectory(Path.of(classes))) {
			return Files.readString(Path.of(classes).resolve(file));
		}
		try (InputStream stream = URI.create("jar:" + classes + "!/" + file).toURL().openStream()) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
