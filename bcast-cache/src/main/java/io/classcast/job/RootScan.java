package io.classcast.job;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.OwnProcess;
import io.classcast.PrivateFiles;
import io.classcast.classpath.ClassPathScan;
import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.FileSystemImages;
import io.classcast.classpath.LaunchPath;
import io.classcast.classpath.Profile;
import io.classcast.classpath.ScanOptions;
import io.classcast.store.NodeStore;
import io.classcast.store.StoreBase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rank 0's work, on a thread of its own: while the calling thread connects to the other ranks, and keeps them informed.
 * {@link #begin} and {@link #discard} may be called by any thread, the rest by the job's.
 */
public final class RootScan extends Thread {
    private final JobConfig config;
    private final StoreBase base;
    private final String job;
    private NodeStore store;
    private ClassPathScan scan;
    private ClasscastException failure;
    private String profileProblem;
    private boolean ended;
    private boolean stamped;
    private boolean onAnImage;
    private boolean unwanted;

    RootScan(JobConfig config, StoreBase base, String job) {
        super("classcast-root");
        setDaemon(true);
        this.config = config;
        this.base = base;
        this.job = job;
    }

    /**
     * Starts to scan on the process that will be rank 0, as its launcher says, before the ranks are connected.
     *
     * @param config what to do
     * @return for {@link Job}; null where there is no store, which the job will report
     */
    public static RootScan begin(JobConfig config) {
        try {
            RootScan scan = of(config, StoreBase.choose(config.store()));
            scan.start();
            return scan;
        } catch (ClasscastException e) {
            return null;
        }
    }

    static RootScan of(JobConfig config, StoreBase base) {
        return new RootScan(config, base, "job-" + OwnProcess.uniqueWord() + '-' + OwnProcess.pid());
    }

    /** Before it starts: the image will be compared with the class path by others. */
    void stamped() {
        stamped = true;
    }

    /** After the scan of a store that is to be kept: whether some of the class path is on a {@link FileSystemImages file-system image}. */
    boolean isOnAnImage() {
        return onAnImage;
    }

    /** Nobody waits for the result: the store is removed, at once or when the scan has ended. */
    public void discard() {
        synchronized (this) {
            unwanted = true;
            if (!ended) {
                return;
            }
        }
        remove();
    }

    private void remove() {
        if (store != null) {
            store.close(null, 0);
        }
    }

    @Override
    public void run() {
        scan();
        synchronized (this) {
            ended = true;
            if (!unwanted) {
                return;
            }
        }
        remove();
    }

    private void scan() {
        try {
            store = NodeStore.create(base, job);
            Path content = config.locations() ? null : store.directory();
            LaunchPath path = config.classPath().resolve();
            onAnImage = stamped && config.keeps() && FileSystemImages.hold(path.urls());
            ScanOptions options = ScanOptions.of(content, config.dynamic()).withLauncher(config.launcher()).withFurther(config.further())
                    .withProfile(profile(path));
            scan = ClassPathScanner.scan(path.urls(), config.classPath().fingerprint(), path.encode(), stamped ? options.withStamps() : options);
            writeIndex(store.directory(), scan.index().duplicate());
        } catch (ClasscastException e) {
            failure = e;
        } catch (IOException e) {
            failure = new ClasscastException("cannot write the node store " + store.directory() + ": " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            failure = new ClasscastException("scanning the class path failed: " + e, e);
        }
    }

    /** Null where all is copied. A profile that is of no use is no reason to go without the rest. */
    private Profile profile(LaunchPath path) {
        if (config.profile() == null) {
            return null;
        }
        if (config.locations()) {
            profileProblem = "option profile has no effect with mode=locations";
            return null;
        }
        try {
            Profile profile = Profile.read(Path.of(config.profile()));
            if (profile.knows(path.urls())) {
                return profile;
            }
            profileProblem = "profile " + config.profile() + " names no entry of this class path; record it anew with bcastjar profile";
        } catch (ClasscastException e) {
            profileProblem = e.getMessage();
        }
        profileProblem = profileProblem.concat("; this job runs without a profile");
        return null;
    }

    static void writeIndex(Path store, ByteBuffer index) throws IOException {
        try (FileChannel file = PrivateFiles.create(store.resolve(NodeStore.INDEX))) {
            NativeMemory.write(file, index);
        }
    }

    /**
     * Waits for the end of the scan.
     *
     * @param millis how long at most
     * @return whether it has ended
     */
    boolean awaitEnd(long millis) {
        try {
            join(millis);
            return !isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new ClasscastException("interrupted while scanning the class path");
            return true;
        }
    }

    StoreBase base() {
        return base;
    }

    /** Name of the job and of its stores. */
    String job() {
        return job;
    }

    ClasscastException failure() {
        return failure;
    }

    NodeStore store() {
        return store;
    }

    ByteBuffer index() {
        return scan.index();
    }

    long contentBytes() {
        return scan.bytes();
    }

    List<String> problems() {
        if (profileProblem == null) {
            return scan.problems();
        }
        List<String> problems = new ArrayList<>(scan.problems());
        problems.add(0, profileProblem);
        return problems;
    }
}
