package io.classcast.cli;

import io.classcast.classpath.ClassPath;
import io.classcast.classpath.ClassPathScan;
import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.ScanOptions;
import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bcastjar inspect}: what is on a class path, as the JDK would search it. */
@Command(name = "inspect", mixinStandardHelpOptions = true, description = {
    "Shows what is on a class path, in the order in which the JDK searches it: entries that manifests add, missing and"
        + " unreadable ones, names, and names that more than one entry holds."},
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:every entry can be read", "1:an entry that the class path names is missing or unreadable", "2:the command line is wrong"})
final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CLASSPATH", description = "a class path, as after java -cp")
    private String classPath;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<String> urls = ClassPath.parse(classPath);
        ClassPathScan scan = ClassPathScanner.scan(urls, 0, ScanOptions.of(null, List.of()));
        Image image = Image.open(scan.index());
        PrintWriter out = spec.commandLine().getOut();
        int[] names = new int[image.entryCount()];
        int duplicates = 0;
        for (int id = 0; id < image.nameCount(); id++) {
            int first = image.firstPlace(id);
            for (int k = 0; k < image.placeCount(id); k++) {
                names[image.entryOf(first + k)]++;
            }
            if (image.placeCount(id) > 1 && image.name(id).endsWith(".class")) {
                duplicates++;
            }
        }
        out.printf(Locale.ROOT, "%-10s %12s %8s  %s%n", "kind", "bytes", "names", "entry");
        long bytes = 0;
        for (int e = 0; e < names.length; e++) {
            ImageEntry entry = image.entry(e);
            bytes += entry.kind() == EntryKind.JAR ? entry.size() : 0;
            out.printf(Locale.ROOT, "%-10s %12d %8d  %s%s%n", entry.kind().name().toLowerCase(Locale.ROOT), entry.size(),
                    names[e], entry.path().isEmpty() ? entry.url() : entry.path(),
                    (entry.multiRelease() ? " (multi-release)" : "") + (entry.viaJarFile() ? " (signed)" : ""));
        }
        out.printf(Locale.ROOT, "%d entries, %d bytes of jars, %d names, %d classes in more than one entry%n", names.length,
                bytes, image.nameCount(), duplicates);
        PrintWriter err = spec.commandLine().getErr();
        scan.problems().forEach(p -> err.println("bcastjar: " + p));
        out.flush();
        err.flush();
        return scan.problems().isEmpty() ? 0 : 1;
    }
}
