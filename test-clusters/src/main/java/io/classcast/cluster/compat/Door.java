package io.classcast.cluster.compat;

import io.classcast.cluster.BcastjarRun;
import io.classcast.cluster.Cluster;
import io.classcast.cluster.Engine;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Launcher;
import io.classcast.cluster.Machine;
import io.classcast.cluster.MpjJob;
import io.classcast.cluster.MpjWithoutDaemons;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How Classcast is put on a job. */
public enum Door {
    /** {@code -javaagent:} among the JVM's options, under MPJ Express's daemons. */
    AGENT {
        @Override
        Launcher plain(Cluster cluster) {
            return new MpjJob(cluster);
        }

        @Override
        Launcher served(Cluster cluster, Loader loader) {
            MpjJob launcher = new MpjJob(cluster);
            return (plain, seconds) -> {
                List<String> options = new ArrayList<>(List.of("-javaagent:" + Machine.agent() + "=loader=" + loader));
                options.addAll(plain.jvmOptions());
                return launcher.run(new JobSpec(plain.jdk(), plain.ranks(), options, plain.classPath(), plain.main(),
                        plain.arguments()), seconds);
            };
        }
    },
    /** {@code bcastjar run}, started by mpirun: MPJ's daemons start {@code java} themselves. */
    RUN {
        @Override
        Launcher plain(Cluster cluster) {
            return new MpjWithoutDaemons(cluster, Engine.OPENMPI.on(cluster));
        }

        @Override
        Launcher served(Cluster cluster, Loader loader) {
            return new BcastjarRun(cluster, plain(cluster), List.of("--loader=" + loader));
        }
    };

    /** Who defines the classes (option {@code loader}). */
    public enum Loader {
        /** Classcast's own class loader. */
        BROADCAST,
        /** The JDK's application class loader. */
        APP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What starts the job without Classcast.
     *
     * @param cluster its hosts
     * @return a launcher of MPJ Express
     */
    abstract Launcher plain(Cluster cluster);

    /**
     * What starts the same job with Classcast.
     *
     * @param cluster its hosts
     * @param loader who defines the classes
     * @return a launcher of MPJ Express
     */
    abstract Launcher served(Cluster cluster, Loader loader);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
