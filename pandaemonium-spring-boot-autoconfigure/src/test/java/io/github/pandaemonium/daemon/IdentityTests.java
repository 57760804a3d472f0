package io.github.pandaemonium.daemon;

import java.util.List;

import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.Posix.Credentials;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Identity}.
 */
class IdentityTests {

	private final FakePosix posix = new FakePosix().withUser("root", 0, 0, 0, 3)
		.withUser("shop", 500, 501, 501, 27)
		.withGroup("shop", 501)
		.withGroup("www", 33);

	@Test
	void rootStaysRootWhereNothingIsSaid() {
		assertThat(credentials(null, null, InitGroups.AUTO)).isNull();
		assertThat(credentials("root", null, InitGroups.AUTO)).isNull();
		assertThat(credentials("0", "0", InitGroups.AUTO)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop", "500" })
	void rootBecomesTheUserWithAllItsGroups(String user) {
		assertThat(credentials(user, null, InitGroups.AUTO)).isEqualTo(new Credentials(500, 501, List.of(501, 27)));
		assertThat(credentials(user, null, InitGroups.TRUE)).isEqualTo(new Credentials(500, 501, List.of(501, 27)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "www", "33" })
	void groupReplacesThatOfTheUser(String group) {
		assertThat(credentials("shop", group, InitGroups.AUTO))
			.isEqualTo(new Credentials(500, 33, List.of(33, 501, 27)));
	}

	@Test
	void groupsAreDroppedWhereTheyAreNotWanted() {
		assertThat(credentials("shop", null, InitGroups.FALSE)).isEqualTo(new Credentials(500, 501, List.of()));
		assertThat(credentials(null, null, InitGroups.FALSE)).isEqualTo(new Credentials(0, 0, List.of()));
	}

	@Test
	void groupsOfRootAreSetWhereThatIsAskedFor() {
		assertThat(credentials(null, null, InitGroups.TRUE)).isEqualTo(new Credentials(0, 0, List.of(0, 3)));
		assertThat(credentials("root", null, InitGroups.TRUE)).isEqualTo(new Credentials(0, 0, List.of(0, 3)));
		assertThat(credentials(null, "www", InitGroups.AUTO)).isEqualTo(new Credentials(0, 33, List.of(33, 0, 3)));
	}

	@Test
	void numberWithoutAnEntryNeedsAGroup() {
		assertThat(credentials("4711", "www", InitGroups.AUTO)).isEqualTo(new Credentials(4711, 33, List.of(33)));
		assertRefused("user", "4711", "4711", null, InitGroups.AUTO);
	}

	@ParameterizedTest
	@EnumSource
	void unknownNamesAreRefused(InitGroups initGroups) {
		assertRefused("user", "nosuch", "nosuch", null, initGroups);
		assertRefused("group", "nosuch", "shop", "nosuch", initGroups);
	}

	@Test
	void ordinaryUserStaysWhoItIs() {
		this.posix.runningAs(500, 501);
		assertThat(credentials(null, null, InitGroups.AUTO)).isNull();
		assertThat(credentials("shop", null, InitGroups.AUTO)).isNull();
		assertThat(credentials("500", "shop", InitGroups.AUTO)).isNull();
		assertThat(credentials(null, null, InitGroups.FALSE)).isNull();
	}

	@Test
	void ordinaryUserCantBecomeAnother() {
		this.posix.runningAs(500, 501);
		assertRefused("user", "root", "root", null, InitGroups.AUTO);
		assertRefused("group", "www", null, "www", InitGroups.AUTO);
		assertRefused("group", "www", "shop", "www", InitGroups.AUTO);
		assertRefused("init-groups", "true", null, null, InitGroups.TRUE);
		this.posix.runningAs(500, 33); // newgrp
		assertRefused("user", "shop", "shop", null, InitGroups.AUTO);
	}

	private void assertRefused(String option, String value, @Nullable String user, @Nullable String group,
			InitGroups initGroups) {
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> credentials(user, group, initGroups))
			.satisfies((ex) -> {
				assertThat(ex.getOption()).isEqualTo(option);
				assertThat(ex.getValue()).isEqualTo(value);
			});
	}

	private @Nullable Credentials credentials(@Nullable String user, @Nullable String group, InitGroups initGroups) {
		DaemonOptions options = Daemon.builder().user(user).group(group).initGroups(initGroups).options();
		return new Identity(this.posix, options).credentials();
	}

}
