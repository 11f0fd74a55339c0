package io.classcast.agent;

import java.util.Map;

/** Writes the little JSON that a report needs; the agent brings no library for it into the application's JVM. */
final class Json {
    private final StringBuilder out = new StringBuilder("{");

    Json put(String key, String value) {
        return raw(key, value == null ? "null" : quoted(value));
    }

    Json put(String key, long value) {
        return raw(key, Long.toString(value));
    }

    Json put(String key, Map<String, Double> values) {
        Json inner = new Json();
        for (Map.Entry<String, Double> entry : values.entrySet()) {
            inner.raw(entry.getKey(), Double.toString(Math.round(entry.getValue() * 1000) / 1000.0));
        }
        return raw(key, inner.toString());
    }

    Json raw(String key, String json) {
        if (out.length() > 1) {
            out.append(',');
        }
        out.append(quoted(key)).append(':').append(json);
        return this;
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20) {
                quoted.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return out + "}";
    }
}
