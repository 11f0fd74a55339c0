package io.classcast.bench.run;

import io.classcast.bench.measure.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** All the places where jobs can run. */
public final class Sites {
    private static final int NEWEST = 40;
    /** The first that can call a native MPI. */
    private static final int NATIVE_JDK = 22;

    private Sites() {
    }

    /**
     * The JDK of the ranks.
     *
     * @param feature wanted; or null: the newest that can call a native MPI, else the running one
     * @return the JDK
     * @throws IOException if JDKs cannot be listed
     */
    public static Jdk jdk(Integer feature) throws IOException {
        Path running = Path.of(System.getProperty("java.home"));
        if (feature != null) {
            return Jdk.find(feature, running).orElseThrow(() -> new IllegalStateException("no JDK " + feature + " beside " + running));
        }
        for (int version = NEWEST; version >= NATIVE_JDK; version--) {
            Optional<Jdk> found = Jdk.find(version, running);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return Jdk.find(Runtime.version().feature(), running).orElseThrow(() -> new IllegalStateException(running + " is no JDK"));
    }

    /**
     * Simulated hosts with sharedfs.
     *
     * @param workspace directory for the cluster
     * @param hosts how many
     * @param preset what the file system costs
     * @param jdk of the ranks
     * @return the site
     */
    public static Site cluster(Path workspace, int hosts, Preset preset, Jdk jdk) {
        return SimulatedSite.withSharedFs(workspace, hosts, preset, jdk);
    }

    /**
     * Simulated hosts with GlusterFS.
     *
     * @param workspace directory for the cluster
     * @param hosts how many
     * @param jdk of the ranks
     * @return the site
     */
    public static Site glusterFs(Path workspace, int hosts, Jdk jdk) {
        return SimulatedSite.withGlusterFs(workspace, hosts, jdk);
    }

    /**
     * A user's own cluster.
     *
     * @param launch its launcher, with {@code {ranks}} in it
     * @param directory on the shared file system
     * @param local on every node's own disk; a directory in it is made and removed
     * @param hosts how many nodes the launcher uses
     * @param ranks of the largest job
     * @param coldCommand makes caches cold; empty where that cannot be done
     * @return the site
     * @throws IOException if the directory cannot be made
     */
    public static Site launcher(List<String> launch, Path directory, Path local, int hosts, int ranks, List<String> coldCommand) throws IOException {
        return new LauncherSite(launch, directory, local, hosts, ranks, coldCommand);
    }

    /**
     * This machine, without MPI.
     *
     * @param directory on the file system in question
     * @return the site
     * @throws IOException if the directory cannot be made
     */
    public static Site here(Path directory) throws IOException {
        return new HereSite(directory);
    }
}
