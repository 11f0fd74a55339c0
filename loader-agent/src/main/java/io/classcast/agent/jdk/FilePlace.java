package io.classcast.agent.jdk;

import io.classcast.agent.hook.FileSeam;

/**
 * A method of the JDK's that opens a file, and the method of {@link FileSeam} that is asked first: what that gives takes the place of an argument.
 *
 * @param owner internal name of its class
 * @param method its name
 * @param descriptor its descriptor
 * @param seam name of the method that is asked
 * @param seamDescriptor its descriptor
 * @param type internal name of the argument's class where the seam gives an {@code Object}; else null
 * @param store instruction of one byte that stores the argument
 * @param loads instructions of one byte that push what is handed over, one slot each
 */
record FilePlace(String owner, String method, String descriptor, String seam, String seamDescriptor, String type, int store, int... loads) {
    private static final String STRING = "Ljava/lang/String;";
    private static final String PATH = "sun/nio/fs/UnixPath";
    /** Instructions (JVMS 6.5). */
    private static final int ALOAD_0 = 42;
    private static final int ILOAD_2 = 28;
    private static final int ASTORE_0 = 75;

    /**
     * Where files are opened, those of {@code ZipFile} among them (the same in JDK 17 to 25). Neither class is loaded before an agent is, as a rule.
     */
    static final FilePlace[] EARLY = {
        new FilePlace("java/io/RandomAccessFile", "open", "(" + STRING + "I)V", "randomAccess", "(" + STRING + "I)" + STRING, null,
                ASTORE_0 + 1, ALOAD_0 + 1, ILOAD_2),
        new FilePlace("sun/nio/fs/UnixChannelFactory", "newFileChannel", "(L" + PATH + ";Ljava/util/Set;I)Ljava/nio/channels/FileChannel;",
                "channel", "(Ljava/lang/Object;Ljava/util/Set;)Ljava/lang/Object;", PATH, ASTORE_0, ALOAD_0, ALOAD_0 + 1)
    };

    /** Where a stream opens a file (the same in JDK 17 to 25); its class is always loaded. */
    static final FilePlace STREAM = new FilePlace("java/io/FileInputStream", "open", "(" + STRING + ")V", "stream", "(" + STRING + ")" + STRING, null,
            ASTORE_0 + 1, ALOAD_0 + 1);
}
