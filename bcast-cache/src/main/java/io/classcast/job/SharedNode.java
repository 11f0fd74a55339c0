package io.classcast.job;

import io.classcast.ClasscastException;
import io.classcast.OwnProcess;
import io.classcast.classpath.ClassPath;
import io.classcast.classpath.Freshness;
import io.classcast.classpath.PathLook;
import io.classcast.store.LockTurn;
import io.classcast.store.NodeLock;
import io.classcast.store.NodeStore;
import io.classcast.store.StoreBase;
import io.classcast.store.StorePointer;
import io.classcast.store.StoredImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Engine {@code none}: the JVMs of one user on one node share a store for each class path ({@link StoreIdentity}). The first takes the lock,
 * scans and publishes; the others map what is there. Before that each compares the class path with the store, unless another JVM with the
 * same view of the file systems has begun and ended that after this one had come: a hundred JVMs that start together look twice, and none
 * gets what was changed before it started. No clock is asked.
 *
 * <p>Who holds the lock and gives no sign of life (stopped, hanging) costs the others {@link #SILENCE_MILLIS} once: they go on under
 * another lock. One thread serves; {@link #beat} and {@link #abandon} are for any.
 */
public final class SharedNode {
    /** How often the thread that waits for {@link #serve} says that it does. */
    public static final long BEAT_MILLIS = 250;
    private static final long SILENCE_MILLIS = 2_000;
    /** Stores of other views that are compared before the class path is read once more. */
    private static final int OTHER_VIEWS = 4;
    private static final int GENERATIONS = 3;

    private final JobConfig config;
    private final Phases phases;
    private final Pulse pulse;
    private final List<String> problems = new ArrayList<>();
    private String identity;
    /** Under the lock of the store; null where nobody had to look yet. */
    private PathLook look;
    /** Null until the store's directory is known. */
    private StorePointer pointer;
    private LockTurn turn;
    /** Guarded by this object, as is all that is written to the pointer. */
    private NodeLock lock;
    /** How many locks were given up before it. */
    private long generation;
    /** What this JVM has read or written last, under the lock. */
    private StorePointer.State state;
    private boolean abandoned;

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
        identity = StoreIdentity.of(config);
        long number = ClassPath.fingerprint(List.of(identity));
        String key = StorePointer.key(number);
        try {
            base.prepare();
            StorePointer of = new StorePointer(base, number);
            StorePointer.State arrived = of.read();
            take(base, of, number);
            phases.end("connect");
            ServedJob joined = joinOne(of, arrived);
            return joined != null ? joined : scan(base, key);
        } catch (IOException e) {
            throw new ClasscastException("cannot share the node store in " + base.directory() + ": " + e.getMessage()
                    + "; set the option store to a node-local directory with room", e);
        } finally {
            release();
        }
    }

    /** The holder of the lock is at work; to be called every {@link #BEAT_MILLIS} by who waits for it. */
    public synchronized void beat() {
        if (lock != null) {
            try {
                turn.beat(generation);
            } catch (IOException e) {
                // The others wait for a while, and go on.
            }
        }
    }

    /** Nobody waits for the store any more, so nobody else shall wait for this JVM. */
    public synchronized void abandon() {
        abandoned = true;
        release();
    }

    private void take(StoreBase base, StorePointer of, long number) throws IOException {
        LockTurn turns = new LockTurn(base, number);
        for (int i = 0; i < GENERATIONS; i++) {
            long before = turns.read().generation();
            NodeLock taken = NodeLock.take(base, turns, before, SILENCE_MILLIS, config.timeoutMillis() / 2);
            boolean current = turns.read().generation() == before;
            if (taken != null && current) {
                hold(of, taken, turns, before);
                return;
            }
            if (taken != null) {
                taken.close();
            } else if (current) {
                turns.overtake(before);
                if (problems.isEmpty()) {
                    problems.add("another JVM with this class path holds its lock and gives no sign of life (is it stopped?); it is not waited"
                            + " for any more");
                }
            }
        }
    }

    private synchronized void hold(StorePointer of, NodeLock taken, LockTurn turns, long given) throws IOException {
        if (abandoned) {
            taken.close();
            return;
        }
        pointer = of;
        turn = turns;
        generation = given;
        lock = taken;
        state = of.read();
    }

    /** Writes the pointer, unless others have gone on without this JVM. */
    private synchronized void tell(StorePointer.State next) {
        try {
            if (lock != null && turn.read().generation() == generation) {
                pointer.write(next);
                state = next;
            }
        } catch (IOException e) {
            // Others look, or scan, for themselves.
        }
    }

    private synchronized void release() {
        try {
            if (lock != null) {
                lock.close();
                turn.tidy();
            }
        } catch (IOException e) {
            // The kernel does it at the end.
        }
        lock = null;
    }

    private synchronized StorePointer.State state() {
        return state;
    }

    private ServedJob joinOne(StorePointer of, StorePointer.State arrived) {
        StorePointer.State now = state();
        if (now == null) {
            return null;
        }
        Path current = of.target(now);
        ServedJob joined = current == null ? null : join(current, arrived.wasLookedAtUntil(now), true);
        if (joined == null) {
            for (Path other : of.ofOtherViews(OTHER_VIEWS)) {
                joined = joined != null || other.equals(current) ? joined : join(other, false, false);
            }
        }
        return joined;
    }

    /** Null where the store is gone, damaged, for another class path, or no longer true. */
    private ServedJob join(Path directory, boolean seen, boolean own) {
        NodeStore store;
        try {
            store = NodeStore.join(directory);
        } catch (ClasscastException e) {
            return null;
        }
        boolean same = false;
        boolean joined = false;
        try {
            same = store.isFor(identity);
            if (same && !seen && look == null) {
                look = PathLook.begin(config.classPath());
            }
            StoredImage image = same ? StoredImage.open(directory).sharingClasses(false, true) : null;
            if (same && (seen || Freshness.isFresh(image.image(), look))) {
                if (!seen) {
                    tell(own ? state().looked() : StorePointer.to(directory));
                }
                phases.end("attach");
                joined = true;
                return served(image, store, problems);
            }
        } catch (ClasscastException e) {
            return null;
        } finally {
            if (!joined && same && own) {
                store.closeOutdated();
            } else if (!joined) {
                store.close(null, 0);
            }
        }
        return null;
    }

    private ServedJob scan(StoreBase base, String key) throws IOException {
        RootScan root = new RootScan(config, base, key + '-' + OwnProcess.uniqueWord() + '-' + OwnProcess.pid());
        root.stamped();
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
            store.identify(identity);
            if (config.keeps() && root.isOnAnImage()) {
                store.doNotKeep();
                problems.add("this class path lies on a file-system image (squashfs and the like), so its copy is not kept beyond its last user");
            }
            store = store.publish();
            if (state() != null) {
                tell(StorePointer.to(store.directory()));
            }
            StoredImage image = StoredImage.openFirst(store.directory()).sharingClasses(true, config.keeps());
            phases.end("attach");
            complete = true;
            problems.addAll(root.problems());
            return served(image, store, problems);
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
