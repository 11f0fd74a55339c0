package io.classcast.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How bad a finding is; in rising order. */
public enum Level {
    /** As it should be. */
    OK,
    /** Good to know; nothing has to be done. */
    NOTE,
    /** Costs time, or will hurt some jobs. */
    WARNING,
    /** Jobs fail, or Classcast cannot work. */
    ERROR;

    /**
     * As it is printed.
     *
     * @return in lower case
     */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How a command ends whose worst finding is of this level.
     *
     * @return 0 nothing above a note, 1 warnings, 3 errors; 2 is for mistakes on the command line
     */
    public int exitCode() {
        return switch (this) {
            case OK, NOTE -> 0;
            case WARNING -> 1;
            case ERROR -> 3;
        };
    }
}
