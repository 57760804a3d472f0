package io.github.pandaemonium.web;

import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

import io.github.pandaemonium.socket.AcceptanceGate;
import io.github.pandaemonium.socket.CountedConnections;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * Netty's channel on a socket that listens already.
 */
final class SocketServerChannel extends NioServerSocketChannel {

	private static final long TIME_TO_STOP = 1000; // milliseconds

	private final CountedConnections connections;

	private final AcceptanceGate gate;

	private volatile boolean accepting = true;

	SocketServerChannel(ServerSocketChannel channel, CountedConnections connections, AcceptanceGate gate) {
		super(channel);
		this.connections = connections;
		this.gate = gate;
		connections.stoppedBy(this::stopAccepting);
		gate.whenOpen(this::beginAccepting);
	}

	@Override
	protected void doBind(SocketAddress address) {
		// whoever gave the socket has done it
	}

	@Override
	protected int doReadMessages(List<Object> accepted) throws Exception {
		int before = accepted.size();
		int count = super.doReadMessages(accepted);
		for (Object connection : accepted.subList(before, accepted.size())) {
			this.connections.opened(connection);
			((Channel) connection).closeFuture().addListener((future) -> this.connections.closed(connection));
		}
		return count;
	}

	boolean isAccepting() {
		return this.accepting;
	}

	/** Reactor Netty begins anew a second after a failure. */
	@Override
	protected void doBeginRead() throws Exception {
		if (this.accepting && this.gate.isOpen()) {
			super.doBeginRead();
		}
	}

	/**
	 * Does nothing before the channel is registered, which begins to read by itself.
	 */
	private void beginAccepting() {
		if (isRegistered() && isOpen()) {
			eventLoop().execute(this::read);
		}
	}

	/**
	 * Stays open, as its end is that of the server for Reactor Netty.
	 */
	private void stopAccepting() {
		this.accepting = false;
		if (isRegistered() && isOpen()) {
			eventLoop().submit(() -> config().setAutoRead(false)).awaitUninterruptibly(TIME_TO_STOP);
		}
		// no stream is refused yet: some may be on their way (RFC 9113, 6.8)
		for (Channel connection : this.connections.open(Channel.class)) {
			if (connection.pipeline().get(Http2FrameCodec.class) != null) {
				connection.writeAndFlush(
						new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
			}
			else if (ChannelOperations.get(connection) instanceof WebsocketOutbound socket) {
				WebSocketCloseStatus status = WebSocketCloseStatus.ENDPOINT_UNAVAILABLE; // 1001
				socket.sendClose(status.code(), status.reasonText()).subscribe((nothing) -> {
				}, (failure) -> {
					// the client has left by itself
				});
			}
		}
	}

}
