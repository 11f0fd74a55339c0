package io.classcast.bench.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Loads the classes of a list that lies beside it, without initialising them. Unlike {@link LoadClasses} it prints nothing that differs between two runs. */
public final class LoadList {
    /** Name of the list, in the package of this class: one class name a line; lines that start with # are skipped. */
    public static final String LIST = "class-list.txt";

    private LoadList() {
    }

    /**
     * Prints {@code loaded: N classes}; ends with an exception where a class cannot be loaded.
     *
     * @param args none
     * @throws IOException if the list cannot be read
     * @throws ClassNotFoundException if a class of the list is not on the class path
     */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        int loaded = 0;
        try (InputStream in = LoadList.class.getResourceAsStream(LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String name = lines.readLine(); name != null; name = lines.readLine()) {
                if (!name.startsWith("#")) {
                    Class.forName(name, false, loader);
                    loaded++;
                }
            }
        }
        System.out.println(new StringBuilder("loaded: ").append(loaded).append(" classes"));
    }
}
