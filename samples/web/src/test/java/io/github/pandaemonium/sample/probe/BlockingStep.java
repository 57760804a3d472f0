package io.github.pandaemonium.sample.probe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.github.pandaemonium.context.DaemonStep;
import io.github.pandaemonium.daemon.Stage;

/**
 * A step after the stage that {@code probe.stage} names, which never ends. It is there
 * when the file that {@code probe.reached} names holds its process id.
 */
class BlockingStep implements DaemonStep {

	@Override
	public Stage stage() {
		return Stage.valueOf(System.getProperty("probe.stage"));
	}

	@Override
	public void run() throws Exception {
		Path reached = Path.of(System.getProperty("probe.reached"));
		Path written = reached.resolveSibling(reached.getFileName() + ".new");
		Files.writeString(written, Long.toString(ProcessHandle.current().pid()));
		Files.move(written, reached);
		new CountDownLatch(1).await();
	}

}
