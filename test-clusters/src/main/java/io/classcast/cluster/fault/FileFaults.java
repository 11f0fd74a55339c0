package io.classcast.cluster.fault;

import static io.classcast.cluster.fault.Fault.Expected.JOB_DIES;
import static io.classcast.cluster.fault.Fault.Expected.SAME_OUTPUT;
import static io.classcast.cluster.fault.Fault.Expected.SERVED;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** What can happen to the files of the class path, and to the shared file system that has them. */
final class FileFaults {
    private static final String G3 = "lib/g3.jar";

    private FileFaults() {
    }

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>(List.of(
                Fault.of("jar-truncated", "a further jar of the class path is cut in half").shape(s -> {
                    Files.write(s.file("cut.jar"), java.util.Arrays.copyOf(Files.readAllBytes(s.file("lib/data.jar")), 100_000));
                    s.classPath += ":" + s.shared.mount() + "/app/cut.jar";
                }).expect(SERVED),
                running("jar-deleted-running", "a jar is deleted while the job runs", s -> Files.delete(s.file(G3))).expect(SERVED),
                running("jar-replaced-running", "a jar is replaced by another one while the job runs", FileFaults::replace).expect(SERVED),
                running("jar-truncated-running", "a jar is truncated while the job runs", s -> truncate(s.file(G3))).expect(FileFaults::jarsServe),
                running("jar-rewritten-running", "a jar is written over in place while the job runs", s -> scribble(s.file(G3)))
                        .expect(FileFaults::jarsServe),
                running("directory-changes-running", "a directory loses files and gains others while the job runs", s -> {
                    Files.delete(s.file("d0/gen/C44.class"));
                    Files.writeString(s.file("d0/gen/New.class"), "new");
                }).expect(FileFaults::jarsServe),
                scanning("jar-truncated-scanned", "a jar is truncated while rank 0 reads it, and stays so", "read:3:2:data.jar",
                        s -> truncate(s.file("lib/data.jar"))).expect(JOB_DIES).mayLackData(),
                scanning("jar-rewritten-scanned", "a jar is written anew in place while rank 0 reads it", "read:3:2:data.jar", s -> {
                    byte[] bytes = Files.readAllBytes(s.file("lib/data.jar"));
                    truncate(s.file("lib/data.jar"));
                    Files.write(s.file("lib/data.jar"), bytes);
                }).expect(FileFaults::jarsAreWhole).mayLackData(),
                scanning("jar-grows-scanned", "something is appended to a jar while rank 0 reads it", "read:3:2:data.jar", s -> {
                    try (RandomAccessFile file = new RandomAccessFile(s.file("lib/data.jar").toFile(), "rw")) {
                        file.seek(file.length());
                        file.write(new byte[5]);
                    }
                }).expect(FileFaults::jarsAreWhole).mayLackData(),
                scanning("jar-replaced-scanned", "a jar is replaced by a longer one while rank 0 reads it", "read:3:2:data.jar", s -> {
                    Path other = s.file("other.jar");
                    byte[] bytes = Files.readAllBytes(s.file("lib/data.jar"));
                    Files.write(other, bytes);
                    Files.move(other, s.file("lib/data.jar"), StandardCopyOption.REPLACE_EXISTING);
                }),
                scanning("jar-deleted-scanned", "a jar is deleted while rank 0 reads it; later ranks cannot find it without Classcast",
                        "read:3:2:data.jar", s -> Files.delete(s.file("lib/data.jar"))).expect(JOB_DIES).mayLackData(),
                scanning("directory-changes-scanned", "a directory gains files while rank 0 lists it", "readdir:2:2:d1/gen", s -> {
                    for (int i = 0; i < 50; i++) {
                        Files.writeString(s.file("d1/gen/New" + i + ".class"), "new");
                    }
                })));
        List<String> errors = List.of("EIO", "ESTALE", "ETIMEDOUT", "EACCES");
        for (int e = 0; e < errors.size(); e++) {
            faults.addAll(failing(errors.get(e), e));
        }
        faults.add(Fault.of("hang-open", "opening a jar takes longer than the timeout").before(s -> {
            s.shared.inject(s.cluster.hosts().get(0), "--hang", "open:1:" + (Scene.TIMEOUT + 4) + ":g3.jar");
            s.extraSeconds = Scene.TIMEOUT + 4;
        }).waits());
        faults.add(Fault.of("hang-read", "reading a jar takes longer than the timeout").before(s -> {
            s.shared.inject(s.cluster.hosts().get(0), "--hang", "read:3:" + (Scene.TIMEOUT + 4) + ":data.jar");
            s.extraSeconds = Scene.TIMEOUT + 4;
        }).waits());
        return faults;
    }

    private static Fault running(String name, String description, Fault.Step change) {
        return Fault.of(name, description).before(Scene::gate).during(s -> {
            s.awaitUp();
            change.run(s);
            s.open();
        });
    }

    private static Fault scanning(String name, String description, String hang, Fault.Step change) {
        return Fault.of(name, description).before(s -> s.shared.inject(s.cluster.hosts().get(0), "--hang", hang)).during(s -> {
            s.awaitFault(0);
            change.run(s);
        });
    }

    /** One error on each kind of operation; the slice meets each operation with one error. */
    private static List<Fault> failing(String error, int number) {
        List<Fault> faults = List.of(
                failing("open-", error, "opening a jar fails once with %s on rank 0", "open:1:%s:g3.jar"),
                failing("read-", error, "reading a jar fails half way with %s on rank 0", "read:5:%s:data.jar"),
                failing("lookup-", error, "looking a jar up fails once with %s on rank 0", "lookup:1:%s:g3.jar"),
                failing("list-", error, "listing a directory fails once with %s on rank 0", "readdir:1:%s:d1/gen"),
                failing("file-", error, "reading a file of a directory fails once with %s on rank 0", "read:1:%s:C45.class"));
        for (int i = 0; i < faults.size(); i++) {
            if (i % 4 != number) {
                faults.get(i).large();
            }
        }
        return faults;
    }

    private static Fault failing(String name, String error, String description, String operation) {
        return Fault.of(name + error, description.formatted(error))
                .before(s -> s.shared.inject(s.cluster.hosts().get(0), "--fail", operation.formatted(error)))
                .during(s -> s.awaitFault(0));
    }

    /** With the jars' bytes in the store nothing happens; where they stay at the originals, it is as without Classcast. */
    private static Fault.Expected jarsServe(FaultEngine engine, Mode mode) {
        return mode == Mode.LOCATIONS ? JOB_DIES : SERVED;
    }

    /** A jar that changes while locations are served is one that changes under its readers. */
    private static Fault.Expected jarsAreWhole(FaultEngine engine, Mode mode) {
        return mode == Mode.LOCATIONS ? JOB_DIES : SAME_OUTPUT;
    }

    private static void truncate(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(open.length() / 2);
        }
    }

    private static void scribble(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.write(new byte[(int) open.length()]);
        }
    }

    private static void replace(Scene scene) throws IOException {
        Path other = scene.file("other.jar");
        try (var zip = Workload.zip(other)) {
            Workload.add(zip, "other.txt", new byte[10]);
        }
        Files.move(other, scene.file(G3), StandardCopyOption.REPLACE_EXISTING);
    }
}
