package io.classcast.classpath;

import io.classcast.ClasscastException;
import io.classcast.image.EntryKind;
import io.classcast.image.ImageEntry;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Reads what is served beside the class path, once: the files of the option {@code include}, and the native libraries of the
 * directories on {@code java.library.path}.
 */
final class FurtherFilesScanner {
    private static final int LIBRARIES = 20_000;
    private static final long LIBRARY_BYTES = 1L << 30;

    private final ScanOptions options;
    private final List<ImageEntry> entries = new ArrayList<>();
    private final List<FurtherFile> files = new ArrayList<>();
    private final List<String> problems;
    private int contents;
    private long libraryBytes;

    private FurtherFilesScanner(ScanOptions options, int contents, List<String> problems) {
        this.options = options;
        this.contents = contents;
        this.problems = problems;
    }

    /**
     * Scans.
     *
     * @param options what, and where to
     * @param contents number of the first new content file
     * @param pool reads several files at once
     * @param problems takes one line for each thing that is not served
     * @return entries that are not on the class path
     */
    static List<ImageEntry> scan(ScanOptions options, int contents, ExecutorService pool, List<String> problems) {
        FurtherFilesScanner scanner = new FurtherFilesScanner(options, contents, problems);
        for (String directory : options.further().libraryPath()) {
            scanner.libraries(directory);
        }
        if (options.copies()) {
            for (String path : options.further().included()) {
                scanner.include(path);
            }
        } else if (!options.further().included().isEmpty()) {
            problems.add("option include has no effect with mode=locations");
        }
        try {
            List<Future<ImageEntry>> results = pool.invokeAll(scanner.files);
            List<ImageEntry> read = new ArrayList<>();
            for (Future<ImageEntry> result : results) {
                read.add(result.get());
            }
            Set<String> needed = scanner.neededByOthers();
            for (int i = 0; i < results.size(); i++) {
                scanner.entries.add(scanner.files.get(i).isOneOf(needed) ? scanner.files.get(i).withoutContent(read.get(i)) : read.get(i));
                String problem = scanner.files.get(i).problem();
                if (problem != null) {
                    problems.add(problem);
                }
            }
        } catch (ExecutionException e) {
            throw new ClasscastException(e.getCause() instanceof ClasscastException c ? c.getMessage() : e.getCause().toString(),
                    e.getCause());
        } catch (IOException e) {
            throw new ClasscastException("cannot take a copy back: " + JarScanner.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClasscastException("interrupted while reading included files");
        }
        return scanner.entries;
    }

    /**
     * What a library needs the dynamic linker loads by its name, from where it is. Were it loaded from the copy as well, it
     * would be there twice.
     */
    private Set<String> neededByOthers() {
        Set<String> needed = new HashSet<>();
        for (FurtherFile file : files) {
            if (file.linked() != null) {
                needed.addAll(file.linked().needed());
            }
        }
        return needed;
    }

    private void libraries(String directory) {
        File file = new File(directory);
        // Before it is listed: what comes later changes it.
        long stamp = FurtherFile.stamp(options, file.toPath());
        String[] names = file.list();
        if (names != null && names.length > LIBRARIES) {
            problems.add("library directory " + directory + " has more than " + LIBRARIES + " files; it is searched on every rank");
            return;
        }
        String real = canonical(file);
        entries.add(FurtherFile.without(directory, real.equals(directory) ? "" : real, EntryKind.LIBRARY_DIRECTORY, 0,
                names == null ? 0 : file.lastModified()).withStamp(stamp));
        for (int i = 0; names != null && i < names.length; i++) {
            if (names[i].startsWith("lib") && names[i].endsWith(".so")) {
                File library = new File(directory, names[i]);
                long size = library.length();
                boolean copy = options.copies() && libraryBytes + size <= LIBRARY_BYTES;
                libraryBytes += copy ? size : 0;
                files.add(new FurtherFile(library.getPath(), new File(real, names[i]).getPath(), copy, options, contents++, true));
            }
        }
    }

    private static String canonical(File file) {
        try {
            return file.getCanonicalPath();
        } catch (IOException e) {
            return file.getPath();
        }
    }

    private void include(String path) {
        try {
            String root = canonical(new File(path));
            Path begun = Path.of(path);
            Files.walkFileTree(begun, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (Files.isRegularFile(file)) {
                        // What a program writes it may write by that path.
                        String real = attributes.isSymbolicLink() ? canonical(file.toFile())
                                : root.concat(file.toString().substring(begun.toString().length()));
                        files.add(new FurtherFile(file.toString(), real, true, options, contents++, false));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    problems.add("included " + file + " cannot be read (" + JarScanner.reason(e) + "); it is not served");
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            problems.add("included " + path + " cannot be read (" + JarScanner.reason(e) + "); it is not served");
        }
    }
}
