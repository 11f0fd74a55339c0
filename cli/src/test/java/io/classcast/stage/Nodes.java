package io.classcast.stage;

import io.classcast.ClasscastException;
import io.classcast.job.Pulse;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.ThreadWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Nodes as threads, each with a directory of its own. */
final class Nodes {
    final Path base;
    final int count;
    Codec codec;
    /** Called on rank 0 between the listing of the sources and their reading. */
    Runnable afterListing = () -> { };
    String classPath;
    Path profile;

    Nodes(Path base, int count) {
        this.base = base;
        this.count = count;
    }

    Path node(int rank) {
        return base.resolve("node" + rank).resolve("staged");
    }

    StageOutcome stage(Path... sources) {
        List<CompletableFuture<StageOutcome>> outcomes = new ArrayList<>();
        for (Communicator rank : new ThreadWorld(count, true).ranks()) {
            StageRequest request = new StageRequest(node(rank.rank()), List.of(sources), null, false, classPath, profile, true, 0, codec, 2, 10_000);
            Progress progress = new Progress() {
                @Override
                public void total(long bytes) {
                    if (rank.rank() == 0) {
                        afterListing.run();
                    }
                }

                @Override
                public void read(long bytes) {
                    // Nobody looks.
                }

                @Override
                public void note(String line) {
                    // Nobody looks.
                }
            };
            CompletableFuture<StageOutcome> outcome = new CompletableFuture<>();
            outcomes.add(outcome);
            new Thread(() -> {
                try {
                    outcome.complete(new Stage(request, rank, new Pulse(), progress).run());
                } catch (ClasscastException e) {
                    outcome.completeExceptionally(e);
                }
            }).start();
        }
        try {
            List<StageOutcome> all = outcomes.stream().map(CompletableFuture::join).toList();
            return all.get(0);
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    /** What lies below a directory but for our own: path to kind, permissions, time and content. */
    static TreeMap<String, String> tree(Path root) {
        TreeMap<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                String name = root.relativize(path).toString();
                if (!name.isEmpty() && !name.startsWith(StagedPath.OWN)) {
                    tree.put(name, describe(path));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return tree;
    }

    private static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "link to " + Files.readSymbolicLink(path);
        }
        String about = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) + " " + Files.getLastModifiedTime(path);
        return Files.isDirectory(path) ? "directory " + about : "file " + about + " " + Arrays.hashCode(Files.readAllBytes(path)) + " " + Files.size(path);
    }
}
