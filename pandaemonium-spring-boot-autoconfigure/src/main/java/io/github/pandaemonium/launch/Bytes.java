package io.github.pandaemonium.launch;

import java.nio.charset.StandardCharsets;

/**
 * Byte strings: each char is one byte (ISO 8859-1), so that arguments and variables in
 * any encoding survive.
 */
final class Bytes {

	private Bytes() {
	}

	static String of(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

}
