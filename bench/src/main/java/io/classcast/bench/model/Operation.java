package io.classcast.bench.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a rank does next in a trace. */
public enum Operation {
    /** A name is looked up in its directory. */
    LOOKUP,
    /** The attributes of a file. */
    GETATTR,
    /** A file is opened. */
    OPEN,
    /** A directory is opened. */
    OPENDIR,
    /** A directory is read. */
    READDIR,
    /** A symbolic link is read. */
    READLINK,
    /** Bytes of a file are read. */
    READ,
    /** Connecting with the others begins; what follows goes on beside it. */
    CONNECT,
    /** From here on, the others are connected: waits until they are. */
    CONNECTED,
    /** All ranks wait for what rank 0 sends to all nodes. */
    BROADCAST,
    /** The program ends. */
    END;

    private final String word = name().toLowerCase(Locale.ROOT);

    /**
     * Its word in a trace file.
     *
     * @return such as lookup
     */
    public String word() {
        return word;
    }

    /**
     * Whether it is a request to the metadata service.
     *
     * @return false for reads and for what is no file-system operation
     */
    public boolean isMetadata() {
        return compareTo(READLINK) <= 0;
    }

    /**
     * The operation of a word.
     *
     * @param word of a trace file
     * @return empty if there is none
     */
    public static Optional<Operation> of(String word) {
        return Arrays.stream(values()).filter(operation -> operation.word.equals(word)).findFirst();
    }
}
