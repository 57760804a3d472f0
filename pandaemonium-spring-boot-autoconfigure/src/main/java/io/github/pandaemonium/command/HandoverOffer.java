package io.github.pandaemonium.command;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.socket.InvalidSocketException;
import io.github.pandaemonium.socket.SocketAdoption;

import org.springframework.boot.json.JsonWriter;

/**
 * The daemon's end of a {@link Handover}: whoever asks wants to start a successor. The
 * connection lasts as long as that takes.
 *
 * @since 0.1.0
 */
public final class HandoverOffer {

	static final String REQUEST = "handover";

	/** What the answer says of the handover. */
	static final String ANSWER = "handover";

	static final String OFFERED = "offered";

	static final String REFUSED = "refused";

	static final String NOTHING = "nothing";

	static final String SOCKETS = "sockets";

	static final String REASON = "reason";

	/** The last line, where the daemon is told to stop. */
	static final String STOPPING = "stopping";

	/** The last line of whoever asked: there is a successor, or there will be none. */
	static final String SETTLED = "settled";

	private static final Duration TIME_TO_WRITE = Duration.ofSeconds(1);

	/** Longer than any start. */
	private static final Duration FOR_EVER = Duration.ofDays(365);

	private final Posix posix;

	private final SocketChannel channel;

	HandoverOffer(Posix posix, SocketChannel channel) {
		this.posix = posix;
		this.channel = channel;
	}

	/**
	 * Says that there is nothing to hand over: the daemon can only be stopped.
	 * @param reason why
	 * @throws IOException if nobody is there any more
	 */
	public void nothing(String reason) throws IOException {
		answer(NOTHING, reason);
	}

	/**
	 * Says that the daemon can't be replaced now.
	 * @param reason why
	 * @throws IOException if nobody is there any more
	 */
	public void refuse(String reason) throws IOException {
		answer(REFUSED, reason);
	}

	/**
	 * Hands copies of the descriptors over, and waits until the other side has no use for
	 * this process any more.
	 * @param lock the descriptor of the locked pid file
	 * @param sockets the listening sockets by what they are for
	 * @return whether the other side says that it has come to its end; otherwise it has
	 * been killed
	 * @throws IOException if the other side is gone before it has them
	 */
	public boolean hand(int lock, Map<String, Integer> sockets) throws IOException {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put(ANSWER, OFFERED);
		answer.put(SOCKETS, String.join(",", sockets.keySet()));
		List<Integer> descriptors = new ArrayList<>(List.of(lock));
		descriptors.addAll(sockets.values());
		byte[] line = (JsonWriter.standard().writeToString(answer) + "\n").getBytes(StandardCharsets.UTF_8);
		try {
			this.posix.sendDescriptors(SocketAdoption.descriptor(this.channel), line, descriptors, null);
		}
		catch (PosixException | InvalidSocketException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
		return isSettled();
	}

	/**
	 * Says that this process has been told to stop, so that no successor is wanted.
	 */
	public void stopping() {
		try {
			ControlSocket.writeLine(this.channel, STOPPING, TIME_TO_WRITE);
		}
		catch (IOException ex) {
			// nobody is there any more
		}
	}

	private boolean isSettled() {
		try {
			return SETTLED.equals(ControlSocket.readLine(this.channel, FOR_EVER));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void answer(String word, String reason) throws IOException {
		ControlSocket.writeLine(this.channel, JsonWriter.standard().writeToString(Map.of(ANSWER, word, REASON, reason)),
				TIME_TO_WRITE);
	}

}
