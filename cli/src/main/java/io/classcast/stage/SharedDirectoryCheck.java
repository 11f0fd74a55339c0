package io.classcast.stage;

import io.classcast.mpi.Communicator;
import io.classcast.mpi.Gathering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds out whether two nodes see the same directory: each leaves a name there, and looks for those of the others. */
final class SharedDirectoryCheck {
    static final String PREFIX = "node-";

    private final boolean shared;

    /**
     * Takes part, on every leader.
     *
     * @param leaders one rank a node
     * @param directory that is to be staged into; made where it is missing
     */
    SharedDirectoryCheck(Communicator leaders, Path directory) {
        String mine = PREFIX + UUID.randomUUID();
        Path own = null;
        Path token = null;
        try {
            own = StageRoot.prepare(directory).own();
            token = Files.createFile(own.resolve(mine));
        } catch (IOException e) {
            // Who cannot even do this will say so when it is to write.
            own = null;
        }
        List<String> all = Gathering.texts(leaders, mine);
        shared = own != null && seesAnother(own, mine, new HashSet<>(all));
        Gathering.texts(leaders, "looked");
        try {
            if (token != null) {
                Files.deleteIfExists(token);
            }
        } catch (IOException e) {
            // The next stage does not mistake it: only names of its own run count.
            return;
        }
    }

    private static boolean seesAnother(Path own, String mine, Set<String> all) {
        try (Stream<Path> files = Files.list(own)) {
            return files.map(file -> file.getFileName().toString()).anyMatch(name -> all.contains(name) && !name.equals(mine));
        } catch (IOException e) {
            return false;
        }
    }

    boolean isShared() {
        return shared;
    }
}
