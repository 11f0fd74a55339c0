package io.classcast.classpath;

import io.classcast.ClasscastException;
import io.classcast.image.EntryKind;
import io.classcast.image.ImageBuilder;
import io.classcast.image.ImageEntry;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Scans a class path: reads its entries, several at once, and puts them in the order in which
 * {@code jdk.internal.loader.URLClassPath} searches them (JDK 17 and 25): depth first through {@code Class-Path}, each URL
 * once. One scanner does one scan.
 */
public final class ClassPathScanner {
    /** A read that hangs in the kernel cannot be interrupted; nobody waits for it for ever. */
    private static final int LONGEST_SECONDS = 5;
    private static final int FEW = 2;

    private final ScanOptions options;
    private final EntryDirectories directories;
    /** Null for a class path of a few entries: they are read at once, which is cheaper than a pool before main. */
    private final ExecutorService entries;
    /** Reads the files of directories, and parts of large jars; made when the first is met. */
    private ExecutorService files;
    private boolean stopped;
    private final Map<String, EntryScan> scans = new HashMap<>();
    private int contents;

    private ClassPathScanner(ScanOptions options, List<String> urls) {
        this.options = options;
        directories = new EntryDirectories(urls);
        entries = urls.size() <= FEW ? null : Executors.newFixedThreadPool(options.threads(), new DaemonThreads("classcast-scan"));
    }

    /**
     * Scans a class path that every JVM of the job knows.
     *
     * @param urls as {@link ClassPath#parse} or the class loader gives them
     * @param fingerprint stored in the image
     * @param options how to scan
     * @return the image's index, and what was noticed
     * @throws ClasscastException where an entry cannot be read or copied; the message names it
     */
    public static ClassPathScan scan(List<String> urls, long fingerprint, ScanOptions options) {
        return scan(urls, fingerprint, "", options);
    }

    /**
     * Scans a class path.
     *
     * @param urls as {@link ClassPath#parse} or the class loader gives them
     * @param fingerprint stored in the image
     * @param launchPath stored in the image, for ranks whose JVM does not know it ({@link LaunchPath#encode}); or empty
     * @param options how to scan
     * @return the image's index, and what was noticed
     * @throws ClasscastException where an entry cannot be read or copied; the message names it
     */
    public static ClassPathScan scan(List<String> urls, long fingerprint, String launchPath, ScanOptions options) {
        ClassPathScanner scanner = new ClassPathScanner(options, urls);
        boolean complete = false;
        try {
            ClassPathScan scan = scanner.run(urls, fingerprint, launchPath);
            complete = true;
            return scan;
        } finally {
            scanner.stop();
            if (!complete) {
                scanner.awaitEnd();
            }
            scanner.directories.close();
            ThreadBuffer.free();
        }
    }

    private ClassPathScan run(List<String> urls, long fingerprint, String launchPath) {
        for (String url : urls) {
            submit(url);
        }
        ImageBuilder builder = new ImageBuilder(!options.copies(), options.javaFeature(), fingerprint, launchPath);
        ScanProblems noticed = new ScanProblems();
        // What a Class-Path names and is not there is normal, and the JDK is silent about it.
        Set<String> named = new HashSet<>(urls);
        Set<String> seen = new HashSet<>();
        Set<String> passedBy = new HashSet<>();
        Deque<String> unopened = new ArrayDeque<>();
        for (String url : urls) {
            unopened.addLast(url);
        }
        long bytes = 0;
        while (!unopened.isEmpty()) {
            String url = unopened.removeFirst();
            if (!seen.contains(url) && passedBy.contains(url)) {
                leaveOut(url);
                continue;
            }
            if (!seen.add(url)) {
                continue;
            }
            submit(url);
            ScannedEntry scanned = await(url);
            builder.add(scanned.entry(), scanned.names());
            bytes += scanned.entry().storeLength();
            boolean missing = scanned.entry().kind() == EntryKind.MISSING;
            if (scanned.problem() != null && (!missing || named.contains(url) && !options.launcher().mayBeMissing(url))) {
                noticed.add(scanned);
            }
            passedBy.addAll(scanned.passedBy());
            List<String> classPath = scanned.classPath();
            for (int i = classPath.size() - 1; i >= 0; i--) {
                submit(classPath.get(i));
                unopened.addFirst(classPath.get(i));
            }
        }
        List<String> problems = noticed.lines();
        if (options.further() != FurtherFiles.NONE) {
            for (ImageEntry entry : FurtherFilesScanner.scan(options, contents, files(), problems)) {
                builder.add(entry, null);
                bytes += entry.storeLength();
            }
        }
        ByteBuffer index = builder.build();
        return new ClassPathScan(index, seen.size(), bytes, problems);
    }

    private synchronized ExecutorService files() {
        if (files == null) {
            files = Executors.newFixedThreadPool(options.threads(), new DaemonThreads("classcast-read"));
            if (stopped) {
                files.shutdownNow();
            }
        }
        return files;
    }

    private synchronized void stop() {
        stopped = true;
        if (entries != null) {
            entries.shutdownNow();
        }
        if (files != null) {
            files.shutdownNow();
        }
    }

