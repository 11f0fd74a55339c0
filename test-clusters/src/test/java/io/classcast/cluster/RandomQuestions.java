package io.classcast.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Random questions about a class path: names that are there, and what can be made of them. The same seed asks the same. */
final class RandomQuestions {
    private final Random random;
    private final List<String> names;

    private RandomQuestions(long seed, List<String> names) {
        random = new Random(seed);
        this.names = names;
    }

    /** Lines for the fixture {@code Questions}. */
    static List<String> about(List<Path> classPath, int count, long seed) throws IOException {
        TreeSet<String> names = new TreeSet<>(List.of("", "gen/p0/C99.class", "java/lang/Object.class", "META-INF/MANIFEST.MF"));
        for (Path element : classPath) {
            if (Files.isDirectory(element)) {
                try (Stream<Path> all = Files.walk(element)) {
                    all.map(path -> element.relativize(path).toString()).forEach(names::add);
                }
            } else {
                try (ZipFile zip = new ZipFile(element.toFile())) {
                    zip.stream().map(java.util.zip.ZipEntry::getName).forEach(names::add);
                } catch (IOException e) {
                    // It is on the class path for that.
                    continue;
                }
            }
        }
        // The JDK's modules have them as well, in an order that changes from run to run.
        names.removeIf(name -> name.endsWith("module-info.class"));
        RandomQuestions questions = new RandomQuestions(seed, new ArrayList<>(names));
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            lines.add(questions.next());
        }
        return lines;
    }

    private String next() {
        String name = names.get(random.nextInt(names.size()));
        boolean type = name.endsWith(".class") ? random.nextInt(3) > 0 : random.nextInt(20) == 0;
        String kind = type ? pick("c", "c", "f", "m", "p") : pick("r", "s", "a", "u");
        if (random.nextInt(500) == 0) {
            return kind;
        }
        String asked = type ? className(name) : name;
        for (int changes = random.nextInt(5) - 2; changes > 0; changes--) {
            asked = type ? changedClass(asked) : changed(asked);
        }
        // A class name with two dots in a row is one of a directory on disk, whose file system takes a//b for a/b; see docs/reliability.md.
        if (asked.endsWith("module-info.class") || type && (asked.contains("..") || asked.contains("//") || asked.contains("./") || asked.contains("/."))) {
            return next();
        }
        if (kind.equals("p")) {
            asked = asked.substring(0, Math.max(0, asked.lastIndexOf('.')));
            if (asked.isEmpty()) {
                // That of Questions, which only one of the two loaders has defined.
                return next();
            }
        }
        return kind + " " + escape(asked);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String className(String name) {
        String plain = name.endsWith(".class") ? name.substring(0, name.length() - 6) : name;
        return random.nextInt(50) == 0 ? plain : plain.replace('/', '.');
    }

    private String changed(String name) {
        int at = name.isEmpty() ? 0 : random.nextInt(name.length());
        int slash = name.lastIndexOf('/');
        return switch (random.nextInt(20)) {
            case 0 -> name + "/";
            case 1 -> "/" + name;
            case 2 -> "./" + name;
            case 3 -> "../" + name;
            case 4 -> slash < 0 ? name : name.substring(0, slash);
            case 5 -> slash < 0 ? name : name.substring(0, slash + 1);
            case 6 -> name.replace("/", "//");
            case 7 -> slash < 0 ? name + "/.." : name.substring(0, slash) + "/../" + name;
            case 8 -> slash < 0 ? name + "/." : name.substring(0, slash) + "/./" + name.substring(slash + 1);
            case 9 -> "META-INF/versions/" + pick("8", "9", "11", "17", "21", "25", "99", "09", "x") + "/" + name;
            case 10 -> name.replaceFirst("^META-INF/versions/\\d+/", "");
            case 11 -> name.isEmpty() ? "%" : name.substring(0, at) + String.format("%%%02x", name.charAt(at) & 0xFF) + name.substring(at + 1);
            case 12 -> name.replace(" ", "%20");
            case 13 -> name.toUpperCase(Locale.ROOT);
            case 14 -> name.toLowerCase(Locale.ROOT);
            case 15 -> name.isEmpty() ? "." : name.substring(0, name.length() - 1);
            case 16 -> name + pick("x", "%", "?", "#", "!", "!/", "\\", ":", ";", "\u00e4", "\ud800", "\0", " ", ".class");
            case 17 -> pick("", ".", "..", "/", "//", "%", "!/", "META-INF", "META-INF/", "file:/etc/passwd", "jar:file:/x!/y", "http://h/x", ":", "\0");
            case 18 -> name.substring(0, at) + (char) random.nextInt(0x250) + name.substring(at);
            default -> name.endsWith("/") ? name.substring(0, name.length() - 1) : name.replace('/', '.');
        };
    }

    private String changedClass(String name) {
        int at = name.isEmpty() ? 0 : random.nextInt(name.length());
        return switch (random.nextInt(12)) {
            case 0 -> name + ".";
            case 1 -> "." + name;
            case 2 -> name.replace('.', '/');
            case 3 -> "[L" + name + ";";
            case 4 -> "[" + name;
            case 5 -> name + ".class";
            case 6 -> name.toUpperCase(Locale.ROOT);
            case 7 -> name.toLowerCase(Locale.ROOT);
            case 8 -> name.replaceFirst("\\.", "/");
            case 9 -> pick("", ".", "/", "int", "[I", "[", "L", ";", "META-INF.versions.9.gen.p0.C0", "java.lang.String", "java.evil.X", "\0");
            case 10 -> name.substring(0, at) + (char) random.nextInt(0x250) + name.substring(at);
            default -> name + pick("x", "$1", "$", "%41", "\u00e4", " ", "/");
        };
    }

    private static String escape(String name) {
        StringBuilder text = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (c < ' ' || c == '\\' || c > '~') {
                text.append(String.format("\\%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
