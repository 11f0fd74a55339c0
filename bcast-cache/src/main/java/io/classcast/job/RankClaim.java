package io.classcast.job;

import io.classcast.Ancestor;
import io.classcast.ClasscastException;
import io.classcast.OwnProcess;
import io.classcast.classpath.ClassPath;
import io.classcast.mpi.MpjLaunch;
import io.classcast.mpi.foreign.LauncherContact;
import io.classcast.store.RankMarks;
import io.classcast.store.StoreBase;
import java.io.IOException;
import java.util.List;

/**
 * Whether this process is the rank that its environment or its command line speaks of. Both are inherited: by children, by what a
 * shell starts next to a rank or after it, by a program that a rank becomes (execve(2)). The launcher has one place for all of
 * them, and ends the job where a second one wants it.
 */
final class RankClaim {
    /** Parts of the file names of MPI libraries and of those that speak to launchers: libmpi.so.40, libmpich.so.12, libpmix.so.2, libpmi2.so. */
    private static final String[] LIBRARIES = {"/libmpi", "/libpmi"};

    private RankClaim() {
    }

    /**
     * Takes the rank of a native launcher, once and for all. Where no mark can be set there is rather one rank too many than one
     * too few, for which all others would wait; whoever has a rank above itself is found all the same.
     *
     * @param contact to the launcher
     * @param store option store, or null
     * @return why this process is not the rank, to follow "the launcher's variables are set, but"; null where it is from now on
     */
    static String refused(LauncherContact contact, String store) {
        if (isToolOfTheJdk()) {
            return "this is a tool of the JDK";
        }
        Ancestor rank = rankAbove(contact);
        if (rank != null) {
            return "process " + rank.pid() + ", above this one, is the rank";
        }
        return mark(contact, store) ? null : "another process has been this rank";
    }

    /**
     * Sets the mark only: for a rank of MPJ Express, so that its children do not connect to the launcher that started it. Where the
     * store is unusable there are marks all the same: they lie where it is by default, whatever the option of one process
     * says, and below the option's directory only where that cannot be.
     *
     * @return false where another process has set it
     */
    static boolean mark(LauncherContact contact, String store) {
        if (contact.key().isEmpty()) {
            return true;
        }
        long key = ClassPath.fingerprint(contact.key());
        for (String place : new String[] {null, store}) {
            try {
                return RankMarks.mark(StoreBase.choose(place), key);
            } catch (IOException | ClasscastException e) {
                // The store will say the same, in a better place.
                continue;
            }
        }
        return true;
    }

    /** A process above this one that has the same variables, and MPI loaded: also a program without Java, or without us. */
    private static Ancestor rankAbove(LauncherContact contact) {
        for (Ancestor at : Ancestor.all()) {
            if (!at.hasEnvironment(contact.variables())) {
                return null;
            }
            for (String library : LIBRARIES) {
                // What is in every process (LD_PRELOAD) tells nothing.
                if (at.maps(library) && !OwnProcess.maps(library)) {
                    return at;
                }
            }
        }
        return null;
    }

    /**
     * A JVM above this one that was started as the same rank of MPJ Express, or as any.
     *
     * @param launch as this process was started; null for any
     * @return how that JVM was started, or null
     */
    static MpjLaunch mpjRankAbove(MpjLaunch launch) {
        for (Ancestor at : Ancestor.all()) {
            MpjLaunch other = MpjLaunch.parse(at.commandLine());
            if (other != null && (launch == null || isSame(launch, other)) && at.maps("/libjvm.so")) {
                return other;
            }
        }
        return null;
    }

    private static boolean isSame(MpjLaunch one, MpjLaunch other) {
        return one.rank() == other.rank() && one.conf().equals(other.conf());
    }

    /**
     * Whether the JVM runs no program: {@code java -version} of a script that looks before it starts the real one, jps, javac. A program
     * in one source file is one, though the compiler runs it (JEP 330).
     */
    private static boolean isToolOfTheJdk() {
        String command = System.getProperty("sun.java.command");
        String module = System.getProperty("jdk.module.main", "");
        if (command == null) {
            // A JVM that another program has made has no command either.
            List<String> line = commandLine();
            return !line.isEmpty() && (line.get(0).equals("java") || line.get(0).endsWith("/java"));
        }
        return (module.startsWith("jdk.") || module.startsWith("java.")) && !command.startsWith("jdk.compiler/com.sun.tools.javac.launcher.");
    }

    private static List<String> commandLine() {
        try {
            return OwnProcess.commandLine();
        } catch (IOException e) {
            return List.of();
        }
    }
}
