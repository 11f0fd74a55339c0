package io.classcast.job;

import io.classcast.ClasscastException;
import io.classcast.OwnProcess;
import io.classcast.classpath.Freshness;
import io.classcast.store.NodeLock;
import io.classcast.store.NodeStore;
import io.classcast.store.StoreBase;
import io.classcast.store.StorePointer;
import io.classcast.store.StoredImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Engine {@code none}: the JVMs of one user on one node share a store for each class path. The first takes the lock, scans and
 * publishes; the others map what is there. One that comes later compares size and modification of every entry first, but
 * not within a second after another did, so a hundred JVMs that start together look once. One thread.
 */
public final class SharedNode {
    private static final long BURST_MILLIS = 1_000;

    private final JobConfig config;
    private final Phases phases;
    private final Pulse pulse;

    /**
     * Prepares.
     *
     * @param config what to do
     * @param phases told when a step ends
     * @param pulse beaten while the scan runs
     */
    public SharedNode(JobConfig config, Phases phases, Pulse pulse) {
        this.config = config;
        this.phases = phases;
        this.pulse = pulse;
    }

    /**
     * Joins the node's store for this class path, or makes it.
     *
     * @return the class path that is served from now on
     * @throws ClasscastException the reason to fall back
     */
    public ServedJob serve() {
        StoreBase base = StoreBase.choose(config.store());
        long number = config.fingerprint();
        String key = "none-" + Long.toHexString(number);
        try (NodeLock lock = NodeLock.take(base, number, config.timeoutMillis() / 2)) {
            phases.end("connect");
            StorePointer pointer = new StorePointer(base, key);
            Path current = lock == null ? null : pointer.target();
            ServedJob joined = current == null ? null : join(current);
            return joined != null ? joined : scan(base, key, lock == null ? null : pointer);
        } catch (IOException e) {
            throw new ClasscastException("cannot share the node store in " + base.directory() + ": " + e.getMessage()
                    + "; set the option store to a node-local directory with room", e);
        }
    }

    /** Null where the store is gone, damaged, or no longer true. */
    private ServedJob join(Path directory) {
        NodeStore store;
        try {
            store = NodeStore.join(directory);
        } catch (ClasscastException e) {
            return null;
        }
        try {
            StoredImage image = StoredImage.open(directory).sharingClasses(false, true);
            if (System.currentTimeMillis() - store.lastChecked() > BURST_MILLIS) {
                if (!Freshness.isFresh(image.image())) {
                    store.close(null, 0);
                    return null;
                }
                store.checkedNow();
            }
            phases.end("attach");
            return served(image, store, List.of());
        } catch (ClasscastException e) {
            store.close(null, 0);
            return null;
        }
    }

    private ServedJob scan(StoreBase base, String key, StorePointer pointer) throws IOException {
        RootScan root = new RootScan(config, base, key + '-' + Long.toHexString(System.currentTimeMillis()) + '-'
                + OwnProcess.pid());
        root.start();
        while (!root.awaitEnd(Math.max(50, config.timeoutMillis() / 4))) {
            pulse.beat();
        }
        phases.end("scan");
        NodeStore store = root.store();
        boolean complete = false;
        try {
            if (root.failure() != null) {
                throw root.failure();
            }
            store = store.publish();
            store.checkedNow();
            if (pointer != null) {
                pointer.pointTo(store);
            }
            StoredImage image = StoredImage.openFirst(store.directory()).sharingClasses(true, config.keeps());
            phases.end("attach");
            complete = true;
            return served(image, store, root.problems());
        } finally {
            if (!complete && store != null) {
                store.close(null, 0);
            }
        }
    }

    private static ServedJob served(StoredImage image, NodeStore store, List<String> problems) {
        return new ServedJob(image, store, store.directory().getFileName().toString(), 0, 1, 1, problems);
    }
}
