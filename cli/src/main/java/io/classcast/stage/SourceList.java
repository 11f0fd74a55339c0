package io.classcast.stage;

import io.classcast.ClasscastException;
import io.classcast.classpath.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sources of a request. On rank 0 only. */
final class SourceList {
    /** Where a JDK is staged. */
    static final String JDK = "jdk";
    /** What nobody needs to run a program, at the top of a JDK and in its lib. */
    private static final Set<String> FOR_DEVELOPERS = Set.of("jmods", "demo", "sample", "man", "docs", "src.zip", "lib/src.zip");

    private SourceList() {
    }

    /**
     * Lists all of them.
     *
     * @param request what is wanted
     * @param stagedHere the staged directory of this node
     * @param reader reads files
     * @return in the order in which they are sent
     * @throws IOException with the source's name, where it is not there or cannot be listed
     */
    static List<Source> of(StageRequest request, Path stagedHere, ReadAhead reader) throws IOException {
        List<Source> sources = new ArrayList<>();
        Map<String, Path> taken = new HashMap<>();
        try {
            ListedSource listed = new ListedSource(reader);
            if (request.jdk() != null) {
                taken.put(JDK, request.jdk());
                listed.add(jdk(request.jdk()), JDK, path -> request.wholeJdk() || !FOR_DEVELOPERS.contains(path));
            }
            for (Path source : request.sources()) {
                Path name = source.toAbsolutePath().normalize().getFileName();
                if (request.unpack() && name != null && ArchiveSource.isArchive(name) && Files.isRegularFile(source)) {
                    sources.add(new ArchiveSource(source, UnpackLimit.of(request.maxUnpacked(), Files.size(source))));
                    continue;
                }
                String staged = StagedPath.check(name == null ? "" : name.toString());
                if (staged.isEmpty()) {
                    throw new IOException(source + " has no name of its own; stage what is in it");
                }
                mustNotHold(source, stagedHere);
                Path other = taken.putIfAbsent(staged, source);
                if (other != null || staged.equals(ClassPathSource.FOLDER) && (request.classPath() != null || request.profile() != null)) {
                    throw new IOException("two sources would become " + staged + ": " + source + (other == null ? "" : " and " + other) + "; stage one of them elsewhere");
                }
                listed.add(source, staged, any -> true);
            }
            sources.add(0, listed);
            if (request.classPath() != null) {
                sources.add(ClassPathSource.of(request.classPath(), reader, stagedHere));
            }
            if (request.profile() != null) {
                sources.add(ClassPathSource.of(Profile.read(request.profile()), reader, stagedHere));
            }
            return sources;
        } catch (NoSuchFileException e) {
            throw new IOException(e.getFile() + " is not there", e);
        } catch (ClasscastException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void mustNotHold(Path source, Path directory) throws IOException {
        if (Files.isDirectory(source) && Files.isDirectory(directory) && directory.toRealPath().startsWith(source.toRealPath())) {
            throw new IOException(directory + " lies inside of " + source + "; stage to somewhere else");
        }
    }

    private static Path jdk(Path home) throws IOException {
        if (!Files.isExecutable(home.resolve("bin/java"))) {
            throw new IOException(home + " is no JDK: it has no bin/java");
        }
        return home.toRealPath();
    }
}
