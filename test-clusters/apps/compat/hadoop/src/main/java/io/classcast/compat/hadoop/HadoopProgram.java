package io.classcast.compat.hadoop;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.VersionInfo;

/** Writes and lists files of the local file system through Hadoop's. */
public final class HadoopProgram {
    private HadoopProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws Exception any
     */
    public static void main(String[] arguments) throws Exception {
        Configuration configuration = new Configuration();
        Path folder = new Path(System.getProperty("user.dir"), "hadoop-files");
        try (FileSystem files = FileSystem.getLocal(configuration)) {
            try (FSDataOutputStream out = files.create(new Path(folder, "hello.txt"), true)) {
                out.write("written through Hadoop".getBytes(StandardCharsets.UTF_8));
            }
            Path sequence = new Path(folder, "records.seq");
            try (SequenceFile.Writer writer = SequenceFile.createWriter(configuration, SequenceFile.Writer.file(sequence),
                    SequenceFile.Writer.keyClass(Text.class), SequenceFile.Writer.valueClass(Text.class))) {
                writer.append(new Text("key"), new Text("value"));
            }
            FileStatus[] found = files.listStatus(folder);
            Arrays.sort(found);
            for (FileStatus file : found) {
                Report.say("file " + file.getPath().getName() + " " + file.getLen());
            }
            try (FSDataInputStream in = files.open(new Path(folder, "hello.txt"))) {
                Report.say("read " + new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        Report.say("version " + VersionInfo.getVersion() + " replication " + configuration.get("dfs.replication") + " buffer "
                + configuration.get("io.file.buffer.size"));
        Identity.ofClasses(FileSystem.class, Text.class);
        Identity.ofResources("META-INF/services/org.apache.hadoop.fs.FileSystem", "core-default.xml",
                "common-version-info.properties");
        Identity.ofServices(FileSystem.class);
        Report.end();
    }
}
