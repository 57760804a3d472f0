package io.github.pandaemonium.pidfile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that contends for a pid file again and again: each line on its input is one
 * order, each line on its output the answer.
 */
public final class LockContender {

	private LockContender() {
	}

	public static void main(String[] args) throws IOException {
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		PidLockFile file = new PidLockFile(Path.of(args[0]));
		file.isActive();
		System.out.println("ready");
		String order;
		while ((order = orders.readLine()) != null) {
			String[] words = order.split(" ");
			System.out.println(switch (words[0]) {
				case "race" -> race(file, Long.parseLong(words[1]));
				case "look" -> look(file, orders);
				default -> release(file);
			});
		}
	}

	/**
	 * Starts at a moment of the monotonic clock, which all processes share.
	 */
	private static String race(PidLockFile file, long start) {
		long remaining;
		while ((remaining = start - System.nanoTime()) > 0) {
			LockSupport.parkNanos(remaining);
		}
		try {
			file.acquire().seal();
			return "won";
		}
		catch (AlreadyLockedException ex) {
			return "lost " + ex.getHolder().orElse(0);
		}
		catch (RuntimeException ex) {
			return "failed " + ex;
		}
	}

	private static String look(PidLockFile file, BufferedReader orders) throws IOException {
		int looks = 0;
		int found = 0;
		while (!orders.ready()) {
			OptionalInt holder = file.isActive() ? file.holder() : OptionalInt.empty();
			looks++;
			found += holder.isPresent() ? 1 : 0;
			file.readPid();
			LockSupport.parkNanos(500_000);
		}
		orders.readLine();
		return "looked " + looks + " " + found;
	}

	private static String release(PidLockFile file) {
		file.release();
		return "released";
	}

}
