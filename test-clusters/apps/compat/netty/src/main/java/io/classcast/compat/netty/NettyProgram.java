package io.classcast.compat.netty;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A line goes to a server and back over native epoll. */
public final class NettyProgram {
    private NettyProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws Exception any
     */
    public static void main(String[] arguments) throws Exception {
        Report.say("epoll " + Epoll.isAvailable() + " " + Epoll.unavailabilityCause());
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        CompletableFuture<String> answer = new CompletableFuture<>();
        try {
            Channel server = new ServerBootstrap().group(group).channel(EpollServerSocketChannel.class)
                    .childHandler(lines((context, line) -> context.writeAndFlush(line.toUpperCase(Locale.ROOT) + "\n")))
                    .bind("localhost", 0).sync().channel();
            int port = ((InetSocketAddress) server.localAddress()).getPort();
            Channel client = new Bootstrap().group(group).channel(EpollSocketChannel.class)
                    .handler(lines((context, line) -> answer.complete(line))).connect("localhost", port).sync().channel();
            client.writeAndFlush("hello from epoll\n").sync();
            Report.say("answer " + answer.get(30, TimeUnit.SECONDS));
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
        Identity.ofClasses(Channel.class, Epoll.class, ByteBuf.class, LineBasedFrameDecoder.class);
        Identity.ofResources("META-INF/native/libnetty_transport_native_epoll_x86_64.so",
                "META-INF/io.netty.versions.properties");
        Report.end();
    }

    private static ChannelInitializer<Channel> lines(BiConsumer<ChannelHandlerContext, String> then) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new LineBasedFrameDecoder(80), new StringDecoder(), new StringEncoder(),
                        new SimpleChannelInboundHandler<String>() {
                            @Override
                            protected void channelRead0(ChannelHandlerContext context, String line) {
                                then.accept(context, line);
                            }
                        });
            }
        };
    }
}
