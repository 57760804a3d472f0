package io.github.pandaemonium.web;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerState;

/**
 * Says in each answer of HTTP/1.1 that it is the last of its connection, where Reactor
 * Netty no longer accepts.
 */
@Sharable
final class LastAnswer extends ChannelOutboundHandlerAdapter implements ConnectionObserver {

	/**
	 * Adds itself before the first request is answered: with TLS it is late that a
	 * connection knows its protocol.
	 */
	@Override
	public void onStateChange(Connection connection, State state) {
		if (state == HttpServerState.REQUEST_RECEIVED) {
			ChannelPipeline pipeline = connection.channel().pipeline();
			if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null && pipeline.get(LastAnswer.class) == null) {
				pipeline.addAfter(NettyPipeline.HttpTrafficHandler, LastAnswer.class.getName(), this);
			}
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpResponse response && response.status().codeClass() != HttpStatusClass.INFORMATIONAL
				&& context.channel().parent() instanceof SocketServerChannel server && !server.isAccepting()) {
			HttpUtil.setKeepAlive(response, false);
		}
		context.write(message, promise);
	}

}
