package io.classcast.agent.jdk;

import io.classcast.agent.classfile.ClassFileBytes;
import io.classcast.agent.classfile.MethodBytes;
import io.classcast.store.FileMapping;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Function;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import org.objectweb.asm.Opcodes;

/**
 * Maps files by the method of the JDK's that all of its own ways come to, {@code FileChannelImpl.mapInternal} (the same in JDK 17 to 25), and makes the
 * buffer itself. The public ways link lambdas and method handles for the first mapping: 5 ms of a processor on JDK 17, 10 ms with memory segments on JDK
 * 25. What is mapped stays so until the JVM ends: that is what stores are mapped for.
 */
public final class ChannelMapping extends FileMapping {
    private static final String CHANNELS = "sun/nio/ch/";
    private static final String CHANNEL = CHANNELS + "FileChannelImpl";
    private static final String UNMAPPER = CHANNEL + "$Unmapper";
    private static final String SELF = CHANNELS + "ClasscastMapping";
    private static final String MODE = "java/nio/channels/FileChannel$MapMode";
    private static final String OBJECTS = "[Ljava/lang/Object;";
    /** Of {@code FileChannelImpl}, later {@code FileDispatcher} (JDK 17 to 25): MAP_RO and MAP_RW. */
    private static final Integer READ = 0;
    private static final Integer READ_AND_WRITE = 1;
    /** Of {@code MethodHandleNatives.Constants}: NESTMATE_CLASS and HIDDEN_CLASS (JDK 17 to 25). */
    private static final int FLAGS = 1 | 2;

    private final Instrumentation instrumentation;
    private Access access;

    private ChannelMapping(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /**
     * Maps so from now on; where this JDK cannot, the first who maps finds that out, and maps by {@link SegmentMapping} or as the JDK does.
     *
     * @param instrumentation the agent's
     */
    public static void announce(Instrumentation instrumentation) {
        use(new ChannelMapping(instrumentation));
    }

    @Override
    protected ByteBuffer mapped(FileChannel channel, FileChannel.MapMode mode, long from, long length) throws IOException {
        try {
            return access().map(channel, mode, from, length);
        } catch (ClassNotFoundException | InstantiationException | RuntimeException | LinkageError | InternalError e) {
            useJdk();
            SegmentMapping.announce();
            return map(channel, mode, from, length);
        }
    }

    private synchronized Access access() throws ClassNotFoundException, InstantiationException {
        if (access == null) {
            JdkPackages.open(instrumentation);
            access = new Access();
        }
        return access;
    }

    /** What is only known once the JDK has been opened. */
    private static final class Access {
        private final Unsafe unsafe = Unsafe.getUnsafe();
        private final long address = unsafe.objectFieldOffset(Buffer.class, "address");
        private final long capacity = unsafe.objectFieldOffset(Buffer.class, "capacity");
        private final ByteBuffer none = ByteBuffer.allocateDirect(0);
        private final Function<Object[], Long> mapper;

        Access() throws ClassNotFoundException, InstantiationException {
            Class<?> host = Class.forName(CHANNEL.replace('/', '.'), false, null);
            mapper = function(unsafe.allocateInstance(SharedSecrets.getJavaLangAccess().defineClass(null, host, SELF, code(), null, false, FLAGS, null)));
        }

        @SuppressWarnings("unchecked")
        private static Function<Object[], Long> function(Object made) {
            return (Function<Object[], Long>) made;
        }

        /** Throws what {@code FileChannel.map} does, an {@code IOException} among it. */
        ByteBuffer map(FileChannel channel, FileChannel.MapMode mode, long from, long length) throws IOException {
            boolean read = mode == FileChannel.MapMode.READ_ONLY;
            if (length == 0 || !read && mode != FileChannel.MapMode.READ_WRITE) {
                return channel.map(mode, from, length);
            }
            // What it does with the mode is to check it, and for another one JDK 17 links a lambda.
            long memory = mapper.apply(new Object[] {channel, FileChannel.MapMode.READ_ONLY, from, length, read ? READ : READ_AND_WRITE});
            ByteBuffer buffer = none.duplicate();
            unsafe.putLong(buffer, address, memory);
            unsafe.putInt(buffer, capacity, Math.toIntExact(length));
            buffer.clear();
            return read ? buffer.asReadOnlyBuffer() : buffer;
        }
    }

    /**
     * A nest mate of {@code FileChannelImpl}.
     *
     * <pre>
     * Object apply(Object arguments) {
     *     Object[] all = (Object[]) arguments;
     *     return Long.valueOf(((FileChannelImpl) all[0]).mapInternal((MapMode) all[1], (Long) all[2], (Long) all[3], (Integer) all[4], false).address());
     * }
     * </pre>
     */
    private static byte[] code() {
        ClassFileBytes file = new ClassFileBytes();
        MethodBytes code = new MethodBytes(file, file.text("Code"));
        file.u2(Opcodes.ACC_FINAL | Opcodes.ACC_SUPER);
        file.u2(type(file, SELF));
        file.u2(type(file, "java/lang/Object"));
        file.u2(1);
        file.u2(type(file, "java/util/function/Function"));
        file.u2(0);
        file.u2(1);
        code.begin(Opcodes.ACC_PUBLIC, file.text("apply"), file.text("(Ljava/lang/Object;)Ljava/lang/Object;"), 0, 1);
        argument(file, code, 0, CHANNEL);
        argument(file, code, 1, MODE);
        for (int i = 2; i < 4; i++) {
            argument(file, code, i, "java/lang/Long");
            code.member(Opcodes.INVOKEVIRTUAL, method(file, "java/lang/Long", "longValue", "()J"), 1);
        }
        argument(file, code, 4, "java/lang/Integer");
        code.member(Opcodes.INVOKEVIRTUAL, method(file, "java/lang/Integer", "intValue", "()I"), 0);
        code.number(0);
        code.member(Opcodes.INVOKEVIRTUAL, method(file, CHANNEL, "mapInternal", "(L" + MODE + ";JJIZ)L" + UNMAPPER + ";"), -7);
        code.member(Opcodes.INVOKEVIRTUAL, method(file, UNMAPPER, "address", "()J"), 1);
        code.member(Opcodes.INVOKESTATIC, method(file, "java/lang/Long", "valueOf", "(J)Ljava/lang/Long;"), -1);
        code.giveBack(Object.class);
        code.end();
        file.u2(0);
        return file.file(Opcodes.V17);
    }

    private static void argument(ClassFileBytes file, MethodBytes code, int index, String type) {
        code.load(Object.class, 1);
        code.member(Opcodes.CHECKCAST, type(file, OBJECTS), 0);
        code.number(index);
        code.simple(Opcodes.AALOAD, -1);
        code.member(Opcodes.CHECKCAST, type(file, type), 0);
    }

    private static int type(ClassFileBytes file, String name) {
        return file.referring(ClassFileBytes.CLASS, file.text(name));
    }

    private static int method(ClassFileBytes file, String owner, String name, String descriptor) {
        return file.referring(ClassFileBytes.METHOD, type(file, owner),
                file.referring(ClassFileBytes.NAME_AND_TYPE, file.text(name), file.text(descriptor)));
    }
}
