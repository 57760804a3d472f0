package io.github.pandaemonium.launch;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Secrets}.
 */
class SecretsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					--spring.datasource.password=x=y | --spring.datasource.password=******
					-Djavax.net.ssl.keyStorePassword=x | -Djavax.net.ssl.keyStorePassword=******
					--API_TOKEN=x | --API_TOKEN=******
					--db.pwd=x | --db.pwd=******
					--spring.application.json={"a":"x"} | --spring.application.json=******
					--url=jdbc:postgresql://me:x@db/shop | --url=jdbc:postgresql://me:******@db/shop
					--url=https://me:a@b@host/ | --url=https://me:******@host/
					--url=jdbc:mysql://db/shop?user=me&password=x&ssl=true | --url=jdbc:mysql://db/shop?user=me&password=******&ssl=true
					--url=jdbc:sqlserver://db;password=x;encrypt=true | --url=jdbc:sqlserver://db;password=******;encrypt=true
					-javaagent:/opt/agent.jar=licenseKey=x,app=y | -javaagent:/opt/agent.jar=licenseKey=******,app=y
					""")
	void masks(String argument, String masked) {
		assertThat(Secrets.masked(argument)).isEqualTo(masked);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xmx1g", "--server.port=8080", "-jar", "/opt/shop.jar", "--url=http://host:80/a@b",
			"--logging.file.name=/var/log/shop.log", "-Da=b", "password" })
	void leavesTheRestAlone(String argument) {
		assertThat(Secrets.masked(argument)).isEqualTo(argument);
	}

}
