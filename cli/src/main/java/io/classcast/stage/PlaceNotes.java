package io.classcast.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code bcastjar run --staged} reads: {@code .classcast/places} has a line {@code ORIGIN \t STAGED} for each source, and
 * {@code .classcast/java-home} the paths that the staged JDK had.
 */
final class PlaceNotes {
    static final String PLACES = "places";
    static final String JAVA_HOME = "java-home";

    private PlaceNotes() {
    }

    /**
     * Adds to what earlier stages noted.
     *
     * @param directory of this node
     * @param places lines
     * @param jdk lines; empty where none was staged this time
     */
    static void write(StageDirectory directory, String places, String jdk) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        for (String line : (read(directory.own().resolve(PLACES)) + places).split("\n")) {
            int tab = line.indexOf('\t');
            if (tab > 0 && Files.exists(directory.root().resolve(line.substring(tab + 1)))) {
                all.put(line.substring(0, tab), line + "\n");
            }
        }
        directory.note(PLACES, String.join("", all.values()));
        if (!jdk.isEmpty()) {
            directory.note(JAVA_HOME, jdk);
        }
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
