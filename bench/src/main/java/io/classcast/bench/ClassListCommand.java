package io.classcast.bench;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.workload.ClassList;
import io.classcast.bench.workload.RecordedApplication;
import io.classcast.bench.workload.RecordedApplication.Kind;
import io.classcast.bench.workload.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the list of classes that the command classload loads. */
@Command(name = "class-list", footer = "Example: startup-bench class-list",
        description = "Makes bench/target/class-list-NAME.txt: runs a real application, records which classes it loads, fills the list up from the "
                + "packages it uses, and drops what cannot be loaded on one of the JDKs. The command classload does this when the list is missing.")
final class ClassListCommand implements Callable<Integer> {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;

    @Option(names = "--count", paramLabel = "N", defaultValue = "9000", description = "how many classes (default: ${DEFAULT-VALUE})")
    private int count = 9000;

    @Option(names = "--application", defaultValue = "SESSION", description = "session or text (default: session)")
    private Kind kind;

    @Override
    public Integer call() throws IOException, InterruptedException {
        make(new Places(), kind);
        return 0;
    }

    /** The list of an application's classes; made where it is missing, or of other jars. */
    static ClassList current(Places places, Kind of) throws IOException, InterruptedException {
        ClassList classes = new ClassList(places.classList(of), places.application(of, ".").jars(), places.programs());
        if (!classes.isCurrent()) {
            new ClassListCommand().make(places, of);
        }
        return classes;
    }

    private void make(Places places, Kind of) throws IOException, InterruptedException {
        System.err.println("class-list: recording the application of bench/" + of.folder());
        RecordedApplication application = places.application(of, ".");
        Path file = places.classList(of);
        Path running = Path.of(System.getProperty("java.home"));
        // Hadoop 3.4, of the application text, does not run on JDK 24 and later.
        Jdk recording = Jdk.find(17, running).orElseThrow(() -> new IllegalStateException("no JDK 17 beside " + running));
        List<Jdk> jdks = Stream.concat(Stream.of(recording), Jdk.find(25, running).stream()).toList();
        try (Scratch scratch = new Scratch(places.target(), "class-list")) {
            int recorded = new ClassList(file, application.jars(), places.programs()).make(application, scratch.path(), count, jdks);
            System.err.printf("class-list: %s, %d classes, %d of them loaded by the application%n", file, count, recorded);
        }
    }
}
