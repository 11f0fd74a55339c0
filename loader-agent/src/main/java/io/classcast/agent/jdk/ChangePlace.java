package io.classcast.agent.jdk;

import io.classcast.agent.hook.ChangeSeam;

/**
 * A static method of the JDK's that changes files, and what {@link ChangeSeam} is told when it has done so.
 *
 * @param owner internal name of its class
 * @param method its name
 * @param descriptor its descriptor: arguments of one slot, an int or nothing as result
 * @param tells what is told, in this order
 */
record ChangePlace(String owner, String method, String descriptor, Tell... tells) {
    private static final String PATH = "Lsun/nio/fs/UnixPath;";
    private static final String CLEANABLE = "java/io/FileCleanable";
    private static final String DISPATCHER = "sun/nio/fs/UnixNativeDispatcher";

    /** The classes of {@link #ALL}. */
    static final String[] OWNERS = {CLEANABLE, DISPATCHER};

    /**
     * Where a file has been opened for writing, a name made, moved or removed, or its rights were changed, but by {@code java.io.File} ({@link
     * FileStandIn}); the same in JDK 17 to 25. Streams and {@code RandomAccessFile} come to {@code FileCleanable}, all
     * of {@code java.nio.file} to {@code UnixNativeDispatcher}. Neither of these classes is loaded before an agent is.
     * {@code fchmod} and {@code fchown} are native in JDK 17, and such a method cannot get another name: they are for
     * {@code NOFOLLOW_LINKS} and secure directory streams only, and not known here.
     */
    static final ChangePlace[] ALL = {
        new ChangePlace(CLEANABLE, "register", "(Ljava/io/FileDescriptor;)V", new Tell("opened", "(Ljava/io/FileDescriptor;)V", 0)),
        new ChangePlace(DISPATCHER, "open", "(" + PATH + "II)I", new Tell("opened", "(ILjava/lang/Object;I)V", 0, 1)),
        new ChangePlace(DISPATCHER, "openat", "(I[BII)I", new Tell("opened", "(II)V", 2)),
        new ChangePlace(DISPATCHER, "unlink", "(" + PATH + ")V", named(0)),
        new ChangePlace(DISPATCHER, "unlinkat", "(I[BI)V", namedAt(0)),
        new ChangePlace(DISPATCHER, "rmdir", "(" + PATH + ")V", named(0)),
        new ChangePlace(DISPATCHER, "mkdir", "(" + PATH + "I)V", named(0)),
        new ChangePlace(DISPATCHER, "symlink", "([B" + PATH + ")V", named(1)),
        // What has a second name is served no longer: it may be written to by that one.
        new ChangePlace(DISPATCHER, "link", "(" + PATH + PATH + ")V", named(0), named(1)),
        new ChangePlace(DISPATCHER, "rename", "(" + PATH + PATH + ")V", named(0), named(1)),
        new ChangePlace(DISPATCHER, "renameat", "(I[BI[B)V", namedAt(0), namedAt(2)),
        new ChangePlace(DISPATCHER, "chmod", "(" + PATH + "I)V", permitted()),
        new ChangePlace(DISPATCHER, "chown", "(" + PATH + "II)V", permitted()),
        new ChangePlace(DISPATCHER, "lchown", "(" + PATH + "II)V", permitted()),
    };

    /**
     * A call of {@link ChangeSeam}.
     *
     * @param method its name
     * @param descriptor its descriptor; the first argument is the result of the changing method, if that has one
     * @param locals the other arguments, by the numbers of the changing method's
     */
    record Tell(String method, String descriptor, int... locals) {
    }

    private static Tell named(int local) {
        return new Tell("named", "(Ljava/lang/Object;)V", local);
    }

    private static Tell permitted() {
        return new Tell("permitted", "(Ljava/lang/Object;)V", 0);
    }

    private static Tell namedAt(int directory) {
        return new Tell("named", "(I[B)V", directory, directory + 1);
    }

    boolean hasResult() {
        return !descriptor.endsWith("V");
    }

    /** The types of the arguments, as a class file has it: {@code I} or {@code L}, one character each. */
    String kinds() {
        return kinds(descriptor);
    }

    /** The same for any descriptor with such arguments. */
    static String kinds(String descriptor) {
        StringBuilder kinds = new StringBuilder();
        for (int i = 1; descriptor.charAt(i) != ')'; i++) {
            char kind = descriptor.charAt(i);
            if (kind == '[') {
                i++;
            }
            if (descriptor.charAt(i) == 'L') {
                i = descriptor.indexOf(';', i);
            }
            kinds.append(kind == 'I' ? 'I' : 'L');
        }
        return kinds.toString();
    }
}
