package io.classcast.mpi.foreign;

import io.classcast.NativeMemory;
import io.classcast.PrivateFiles;
import io.classcast.store.FileMapping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Four bytes of memory that the ranks of a node share, 0 at first. */
final class NodeWord {
    private static final int BYTES = 4;

    /** C looks at it until the process ends. */
    private static ByteBuffer word;

    private NodeWord() {
    }

    /**
     * Maps it, or makes it.
     *
     * @param store the job's directory on this node
     * @return mapped until this process ends
     * @throws IOException where there is no room for it
     */
    static synchronized ByteBuffer of(Path store) throws IOException {
        try (FileChannel file = PrivateFiles.openBothWays(store.resolve("mpi"))) {
            // Behind the word, which another rank may have set already.
            ByteBuffer end = NativeMemory.allocate(1).put(0, (byte) 0);
            try {
                NativeMemory.write(file, end, BYTES);
            } finally {
                NativeMemory.free(end);
            }
            word = FileMapping.map(file, FileChannel.MapMode.READ_WRITE, 0, BYTES);
            return word;
        }
    }
}
