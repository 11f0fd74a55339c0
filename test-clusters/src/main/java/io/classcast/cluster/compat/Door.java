package io.classcast.cluster.compat;

import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How Classcast is put on a job. */
public enum Door {
    /** {@code -javaagent:} among the JVM's options. */
    AGENT {
        @Override
        JobSpec open(JobSpec plain, Loader loader) {
            List<String> options = new ArrayList<>(List.of("-javaagent:" + Machine.agent() + "=loader=" + loader));
            options.addAll(plain.jvmOptions());
            return new JobSpec(plain.jdk(), plain.ranks(), options, plain.classPath(), plain.main(), plain.arguments());
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
     * The job with Classcast.
     *
     * @param plain the job without it
     * @param loader who defines the classes
     * @return what to run
     */
    abstract JobSpec open(JobSpec plain, Loader loader);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
