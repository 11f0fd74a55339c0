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

    private NodeWord() {
    }

    /**
     * Maps it, or makes it.
     *
     * @param store the job's directory on this node
     * @return mapped as long as it is reachable
     * @throws IOException where there is no room for it
     */
    static ByteBuffer of(Path store) throws IOException {
        try (FileChannel file = PrivateFiles.openBothWays(store.resolve("mpi"))) {
            // Behind the word, which another rank may have set already.
            ByteBuffer end = NativeMemory.allocate(1).put(0, (byte) 0);
            try {
                NativeMemory.write(file, end, BYTES);
            } finally {
                NativeMemory.free(end);
            }
            return FileMapping.map(file, FileChannel.MapMode.READ_WRITE, 0, BYTES);
        }
    }
}
