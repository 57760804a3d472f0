package io.github.pandaemonium.sample.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.pandaemonium.context.DaemonSignalEvent;

import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Keeps the signals that have been received since the start.
 */
@RestController
class SignalController {

	private final List<Received> signals = new CopyOnWriteArrayList<>();

	@EventListener
	void received(DaemonSignalEvent event) {
		this.signals.add(new Received(event.getSignal(), event.getNumber(), event.getAction()));
	}

	@GetMapping("/signals")
	List<Received> signals() {
		return this.signals;
	}

	/**
	 * A signal that has been received.
	 *
	 * @param signal its name
	 * @param number its number
	 * @param action what it is mapped to
	 */
	record Received(String signal, int number, String action) {

	}

}
