package io.github.pandaemonium.context;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * All threads and their locks, as {@code jcmd PID Thread.print -l} shows them.
 */
final class ThreadDump {

	private ThreadDump() {
	}

	static void write(PrintStream stream) {
		try {
			Object dump = ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "threadPrint",
						new Object[] { new String[] { "-l" } }, new String[] { String[].class.getName() });
			stream.println(Instant.now() + "\n" + dump);
		}
		catch (JMException ex) {
			throw new IllegalStateException("Unable to take a thread dump: " + ex.getMessage(), ex);
		}
	}

}
