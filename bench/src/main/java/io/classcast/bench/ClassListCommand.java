package io.classcast.bench;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.workload.ClassList;
import io.classcast.bench.workload.JarFolder;
import io.classcast.bench.workload.RecordedApplication;
import io.classcast.bench.workload.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the list of classes that the command classload loads. */
@Command(name = "class-list",
        description = "Makes bench/target/class-list.txt: runs the application of bench/classpath, records which classes it loads, fills the list up from the "
                + "packages it uses, and drops what cannot be loaded on one of the JDKs. The command classload does this when the list is missing.")
final class ClassListCommand implements Callable<Integer> {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;

    @Option(names = "--count", paramLabel = "N", defaultValue = "9000", description = "how many classes (default: ${DEFAULT-VALUE})")
    private int count = 9000;

    @Override
    public Integer call() throws IOException, InterruptedException {
        make(new Places());
        return 0;
    }

    void make(Places places) throws IOException, InterruptedException {
        System.err.println("class-list: recording the application of bench/classpath");
        JarFolder jars = places.bigClassPath();
        Path file = places.classList();
        Path running = Path.of(System.getProperty("java.home"));
        // Hadoop 3.4 does not run on JDK 24 and later.
        Jdk recording = Jdk.find(17, running).orElseThrow(() -> new IllegalStateException("no JDK 17 beside " + running));
        List<Jdk> jdks = Stream.concat(Stream.of(recording), Jdk.find(25, running).stream()).toList();
        try (Scratch scratch = new Scratch(places.target(), "class-list")) {
            int recorded = new ClassList(file, jars, places.programs())
                    .make(new RecordedApplication(places.applicationSources(), places.applicationDocuments()), scratch.path(), count, jdks);
            System.err.printf("class-list: %s, %d classes, %d of them loaded by the application%n", file, count, recorded);
        }
    }
}
