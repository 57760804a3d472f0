package io.github.pandaemonium.sample.plain;

/**
 * Runs the daemon that the first argument names. {@code main} runs in two processes: the
 * launcher, and the daemon that it starts.
 */
public final class PlainApplication {

	private PlainApplication() {
	}

	/**
	 * Runs a daemon.
	 * @param args {@code start}, {@code steps}, {@code activate} or {@code report};
	 * {@code activate --foreground} stays in the terminal
	 * @throws Exception if it fails
	 */
	public static void main(String[] args) throws Exception {
		boolean foreground = args.length > 1 && args[1].equals("--foreground");
		switch ((args.length > 0) ? args[0] : "") {
			case "start" -> StartedDaemon.start();
			case "steps" -> SteppedDaemon.start();
			case "activate" -> ActivatedDaemon.start(foreground);
			case "report" -> new SubclassDaemon().report();
			default -> {
				System.err.println("Usage: sample-plain start | steps | activate [--foreground] | report");
				System.exit(2);
			}
		}
	}

}
