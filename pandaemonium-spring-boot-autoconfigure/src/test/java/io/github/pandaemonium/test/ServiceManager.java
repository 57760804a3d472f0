package io.github.pandaemonium.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The system manager or a user manager of a {@link Systemd}.
 */
public final class ServiceManager {

	private final Systemd systemd;

	private final Path units;

	private final List<String> prefix;

	private final String option;

	ServiceManager(Systemd systemd, Path units, List<String> prefix, String option) {
		this.systemd = systemd;
		this.units = units;
		this.prefix = prefix;
		this.option = option;
	}

	/**
	 * Writes a unit and has it read.
	 * @param name the name, for example {@code app.service}
	 * @param text the unit
	 * @return the file
	 */
	public Path install(String name, String text) {
		try {
			Path file = Files.writeString(this.units.resolve(name), text);
			assertThat(systemctl("daemon-reload").status()).isZero();
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Runs systemctl(1).
	 * @param arguments its arguments
	 * @return what it printed, and its status
	 */
	public Result systemctl(String... arguments) {
		return launch(arguments).run();
	}

	/**
	 * Prepares systemctl(1), to be waited for later.
	 * @param arguments its arguments
	 * @return the launch
	 */
	public Launch launch(String... arguments) {
		return command("systemctl", this.option, "--no-pager").and(arguments);
	}

	/**
	 * Starts a unit, and expects that it becomes active.
	 * @param unit the unit
	 */
	public void start(String unit) {
		Result result = systemctl("start", unit);
		assertThat(result.status()).as(() -> result + "\n" + systemctl("status", unit) + "\n" + journal(unit)).isZero();
	}

	/**
	 * Returns a property of a unit.
	 * @param unit the unit
	 * @param property for example {@code StatusText}
	 * @return its value
	 */
	public String show(String unit, String property) {
		return systemctl("show", "--value", "--property", property, unit).out().strip();
	}

	/**
	 * Returns the main process of a service.
	 * @param unit the service
	 * @return the process
	 */
	public Proc main(String unit) {
		return this.systemd.process(show(unit, "MainPID"));
	}

	/**
	 * Returns what a service wrote to the journal, and what the manager said of it.
	 * @param unit the service
	 * @return the lines
	 */
	public String journal(String unit) {
		String field = this.option.equals("--user") ? "USER_UNIT=" : "UNIT=";
		return this.systemd
			.command("journalctl", "--no-pager", "--output=cat", "_SYSTEMD_" + field + unit, "+", field + unit)
			.run()
			.out();
	}

	private Launch command(String... command) {
		return this.systemd.command(this.prefix.toArray(String[]::new)).and(command);
	}

}
