package io.classcast.agent;

import io.classcast.OwnProcess;
import io.classcast.job.ServedJob;
import io.classcast.store.ClassArchive;
import io.classcast.store.StoreBase;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;

/**
 * The class archive of {@code bcastjar run --archive auto}: used where this node has one that fits, made by rank 0 where it has
 * none, kept for the jobs to come.
 */
final class SharedArchive {
    private final ClassArchive archive;
    /** This JVM was started with it. */
    private final boolean given;
    /** And the JVM has mapped it; JDK 25 does so even where it takes no class from it, for an agent that has changed. */
    private final boolean used;
    /** Known of rank 0, who tells and makes. */
    private boolean refused;

    private SharedArchive(ClassArchive archive, boolean given, boolean used) {
        this.archive = archive;
        this.given = given;
        this.used = used;
    }

    /** Null where no archive is wanted. */
    static SharedArchive of(Options options) {
        if (options.archive() == null) {
            return null;
        }
        ClassArchive archive = new ClassArchive(StoreBase.choose(options.store()), options.archive());
        String path = archive.file().toString();
        try {
            boolean given = OwnProcess.commandLine().contains("-XX:SharedArchiveFile=" + path);
            return new SharedArchive(archive, given, given && OwnProcess.maps(path));
        } catch (IOException e) {
            return new SharedArchive(archive, false, false);
        }
    }

    /**
     * Whether files are to be served where a {@code FileInputStream} opens them. That class is redefined for it, and then HotSpot makes
     * the virtual tables of each class of the archive anew. So not where the run that it was made of has done without.
     */
    boolean wantsStreams() {
        return !used || archive.hasStreams();
    }

    /** Whether this JVM takes classes from it. */
    boolean isUsed() {
        return used;
    }

    /** The same of the JDK's factory of lambdas. */
    boolean wantsLambdas() {
        return !used || archive.hasLambdas();
    }

    /** For the line that tells that all is well. */
    String label() {
        return used && !refused ? ", class archive" : "";
    }

    /**
     * After the class path is served.
     *
     * @param options of the agent
     * @param instrumentation of this JVM
     * @param application the loader of the application's classes
     * @param job that is served
     * @param messages for the user
     * @return who makes the archive when this JVM ends; null where nobody has to
     */
    ArchiveMaker prepare(Options options, Instrumentation instrumentation, ClassLoader application, ServedJob job, Messages messages) {
        long keepMillis = Math.max(ClassArchive.KEEP_MILLIS, options.keepMillis());
        archive.keep(keepMillis);
        if (job.rank() > 0) {
            return null;
        }
        boolean there = given || archive.length() > 0;
        String reason = there ? reason() : "there is none";
        if (used && reason == null) {
            return null;
        }
        refused = true;
        if (options.appLoader()) {
            messages.warn("no class archive is made: it needs loader=broadcast");
            return null;
        }
        if (given || there && reason != null) {
            // One that is all right and was not given has just come: it is for those who start later.
            messages.warn("the class archive " + archive.file() + (reason != null ? " " + reason + " and is not used; it is made anew"
                    : " is not used by this JVM, for an option or another agent on its command line; -Xlog:cds,class+path tells"));
        }
        return reason == null ? null : new ArchiveMaker(archive, instrumentation, application, job, messages, options.profile(), keepMillis);
    }

    /** Why no JVM of this kind can use the archive; null where it could. */
    private String reason() {
        if (!archive.isWhole()) {
            return "is cut off";
        }
        boolean fits = archive.isBy(System.getProperty("java.vm.version"))
                && new File(ArchiveMaker.ownJar()).lastModified() <= archive.file().toFile().lastModified();
        return fits ? null : "was made with another JVM or agent";
    }
}
