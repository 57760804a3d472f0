package io.github.pandaemonium.pidfile;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A shell that has a pid file. What takes the lock is {@code flock(1)}, which ends at
 * once: as with a launcher, the process that {@code /proc/locks} names is dead.
 */
final class LockingShell implements AutoCloseable {

	private static final String LOCK = "exec 9>>\"$1\" && flock -n 9 && ";

	private final Process process;

	private LockingShell(String script, Path path) throws IOException {
		this.process = new ProcessBuilder("sh", "-c", script + "; echo done; read line", "sh", path.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		if (!"done".equals(this.process.inputReader().readLine())) {
			throw new IllegalStateException("The shell has failed");
		}
	}

	/** Locks the file and writes its pid. */
	static LockingShell sealed(Path path) throws IOException {
		return new LockingShell(LOCK + "echo $$ >&9", path);
	}

	/** Locks the file and writes nothing. */
	static LockingShell unsealed(Path path) throws IOException {
		return new LockingShell(LOCK + "true", path);
	}

	/** Writes its pid without a lock. */
	static LockingShell unlocked(Path path) throws IOException {
		return new LockingShell("echo $$ > \"$1\"", path);
	}

	int pid() {
		return (int) this.process.pid();
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() throws InterruptedException {
		kill();
	}

}
