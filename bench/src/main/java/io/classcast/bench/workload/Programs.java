package io.classcast.bench.workload;

import io.classcast.bench.program.ConcatProbe;
import io.classcast.bench.program.FirstCalls;
import io.classcast.bench.program.HeapProbe;
import io.classcast.bench.program.Hello;
import io.classcast.bench.program.HelloRank;
import io.classcast.bench.program.LoadClasses;
import io.classcast.bench.program.Measured;
import io.classcast.bench.program.SendProbe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The measured programs as a jar of their own: the measured JVMs must not see the harness and its libraries. */
public final class Programs {
    private Programs() {
    }

    /**
     * Writes the jar.
     *
     * @param jar where
     * @return the jar
     * @throws IOException if it cannot be written
     */
    public static Path write(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> program : List.of(Hello.class, HelloRank.class, LoadClasses.class, HeapProbe.class, FirstCalls.class, ConcatProbe.class, SendProbe.class, Measured.class)) {
                String name = program.getName().replace('.', '/') + ".class";
                ZipEntry entry = new ZipEntry(name);
                entry.setTime(0);
                zip.putNextEntry(entry);
                try (InputStream in = program.getClassLoader().getResourceAsStream(name)) {
                    in.transferTo(zip);
                }
            }
        }
        return jar;
    }
}
