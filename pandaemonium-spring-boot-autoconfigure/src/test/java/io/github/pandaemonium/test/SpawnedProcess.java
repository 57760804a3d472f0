package io.github.pandaemonium.test;

import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;

/**
 * A process that gets descriptors of this one, which {@link ProcessBuilder} can't hand
 * on. It leads a new session.
 */
final class SpawnedProcess extends Process {

	private final Posix posix;

	private final int pid;

	private int status = -1;

	private SpawnedProcess(Posix posix, int pid) {
		this.posix = posix;
		this.pid = pid;
	}

	static SpawnedProcess start(ProcessBuilder builder, List<int[]> sockets) {
		Posix posix = NativeAccess.posix();
		List<String> arguments = new ArrayList<>(
				List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", builder.directory().getPath()));
		arguments.addAll(builder.command());
		List<String> environment = new ArrayList<>();
		builder.environment().forEach((name, value) -> environment.add(name + "=" + value));
		int in = posix.open(file(builder.redirectInput()), Posix.O_RDONLY, 0);
		int out = posix.open(file(builder.redirectOutput()), Posix.O_WRONLY | Posix.O_APPEND, 0);
		int err = posix.open(file(builder.redirectError()), Posix.O_WRONLY | Posix.O_APPEND, 0);
		try {
			List<int[]> descriptors = new ArrayList<>(
					List.of(new int[] { in, 0 }, new int[] { out, 1 }, new int[] { err, 2 }));
			for (int[] socket : sockets) {
				descriptors.removeIf((descriptor) -> descriptor[1] == socket[1]);
				descriptors.add(socket);
			}
			return new SpawnedProcess(posix,
					posix.posixSpawn(new Posix.Program("/bin/sh", arguments, environment, descriptors)));
		}
		finally {
			posix.close(in);
			posix.close(out);
			posix.close(err);
		}
	}

	private static String file(ProcessBuilder.Redirect redirect) {
		File file = redirect.file();
		return (file != null) ? file.getPath() : "/dev/null";
	}

	@Override
	public long pid() {
		return this.pid;
	}

	@Override
	public synchronized boolean isAlive() {
		if (this.status < 0) {
			this.status = this.posix.waitpid(this.pid, false);
		}
		return this.status < 0;
	}

	@Override
	public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
		long deadline = System.nanoTime() + unit.toNanos(timeout);
		while (isAlive() && System.nanoTime() < deadline) {
			Thread.sleep(10);
		}
		return !isAlive();
	}

	@Override
	public int waitFor() throws InterruptedException {
		waitFor(1, TimeUnit.DAYS);
		return exitValue();
	}

	@Override
	public synchronized int exitValue() {
		if (isAlive()) {
			throw new IllegalThreadStateException("It is still alive");
		}
		// wait(2): the status, or 128 and the signal that ended it
		return ((this.status & 0x7f) == 0) ? (this.status >> 8) & 0xff : 128 + (this.status & 0x7f);
	}

	@Override
	public void destroy() {
		this.posix.kill(this.pid, 15);
	}

	@Override
	public OutputStream getOutputStream() {
		return OutputStream.nullOutputStream();
	}

	@Override
	public InputStream getInputStream() {
		return InputStream.nullInputStream();
	}

	@Override
	public InputStream getErrorStream() {
		return InputStream.nullInputStream();
	}

}