    /** Whoever takes a store back that could not be filled must be the last to write into it. */
    private void awaitEnd() {
        try {
            if (entries != null) {
                entries.awaitTermination(LONGEST_SECONDS, TimeUnit.SECONDS);
            }
            if (files != null) {
                files.awaitTermination(LONGEST_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(String url) {
        if (!scans.containsKey(url)) {
            EntryScan scan = new EntryScan(url, contents++);
            scans.put(url, scan);
            if (entries == null) {
                scan.run();
            } else {
                entries.execute(scan);
            }
        }
    }

    /** Takes back what has been read of an entry that is not searched. */
    private void leaveOut(String url) {
        if (scans.get(url) == null) {
            return;
        }
        ImageEntry entry = await(url).entry();
        try {
            if (entry.content() >= 0) {
                ContentFile.delete(options.content(), entry.storeName());
            }
        } catch (IOException e) {
            throw new ClasscastException("cannot take the copy of " + url + " back: " + JarScanner.reason(e), e);
        }
    }

    private ScannedEntry await(String url) {
        try {
            return scans.put(url, null).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClasscastException("interrupted while reading " + url);
        }
    }

    /**
     * Reads one entry, on a scanner's thread. No {@code FutureTask}: its VarHandles link method handles, which costs
     * milliseconds before main.
     */
    private final class EntryScan implements Runnable {
        private final String url;
        private final int number;
        private ScannedEntry result;
        private Throwable failure;

        EntryScan(String url, int number) {
            this.url = url;
            this.number = number;
        }

        @Override
        public void run() {
            ScannedEntry scanned = null;
            Throwable thrown = null;
            try {
                scanned = scan();
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                thrown = e;
            }
            synchronized (this) {
                result = scanned;
                failure = thrown;
                notifyAll();
            }
        }

        synchronized ScannedEntry await() throws InterruptedException {
            while (result == null && failure == null) {
                wait();
            }
            if (failure != null) {
                String reason = failure instanceof Exception x ? JarScanner.reason(x) : failure.toString();
                throw new ClasscastException("cannot read class-path entry " + url + ": " + reason, failure);
            }
            return result;
        }

        private ScannedEntry scan() throws IOException, InterruptedException {
            String text = isFile() ? ClassPath.path(url) : null;
            if (text == null || isDynamic(text)) {
                return ScannedEntry.without(url, text, EntryKind.LIVE, null);
            }
            EntryFile file = directories.file(url, Path.of(text));
            try {
                return scan(file, text);
            } finally {
                file.release();
            }
        }

        private ScannedEntry scan(EntryFile file, String text) throws IOException, InterruptedException {
            Path path = file.path();
            BasicFileAttributes attributes;
            long stamp = FileStamp.UNKNOWN;
            try {
                FileStamp found = options.stamped() ? FileStamp.settled(file) : FileStamp.unstamped(file.attributes());
                attributes = found.attributes();
                stamp = found.value();
            } catch (IOException e) {
                if (e instanceof NoSuchFileException || isBelowAFile(path)) {
                    return ScannedEntry.without(url, text, EntryKind.MISSING, "class-path entry " + text
                            + " does not exist; it is skipped, as plain Java does");
                }
                // Not to be found and not to be reached are two things: another rank, or a moment later, may see it.
                return ScannedEntry.failed(url, path, "cannot be looked at (" + JarScanner.reason(e) + ")");
            }
            ScannedEntry scanned = scan(file, text, attributes);
            // The state before it was read: what changes from then on is noticed.
            EntryKind kind = scanned.entry().kind();
            boolean decides = kind == EntryKind.JAR || kind == EntryKind.UNREADABLE || !scanned.passedBy().isEmpty();
            return decides ? scanned.withStamp(stamp) : scanned;
        }

        private ScannedEntry scan(EntryFile file, String text, BasicFileAttributes attributes) throws IOException, InterruptedException {
            Path path = file.path();
            boolean slash = url.endsWith("/");
            if (slash && attributes.isDirectory()) {
                boolean added = options.launcher().isWorkingDirectory(url);
                ScannedEntry scanned = DirectoryScanner.scan(url, path, number,
                        added ? options.forWorkingDirectory() : options, files());
                return added ? scanned.withoutProblem() : scanned;
            }
            if (slash || attributes.isDirectory()) {
                return ScannedEntry.without(url, text, EntryKind.UNREADABLE, null);
            }
            if (!attributes.isRegularFile()) {
                // Opening a pipe may wait for ever: that is left to whoever asks for a name in it.
                return ScannedEntry.without(url, text, EntryKind.LIVE, "class-path entry " + text
                        + " is no regular file; names in it are looked up live on every rank");
            }
            return JarScanner.scan(url, file, attributes, number, options, JarCopy.isLarge(attributes.size()) ? files() : null);
        }

        /** ENOTDIR, which the JDK tells in words only, and in the user's language. */
        private static boolean isBelowAFile(Path path) {
            for (Path above = path.getParent(); above != null; above = above.getParent()) {
                if (Files.isRegularFile(above)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isFile() throws MalformedURLException {
            return "file".equals(new URL(url).getProtocol());
        }

        private boolean isDynamic(String path) {
            for (String prefix : options.dynamic()) {
                if (path.startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Threads that do not keep the JVM alive. */
    private record DaemonThreads(String name) implements ThreadFactory {
        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new DaemonThread(task, name);
            thread.setDaemon(true);
            return thread;
        }
    }

    /** Leaves no memory behind. */
    private static final class DaemonThread extends Thread {
        DaemonThread(Runnable task, String name) {
            super(task, name);
        }

        @Override
        public void run() {
            try {
                super.run();
            } finally {
                ThreadBuffer.free();
            }
        }
    }
}
