package io.classcast.agent.loader;

import io.classcast.classpath.Profile;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Notes what the program uses, once each, in the order of first use; there is one only where the option {@code record} is given.
 * Safe for all threads. It is called where classes are defined and files are opened, so it loads nothing and opens nothing.
 */
public final class Recorder {
    /** So many paths fit one line. */
    private static final int TOLD = 10;

    private final Set<String> lines = new LinkedHashSet<>();
    private final Set<String> used = new HashSet<>();
    private final List<String> zips = new ArrayList<>();
    private final Set<String> onClassPath = new HashSet<>();
    private final String store;
    private final String jdk = System.getProperty("java.home") + '/';
    private int classes;
    private int resources;

    /**
     * Creates a recorder.
     *
     * @param image of the class path
     * @param store directory of the node's copies, or null
     */
    public Recorder(Image image, String store) {
        if (image.entryCount() > 0 && image.entry(0).kind().onClassPath()) {
            lines.add(Profile.line(Profile.LAUNCH, image.entry(0).path()));
        }
        this.store = store == null ? null : store.concat("/");
        for (int e = 0; e < image.entryCount(); e++) {
            ImageEntry entry = image.entry(e);
            if (entry.kind().onClassPath()) {
                onClassPath.add(entry.path());
            }
        }
    }

    synchronized void type(String name, ServedEntry entry) {
        if (lines.add(Profile.line(Profile.CLASS, name, entry.entry.path()))) {
            classes++;
            used.add(entry.entry.path());
        }
    }

    /** A resource is read; one that is only found costs no bytes. */
    synchronized void resource(String name, ServedEntry entry) {
        if (lines.add(Profile.line(Profile.RESOURCE, name, entry.entry.path()))) {
            resources++;
            used.add(entry.entry.path());
        }
    }

    /**
     * A jar of the class path is opened as a file.
     *
     * @param path of the entry
     */
    public synchronized void jar(String path) {
        lines.add(Profile.line(Profile.JAR, path));
        used.add(path);
    }

    /** A zip file is opened: one of the class path, of the store, of the JDK, our own, or one that is for include. */
    synchronized void zip(String path) {
        if (onClassPath.contains(path)) {
            jar(path);
        } else if (!isOurs(path) && new File(path).exists() && lines.add(Profile.line(Profile.ZIP, path))) {
            zips.add(path);
        }
    }

    synchronized void library(String path) {
        if (!isOurs(path) && new File(path).exists()) {
            lines.add(Profile.line(Profile.LIBRARY, path));
        }
    }

    private boolean isOurs(String path) {
        return path.startsWith(jdk) || store != null && path.startsWith(store) || path.endsWith("/classcast-agent.jar");
    }

    /**
     * What was noted.
     *
     * @return lines of {@link Profile#write}
     */
    public synchronized List<String> lines() {
        return new ArrayList<>(lines);
    }

    /**
     * In numbers.
     *
     * @param entries of the class path
     * @return text for the user
     */
    public synchronized String summary(int entries) {
        StringBuilder text = new StringBuilder(200).append(classes).append(" classes, ").append(resources).append(" resources of ")
                .append(used.size()).append(" entries out of ").append(entries).append(" on the class path");
        StringBuilder beside = new StringBuilder();
        int told = 0;
        for (String zip : zips) {
            // What the program has made and taken away itself is not there for the next run.
            if (new File(zip).exists() && told++ < TOLD) {
                beside.append(told == 1 ? "" : ", ").append(zip);
            }
        }
        if (told > TOLD) {
            beside.append(" and ").append(told - TOLD).append(" more (zip in the profile)");
        }
        return beside.length() == 0 ? text.toString()
                : text.append("; opened outside the class path: ").append(beside).append("; name them with include=").toString();
    }
}
