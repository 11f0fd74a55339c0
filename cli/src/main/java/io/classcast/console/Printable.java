package io.classcast.console;

/**
 * Names as they may be printed. A file name may hold any byte but NUL and slash, so also what moves a terminal's cursor or
 * makes a second line.
 */
public final class Printable {
    private Printable() {
    }

    /**
     * Escapes what is not to be seen: control characters, line separators, formatting characters and halves of pairs, and the
     * backslash itself, so that the result is not ambiguous.
     *
     * @param text any
     * @return the same text where nothing had to be escaped; else with escapes as in Java's string literals
     */
    public static String of(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (isPlain(c)) {
                if (out != null) {
                    out.appendCodePoint(c);
                }
            } else {
                if (out == null) {
                    out = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                escape(c, out);
            }
            i += Character.charCount(c);
        }
        return out == null ? text : out.toString();
    }

    private static boolean isPlain(int c) {
        if (c < 0x7F) {
            return c >= ' ' && c != '\\';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static void escape(int c, StringBuilder out) {
        switch (c) {
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                for (char unit : Character.toChars(c)) {
                    out.append(String.format("\\u%04x", (int) unit));
                }
            }
        }
    }
}
