package io.github.pandaemonium.web;

import java.time.Duration;
import java.util.function.Supplier;

import io.github.pandaemonium.socket.AcceptanceGate;
import io.github.pandaemonium.socket.CountedConnections;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Event loops whose server channel is a socket that was given to this process. They are
 * those of java.nio, as the channel is.
 */
final class SocketLoopResources implements LoopResources {

	private final LoopResources delegate;

	private final Supplier<java.nio.channels.ServerSocketChannel> source;

	private final CountedConnections connections;

	private final AcceptanceGate gate;

	SocketLoopResources(LoopResources delegate, Supplier<java.nio.channels.ServerSocketChannel> source,
			CountedConnections connections, AcceptanceGate gate) {
		this.delegate = delegate;
		this.source = source;
		this.connections = connections;
		this.gate = gate;
	}

	@Override
	public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
		return (type == ServerSocketChannel.class)
				? type.cast(new SocketServerChannel(this.source.get(), this.connections, this.gate))
				: this.delegate.onChannel(type, group);
	}

	@Override
	public <C extends Channel> Class<? extends C> onChannelClass(Class<C> type, EventLoopGroup group) {
		return this.delegate.onChannelClass(type, group);
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return this.delegate.onServer(false);
	}

	@Override
	public EventLoopGroup onServerSelect(boolean useNative) {
		return this.delegate.onServerSelect(false);
	}

	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return this.delegate.onClient(useNative);
	}

	@Override
	public boolean daemon() {
		return this.delegate.daemon();
	}

	@Override
	public boolean isDisposed() {
		return this.delegate.isDisposed();
	}

	@Override
	public void dispose() {
		// they belong to others
	}

	@Override
	public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
		return Mono.empty();
	}

}
