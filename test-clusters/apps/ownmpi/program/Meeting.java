import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ranks wait for each other without MPI: each makes a file in a directory that all hosts see. */
final class Meeting {
    /** Launchers read what was printed within this time. */
    private static final long READ_MILLIS = 500;

    private final Path directory;
    private final int rank;
    private final int size;

    Meeting(Path directory, int rank, int size) {
        this.directory = directory;
        this.rank = rank;
        this.size = size;
    }

    /** All are there, and what they have printed has gone its way. */
    void await() throws IOException, InterruptedException {
        Files.createFile(directory.resolve(Integer.toString(rank)));
        for (int other = 0; other < size; other++) {
            while (!Files.exists(directory.resolve(Integer.toString(other)))) {
                Thread.sleep(10);
            }
        }
        Thread.sleep(READ_MILLIS);
    }
}
