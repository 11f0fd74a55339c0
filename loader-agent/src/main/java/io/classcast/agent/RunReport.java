package io.classcast.agent;

import io.classcast.NativeMemory;
import io.classcast.OwnProcess;
import io.classcast.PrivateFiles;
import io.classcast.TrustedPath;
import io.classcast.agent.hook.FileSeam;
import io.classcast.agent.jdk.JdkNumbers;
import io.classcast.agent.linking.Linking;
import io.classcast.agent.loader.Counters;
import io.classcast.job.Phases;
import io.classcast.job.ServedJob;
import io.classcast.store.NodeStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * At the end of a JVM: leaves its numbers in the node's store; the last JVM of the node collects them into one JSON file,
 * {@code classcast-JOB-HOST.json} in the directory of the option {@code report}, and the store is removed.
 */
final class RunReport extends Thread implements NodeStore.LastOne {
    private final ServedJob job;
    private final Options options;
    /** A loader of ours defines the classes. */
    private final boolean broadcast;
    private final String engine;
    private final Counters counters;
    private final Phases phases;
    private final Messages messages;
    /** Null where no class archive has to be made. */
    private final ArchiveMaker maker;
    /** Null where no profile is recorded. */
    private final Recording recording;

    RunReport(ServedJob job, Options options, boolean broadcast, String engine, Counters counters, Phases phases, Messages messages, ArchiveMaker maker,
            Recording recording) {
        super(JdkNumbers.group(), "classcast-exit");
        this.job = job;
        this.options = options;
        this.broadcast = broadcast;
        this.engine = engine;
        this.counters = counters;
        this.phases = phases;
        this.messages = messages;
        this.maker = maker;
        this.recording = recording;
    }

    @Override
    public void run() {
        // What is not open by now is not needed any more.
        FileSeam.atFirstFile(null);
        if (recording != null) {
            recording.write();
        }
        try {
            if (options.report() != null) {
                // By rank in a job; the JVMs that share a node without MPI are all of rank 0.
                String name = job.size() > 1 ? String.valueOf(job.rank()) : "pid-" + OwnProcess.pid();
                PrivateFiles.write(job.store().directory().resolve("report-" + name + ".json"), rank().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            messages.warn("cannot note the report of rank " + job.rank() + ": " + e);
        }
        if (maker != null) {
            maker.make();
        }
        // Only JVMs without MPI come back to a store; that of a job is of no use to another.
        job.store().close(this, engine.equals("none") ? options.keepMillis() : 0);
    }

    private String rank() {
        return new Json().put("rank", job.rank()).raw("pid", OwnProcess.pid())
                .put("classHits", counters.classHits.get()).put("classMisses", counters.classMisses.get())
                .put("resourceHits", counters.resourceHits.get()).put("resourceMisses", counters.resourceMisses.get())
                .put("liveFallbacks", counters.liveFallbacks.get()).put("bytesDefined", counters.bytesDefined.get())
                .put("lambdas", Linking.generated()).put("linking", Linking.report())
                .put("startedNs", phases.firstNanos()).put("phasesMs", phases.millis()).toString();
    }

    @Override
    public void leave(Path directory) {
        if (options.report() == null) {
            return;
        }
        StringBuilder ranks = new StringBuilder("[");
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "report-*.json")) {
            for (Path part : parts) {
                ranks.append(ranks.length() > 1 ? "," : "").append(new String(NativeMemory.read(part.toFile()), StandardCharsets.UTF_8));
            }
            String host = OwnProcess.host();
            write("classcast-" + job.job() + "-" + host, new Json().put("job", job.job()).put("host", host)
                    .put("engine", engine).put("mode", options.locations() ? "locations" : "jars")
                    .put("loader", broadcast ? "broadcast" : "app").put("size", job.size())
                    .put("nodes", job.nodes()).put("indexBytes", job.image().image().indexBytes())
                    .put("contentBytes", job.image().image().contentBytes()).raw("ranks", ranks + "]").toString());
        } catch (IOException e) {
            messages.warn("cannot write the report to " + options.report() + ": " + e
                    + "; name a directory that can be written to with the option report");
        }
    }

    private void write(String name, String json) throws IOException {
        Path target = Files.createDirectories(TrustedPath.resolve(Path.of(options.report())));
        Path part = target.resolve(name + ".part");
        // Anew, never into what others have put there: the directory may be one that all write to.
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            NativeMemory.write(channel, ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        Files.move(part, target.resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }
}
