package io.github.pandaemonium.posix;

import io.github.pandaemonium.posix.Posix.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NativeAccounts}, with the users that every machine has.
 */
class NativeAccountsTests {

	private static final String UNUSED = "1987654321";

	private final Posix posix = NativeAccess.posix();

	@ParameterizedTest
	@ValueSource(strings = { "root", "0" })
	void userIsFoundByNameAndNumber(String user) {
		assertThat(this.posix.getpwnam(user)).isEqualTo(new Account("root", 0, 0, "/root"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "no such user", "", "-1", "99999999999", "0x0" })
	void unknownUserIsNull(String user) {
		assertThat(this.posix.getpwnam(user)).isNull();
	}

	@Test
	void numberWithoutAnEntryHasNoGroup() {
		assertThat(this.posix.getpwnam(UNUSED)).isEqualTo(new Account(UNUSED, Integer.parseInt(UNUSED), -1, "/"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "root", "0" })
	void groupIsFoundByNameAndNumber(String group) {
		assertThat(this.posix.getgrnam(group)).isZero();
	}

	@Test
	void groupNeedsNoEntryWhereItIsANumber() {
		assertThat(this.posix.getgrnam(UNUSED)).isEqualTo(Integer.parseInt(UNUSED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "no such group", "", "-1", "99999999999" })
	void unknownGroupIsNegative(String group) {
		assertThat(this.posix.getgrnam(group)).isEqualTo(-1);
	}

	@Test
	void groupsOfAUserHaveTheGivenOne() {
		assertThat(this.posix.getgrouplist("root", 4711)).contains(4711);
		assertThat(this.posix.getgrouplist("no such user", 4711)).containsExactly(4711);
	}

}
