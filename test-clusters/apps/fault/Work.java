import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Loads classes gen.C0, gen.C1, … and a resource, and prints one line. Last arguments: a directory for signs or -, number of classes.
 * With a directory it says that it is half through, and goes on when the file go is there.
 * With {@code -Dfault.child=true} it starts itself once more.
 */
public final class Work {
    private Work() {
    }

    public static void main(String[] arguments) throws Exception {
        String rank = System.getenv().getOrDefault("CLASSCAST_TEST_RANK", "?");
        String directory = arguments[arguments.length - 2];
        int classes = Integer.parseInt(arguments[arguments.length - 1]);
        long sum = load(0, classes / 2);
        if (!directory.equals("-")) {
            Path signs = Path.of(directory);
            Files.createFile(signs.resolve("up-" + rank));
            while (!Files.exists(signs.resolve("go"))) {
                Thread.sleep(20);
            }
        }
        sum += load(classes / 2, classes);
        int missing = 0;
        try {
            Class.forName("gen.NotThere");
        } catch (ClassNotFoundException e) {
            missing++;
        }
        System.out.println("rank " + rank + ": " + classes + " classes, sum " + sum + ", data " + data() + ", missing " + missing
                + (Boolean.getBoolean("fault.child") ? child() : ""));
    }

    /** The same program once more, with the same agent and environment; its line goes into ours, its complaints to stderr. */
    private static String child() throws Exception {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        for (String argument : Files.readString(Path.of("/proc/self/cmdline")).split("\0")) {
            if (argument.startsWith("-javaagent:")) {
                command.add(argument);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "Work", "-", "8"));
        Process child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String line = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return ", child exit " + child.waitFor() + " (" + line + ")";
    }

    private static long load(int from, int to) throws Exception {
        long sum = 0;
        for (int k = from; k < to; k++) {
            sum += (Integer) Class.forName("gen.C" + k).getMethod("value").invoke(null);
        }
        return sum;
    }

    private static String data() throws Exception {
        try (InputStream in = Work.class.getResourceAsStream("/data.bin")) {
            if (in == null) {
                return "none";
            }
            CRC32 crc = new CRC32();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
            return Long.toHexString(crc.getValue());
        }
    }
}
