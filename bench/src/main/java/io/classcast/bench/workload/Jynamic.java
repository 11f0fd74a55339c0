package io.classcast.bench.workload;

import io.classcast.bench.program.JynamicRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A generated program that loads many classes, reads resources, asks providers of services and loads native libraries, and does next to nothing with them:
 * Pynamic (LLNL's benchmark of Python's dynamic linking) for a JVM. The same shape makes the same files, byte for byte, with the same build of the harness
 * and the same C compiler.
 *
 * <p>Each class, resource and provider lies in an entry of the class path that the seed chooses, so a search goes through half of the entries, on average.
 * The program prints one line; its checksum depends on what every class returned and on the bytes of every resource, and the generator knows it beforehand.
 *
 * <p>Of the presets, <em>trivial-100</em> stands for the 100 trivial C-extension modules of the MPI_Import report: 100 classes that do next to nothing,
 * each of which loads one trivial native library, in 10 directories on the class path and 10 on java.library.path. <em>storm</em> is a class path
 * of 40 directories with 2,000 classes, <em>large</em> one of 500 jars with 50,000.
 */
public final class Jynamic implements Workload {
    private static final String COMPILER = "cc";

    private final JynamicShape shape;
    private final String compiler;
    private Installation.Size size;

    /**
     * A program.
     *
     * @param shape what it consists of
     */
    public Jynamic(JynamicShape shape) {
        this(shape, COMPILER);
    }

    Jynamic(JynamicShape shape, String compiler) {
        this.shape = shape;
        this.compiler = compiler;
    }

    /**
     * A program from its text.
     *
     * @param text as {@link JynamicShape} says
     * @return the program
     * @throws IllegalArgumentException if the text is wrong, with one line that says why
     */
    public static Jynamic of(String text) {
        return new Jynamic(JynamicShape.parse(text));
    }

    @Override
    public String name() {
        return shape.name();
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>(shape.numbers());
        if (size != null) {
            facts.put("files", size.files());
            facts.put("bytes", size.bytes());
        }
        return facts;
    }

    @Override
    public Installed install(Path directory) throws IOException {
        JynamicPlan plan = new JynamicPlan(shape);
        JynamicValues values = new JynamicValues(plan);
        Map<String, byte[]> first = JynamicMain.files(plan);
        Map<String, Object> facts = new LinkedHashMap<>(shape.numbers());
        // Another build of the generator may make another program of the same shape.
        facts.put("result", values.line());
        facts.put("generator", first.values().stream().mapToLong(JynamicRun::crc).sum() + JynamicRun.crc(new JynamicClass(plan, values, 0).bytes()));
        Installation installation = new Installation(directory);
        size = installation.ensure(facts, top -> write(plan, values, first, top));
        Path top = installation.directory();
        List<Path> classPath = IntStream.range(0, plan.jars().size()).mapToObj(entry -> entry(plan, top, entry)).toList();
        List<Path> libraryPath = shape.libraries() == 0 ? List.of() : IntStream.range(0, shape.libraryDirectories()).mapToObj(d -> libraries(top, d)).toList();
        return new Installed(classPath, libraryPath, JynamicMain.MAIN, List.of(), List.of(), values.line());
    }

    private static Path entry(JynamicPlan plan, Path top, int entry) {
        return top.resolve("classpath").resolve(String.format("%04d%s", entry, plan.jars().get(entry) ? ".jar" : ""));
    }

    private static Path libraries(Path top, int directory) {
        return top.resolve("libraries").resolve(String.format("%03d", directory));
    }

    private void write(JynamicPlan plan, JynamicValues values, Map<String, byte[]> first, Path top) throws IOException {
        writeLibraries(plan, top);
        Files.createDirectories(top.resolve("classpath"));
        int entries = plan.jars().size();
        List<List<Integer>> classes = byEntry(entries, shape.classes(), number -> plan.members().get(number).entry());
        List<List<Integer>> resources = byEntry(entries, shape.resources(), plan::resourceEntry);
        try {
            IntStream.range(0, entries).parallel().forEach(entry -> {
                Path path = entry(plan, top, entry);
                try (EntryWriter writer = plan.jars().get(entry) ? EntryWriter.jar(path, EntryWriter.manifest("")) : EntryWriter.directory(path)) {
                    for (Map.Entry<String, byte[]> file : (entry == 0 ? first : Map.<String, byte[]>of()).entrySet()) {
                        writer.put(file.getKey(), file.getValue());
                    }
                    for (Map.Entry<String, String> services : services(classes.get(entry)).entrySet()) {
                        writer.put("META-INF/services/" + services.getKey(), services.getValue().getBytes(StandardCharsets.UTF_8));
                    }
                    for (int number : classes.get(entry)) {
                        writer.put(JynamicPlan.className(number) + ".class", new JynamicClass(plan, values, number).bytes());
                    }
                    for (int resource : resources.get(entry)) {
                        writer.put(JynamicPlan.resourceName(resource), values.resource(resource));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(new IOException("cannot write " + path + ": " + e.getMessage(), e));
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<List<Integer>> byEntry(int entries, int count, IntUnaryOperator entryOf) {
        List<List<Integer>> parts = IntStream.range(0, entries).<List<Integer>>mapToObj(entry -> new ArrayList<>()).toList();
        IntStream.range(0, count).forEach(number -> parts.get(entryOf.applyAsInt(number)).add(number));
        return parts;
    }

    private Map<String, String> services(List<Integer> classes) {
        Map<String, String> lines = new TreeMap<>();
        for (int number : classes) {
            if (number < shape.services()) {
                String type = JynamicPlan.serviceName(number / JynamicPlan.PROVIDERS).replace('/', '.');
                lines.merge(type, JynamicPlan.className(number).replace('/', '.') + "\n", String::concat);
            }
        }
        return lines;
    }

    private void writeLibraries(JynamicPlan plan, Path top) throws IOException {
        if (shape.libraries() == 0) {
            return;
        }
        byte[] library = NativeLibraries.compiled(compiler);
        for (int directory = 0; directory < shape.libraryDirectories(); directory++) {
            Files.createDirectories(libraries(top, directory));
        }
        for (int number = 0; number < shape.libraries(); number++) {
            Files.write(libraries(top, plan.libraryDirectory(number)).resolve(System.mapLibraryName(JynamicPlan.libraryName(number))), library);
        }
    }
}
