package io.github.pandaemonium.signal;

import java.lang.management.ManagementFactory;
import java.time.Instant;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * All threads and their locks, as {@code jcmd PID Thread.print -l} shows them.
 *
 * @since 0.1.0
 */
public final class ThreadDump {

	private ThreadDump() {
	}

	/**
	 * Takes a dump of this process.
	 * @return the time, the threads and their locks; ends with a line feed
	 */
	public static String take() {
		try {
			Object dump = ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "threadPrint",
						new Object[] { new String[] { "-l" } }, new String[] { String[].class.getName() });
			return Instant.now() + "\n" + dump + "\n";
		}
		catch (JMException ex) {
			throw new IllegalStateException("Unable to take a thread dump: " + ex.getMessage(), ex);
		}
	}

}
