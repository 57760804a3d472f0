package io.github.pandaemonium.sample.web;

import java.util.List;
import java.util.Map;
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

	private final List<Map<String, Object>> signals = new CopyOnWriteArrayList<>();

	@EventListener
	void received(DaemonSignalEvent event) {
		this.signals.add(Map.of("signal", event.getSignal(), "number", event.getNumber(), "action", event.getAction()));
	}

	@GetMapping("/signals")
	List<Map<String, Object>> signals() {
		return this.signals;
	}

}
