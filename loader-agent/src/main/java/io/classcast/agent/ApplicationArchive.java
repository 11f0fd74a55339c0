package io.classcast.agent;

import io.classcast.OwnProcess;
import io.classcast.store.ClassArchive;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Whether this JVM was told to use an archive of application classes (AppCDS, JEP 310 and 350; AOT cache, JEP 483): the classes
 * in it are loaded by the JDK's own class loaders before anybody is asked (JVM_FindLoadedClass, JDK 17 and 25). The archives of
 * {@code bcastjar run --archive} have no classes of the JDK's application loader, and do not count.
 */
final class ApplicationArchive {
    private static final String[] OPTIONS = {"-XX:SharedArchiveFile=", "-XX:AOTCache="};
    /** Variables that the JVM or its launcher takes options from, of which the last counts most. */
    private static final String[] VARIABLES = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"};

    private ApplicationArchive() {
    }

    /** The option that names an archive, as it was written; null without one. */
    static String option(Map<String, String> environment) {
        String found = null;
        for (String variable : VARIABLES) {
            String value = environment.get(variable);
            if (value != null) {
                found = last(List.of(value.split("\\s+")), found);
            }
        }
        try {
            return last(OwnProcess.commandLine(), found);
        } catch (IOException e) {
            return found;
        }
    }

    private static String last(List<String> arguments, String found) {
        String last = found;
        for (String argument : arguments) {
            for (String option : OPTIONS) {
                if (argument.startsWith(option) && !ClassArchive.isOne(argument)) {
                    last = argument;
                }
            }
        }
        return last;
    }
}
