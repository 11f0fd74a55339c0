package io.classcast.bench.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML: all text and all values of attributes are escaped, all elements are closed. Not thread-safe. */
final class Html {
    private final StringBuilder page = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are names and values by turns. */
    Html open(String tag, String... attributes) {
        tag(tag, attributes);
        open.push(tag);
        return this;
    }

    /** Closes the element that was opened last. */
    Html close() {
        page.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** An element with text in it. */
    Html element(String tag, String text, String... attributes) {
        open(tag, attributes).text(text);
        return close();
    }

    /** An element that has no end. */
    Html empty(String tag, String... attributes) {
        tag(tag, attributes);
        return this;
    }

    Html text(String text) {
        page.append(escaped(text));
        return this;
    }

    /** Markup that is ours: the style sheet, a drawn plot. */
    Html markup(String trusted) {
        page.append(trusted);
        return this;
    }

    private void tag(String tag, String... attributes) {
        page.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            page.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1])).append('"');
        }
        page.append('>');
    }

    /** Text that is safe between tags, and in quotes within one; also in Markdown, which takes such entities. */
    static String escaped(String text) {
        return Text.line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return page.toString();
    }
}
