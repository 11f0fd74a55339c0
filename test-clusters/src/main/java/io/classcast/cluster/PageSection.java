package io.classcast.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a page that a command writes, between two marks; what people write around it stays. */
public final class PageSection {
    private PageSection() {
    }

    /**
     * Puts a section into a page, between its marks, or at the end of it; makes the page where there is none.
     *
     * @param page in Markdown
     * @param name of the section, in its marks
     * @param title of a new page, with the empty line after it
     * @param text of the section, which ends with the end of a line
     * @throws IOException if the page cannot be read or written
     */
    public static void write(Path page, String name, String title, String text) throws IOException {
        String begin = "<!-- " + name + " -->";
        String end = "<!-- /" + name + " -->";
        String old = Files.exists(page) ? Files.readString(page) : title;
        int from = old.indexOf(begin);
        int to = old.indexOf(end);
        Files.writeString(page, from < 0 || to < from
                ? old.stripTrailing() + "\n\n" + begin + "\n" + text + end + "\n"
                : old.substring(0, from + begin.length()) + "\n" + text + old.substring(to));
    }
}
