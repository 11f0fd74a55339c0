package io.classcast.bench.workload;
import java.io.IOException;
import java.nio.file.*;
import java.util.*;
/** Dev. */
public final class ClassPathVariants {
    private ClassPathVariants() { }
    /** Dev. */ public static List<Path> packed(List<Path> cp, Path dir) throws IOException {
        Files.createDirectories(dir); List<Path> r = new ArrayList<>(); int i = 0;
        for (Path p : cp) { Path t = dir.resolve((i++) + "-" + p.getFileName() + (Files.isDirectory(p) ? ".jar" : ""));
            if (Files.isDirectory(p)) { Programs.jar(p, t); } else { Files.copy(p, t, StandardCopyOption.REPLACE_EXISTING); } r.add(t); }
        return r; }
    /** Dev. */ public static void wildcard(List<Path> jars, Path dir) throws IOException { Files.createDirectories(dir); int i = 0; for (Path p : jars) { Files.copy(p, dir.resolve((i++) + ".jar"), StandardCopyOption.REPLACE_EXISTING); } }
    /** Dev. */ public static Path fatJar(List<Path> cp, Path jar) throws IOException {
        Set<String> seen = new HashSet<>();
        try (var z = new java.util.zip.ZipOutputStream(Files.newOutputStream(jar))) { for (Path p : cp) { try (var s = Files.walk(p)) { for (Path f : s.filter(Files::isRegularFile).toList()) { String n = p.relativize(f).toString(); if (seen.add(n)) { z.putNextEntry(new java.util.zip.ZipEntry(n)); Files.copy(f, z); } } } } }
        return jar; }
}
