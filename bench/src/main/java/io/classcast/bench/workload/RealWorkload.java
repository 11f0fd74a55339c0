package io.classcast.bench.workload;

import io.classcast.bench.program.JynamicRun;
import io.classcast.bench.program.LoadList;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A program that exists: any class path, copied, and a main class; or a list of classes of that class path, which are loaded and not initialised. Jars and directories
 * keep their names, so that what a manifest names in {@code Class-Path} is found where it is on the class path, too; of two entries with the same name
 * the later one gets a number.
 */
public final class RealWorkload implements Workload {
    private static final String PROGRAM = "program.jar";

    private final String name;
    private final Installed start;
    private final First first;
    private final Copies classPath;
    private final Copies libraryPath;
    private Installation.Size size;

    /** A jar that comes before the class path. */
    private interface First {
        /** Writes it. */
        void write(Path jar) throws IOException;

        /** Tells one such jar from another. */
        long fingerprint() throws IOException;
    }

    private RealWorkload(String name, Installed start, First first) {
        this.name = name;
        this.start = start;
        this.first = first;
        classPath = new Copies(start.classPath());
        libraryPath = new Copies(start.libraryPath());
    }

    /**
     * A program that is started by its main class.
     *
     * @param name for tables
     * @param start the program where it lies now; a part of a line that it prints is its result
     * @return the workload
     */
    public static RealWorkload of(String name, Installed start) {
        return new RealWorkload(name, start, null);
    }

    /**
     * Classes to load, in this order.
     *
     * @param name for tables
     * @param classPath jars and directories
     * @param jvmOptions what the JVM needs
     * @param classes binary names, each of which is on the class path
     * @return the workload; its result is {@code loaded: N classes}
     */
    public static RealWorkload loading(String name, List<Path> classPath, List<String> jvmOptions, List<String> classes) {
        String result = "loaded: " + classes.size() + " classes";
        return new RealWorkload(name, new Installed(classPath, List.of(), LoadList.class.getName(), List.of(), jvmOptions, result), new Loader(classes));
    }

    /**
     * A recorded application; it is compiled when it is installed.
     *
     * @param application with its class path; its inputs are used where they are
     * @return the workload, named like its kind
     * @throws IOException if its jars cannot be listed
     */
    public static RealWorkload of(RecordedApplication application) throws IOException {
        List<Path> jars = application.jars().jars();
        RecordedApplication.Kind kind = application.kind();
        Installed start = new Installed(jars, List.of(), kind.main(), application.arguments(Installed.OUTPUT), application.jvmOptions(Installed.OUTPUT), kind.result());
        return new RealWorkload(kind.toString(), start, new Compiled(application, jars));
    }

    /** {@link LoadList} and its list. */
    private record Loader(List<String> classes) implements First {
        @Override
        public void write(Path jar) throws IOException {
            String file = LoadList.class.getName().replace('.', '/') + ".class";
            try (EntryWriter writer = EntryWriter.jar(jar, EntryWriter.manifest(""));
                    InputStream in = LoadList.class.getClassLoader().getResourceAsStream(file)) {
                writer.put(file, in.readAllBytes());
                writer.put(file.substring(0, file.lastIndexOf('/') + 1) + LoadList.LIST, list());
            }
        }

        @Override
        public long fingerprint() {
            return JynamicRun.crc(list());
        }

        private byte[] list() {
            return classes.stream().map(line -> line + "\n").collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
        }
    }

    private record Compiled(RecordedApplication application, List<Path> jars) implements First {
        @Override
        public void write(Path jar) throws IOException {
            try (Scratch scratch = new Scratch(Path.of(System.getProperty("java.io.tmpdir")), "startup-bench")) {
                application.compile(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)), scratch.path());
                ClassPaths.pack(scratch.path(), jar);
            }
        }

        @Override
        public long fingerprint() throws IOException {
            return new Copies(List.of(application.folder().resolve("src/main/java"))).fingerprint();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("main", start.main());
        facts.put("jars", classPath.sources().stream().filter(Files::isRegularFile).count() + (first == null ? 0 : 1));
        facts.put("directories", classPath.sources().stream().filter(Files::isDirectory).count());
        if (first instanceof Loader loader) {
            facts.put("classes", loader.classes.size());
        }
        if (size != null) {
            facts.put("files", size.files());
            facts.put("bytes", size.bytes());
        }
        return facts;
    }

    @Override
    public Installed install(Path directory) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("main", start.main());
        facts.put("classPath", classPath.fingerprint());
        facts.put("libraryPath", libraryPath.fingerprint());
        facts.put("program", first == null ? 0 : first.fingerprint());
        Installation installation = new Installation(directory);
        Path jar = installation.directory().resolve("program").resolve(PROGRAM);
        Path entries = installation.directory().resolve("classpath");
        Path libraries = installation.directory().resolve("libraries");
        size = installation.ensure(facts, top -> {
            if (first != null) {
                Files.createDirectories(jar.getParent());
                first.write(jar);
            }
            classPath.write(entries);
            libraryPath.write(libraries);
        });
        List<Path> installed = new ArrayList<>(first == null ? List.of() : List.of(jar));
        installed.addAll(classPath.in(entries));
        return new Installed(installed, libraryPath.in(libraries), start.main(), start.arguments(), start.jvmOptions(), start.result());
    }
}
