package io.classcast.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Names below a staged directory: relative, with {@code /}, without {@code .} or {@code ..}. Checked by sender and receivers. */
final class StagedPath {
    /** What we keep of our own in a staged directory. */
    static final String OWN = ".classcast";
    private static final int LONGEST = 4095;

    private StagedPath() {
    }

    /**
     * Checks a name that somebody else chose.
     *
     * @param name such as that of an archive's entry
     * @return the same place, without empty elements and {@code .}; empty for the directory itself
     * @throws IOException where it could lead outside
     */
    static String check(String name) throws IOException {
        if (name.startsWith("/")) {
            throw new IOException("entry " + shown(name) + " is refused: its name is absolute");
        }
        if (name.length() > LONGEST) {
            throw new IOException("entry " + shown(name) + " is refused: its name is longer than " + LONGEST + " characters");
        }
        List<String> elements = new ArrayList<>();
        for (String element : name.split("/")) {
            if (element.equals("..")) {
                throw new IOException("entry " + shown(name) + " is refused: its name leads outside");
            }
            if (element.indexOf('\0') >= 0) {
                throw new IOException("entry " + shown(name) + " is refused: its name holds a NUL");
            }
            if (!element.isEmpty() && !element.equals(".")) {
                elements.add(element);
            }
        }
        if (!elements.isEmpty() && elements.get(0).equals(OWN)) {
            throw new IOException("entry " + shown(name) + " is refused: " + OWN + " is Classcast's own");
        }
        return String.join("/", elements);
    }

    /**
     * Checks where a symbolic link leads.
     *
     * @param path of the link, checked
     * @param target of the link
     * @throws IOException where it leads outside
     */
    static void checkLink(String path, String target) throws IOException {
        int depth = target.startsWith("/") ? -1 : path.split("/").length - 1;
        boolean down = false;
        for (String element : target.split("/")) {
            if (element.equals("..")) {
                // What goes down may be a link itself, and its parent anywhere.
                depth = down ? -1 : depth - 1;
            } else if (!element.isEmpty() && !element.equals(".")) {
                down = true;
            }
            if (depth < 0) {
                break;
            }
        }
        if (depth < 0 || target.isEmpty() || target.indexOf('\0') >= 0) {
            throw new IOException("entry " + shown(path) + " is refused: it is a link to " + shown(target) + ", which is outside");
        }
    }

    /** For people: control characters, which may be terminal sequences, are escaped. */
    static String shown(String name) {
        StringBuilder text = new StringBuilder();
        for (char c : (name.length() > 200 ? name.substring(0, 200) + "…" : name).toCharArray()) {
            if (Character.isISOControl(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
