package io.classcast.doctor;

import io.classcast.doctor.RankReport.Jdk;
import io.classcast.doctor.Storage.ClassPathFacts;
import io.classcast.doctor.Surroundings.Cores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Looks at this process and its node: /proc and /sys (proc(5), sysfs(5)). */
final class SurroundingsReader {
    private SurroundingsReader() {
    }

    static Surroundings read(Map<String, String> environment, String engine, String failure, Cores cores, Storage storage) {
        return new Surroundings(environment, engine, failure, text("/proc/self/limits"), cores, hasFastNetwork(), storage);
    }

    static Storage storage(Map<String, String> environment, List<Path> targets, String classPath) {
        StorageReader reader = new StorageReader();
        ClassPathFacts facts = classPath == null ? null : reader.classPath(classPath, System.currentTimeMillis());
        return new Storage(reader.places(environment, targets), facts);
    }

    static Jdk jdk() {
        return new Jdk(Runtime.version().feature(), "JDK " + Runtime.version() + " of " + System.getProperty("java.vendor") + ", "
                + System.getProperty("java.vm.name") + ", " + System.getProperty("os.arch"));
    }

    static Cores cores() {
        int processors = Runtime.getRuntime().availableProcessors();
        String allowed = text("/proc/self/status").lines().filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1)).findFirst().orElse("");
        int online = Cores.count(text("/sys/devices/system/cpu/online"));
        return new Cores(Cores.count(allowed), processors, online > 0 ? online : processors);
    }

    private static boolean hasFastNetwork() {
        for (String kind : new String[] {"/sys/class/infiniband", "/sys/class/cxi"}) {
            try (DirectoryStream<Path> adapters = Files.newDirectoryStream(Path.of(kind))) {
                if (adapters.iterator().hasNext()) {
                    return true;
                }
            } catch (IOException e) {
                // No such kind of adapter on this node.
                continue;
            }
        }
        return false;
    }

    private static String text(String file) {
        try {
            return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
