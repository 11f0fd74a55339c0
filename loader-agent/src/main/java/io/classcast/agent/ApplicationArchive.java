package io.classcast.agent;

import io.classcast.OwnProcess;
import io.classcast.store.ClassArchive;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * Whether this JVM uses an archive of application classes (AppCDS, JEP 310 and 350; AOT cache, JEP 483): the classes
 * in it are loaded by the JDK's own class loaders before anybody is asked (JVM_FindLoadedClass, JDK 17 and 25). The archives of
 * {@code bcastjar run --archive} have no classes of the JDK's application loader, and do not count.
 *
 * <p>The JVM refuses many: one that is not there, of another JVM, for another class path. It has mapped the file of one that it uses
 * (measured, JDK 17 to 26). Caveat: JDK 25 and later leave a dynamic archive mapped that they refuse for the class path alone, which nothing but their log tells.
 */
final class ApplicationArchive {
    /** Lists the elements of an option: the archive of the JDK's classes may come first ({@code base.jsa:top.jsa}). */
    private static final String SEPARATOR = File.pathSeparator;
    private static final String[] OPTIONS = {"-XX:SharedArchiveFile=", "-XX:AOTCache="};
    /** Variables that the JVM or its launcher takes options from, of which the last counts most. */
    private static final String[] VARIABLES = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"};

    private ApplicationArchive() {
    }

    /** The option that names an archive, as it was written; null without one that is used. */
    static String option(Map<String, String> environment) {
        String option = named(environment);
        return option != null && isUsed(option) ? option : null;
    }

    private static boolean isUsed(String option) {
        // ", sharing" is there where the JVM uses any archive (VM_Version::vm_info_string).
        if (!System.getProperty("java.vm.info", "sharing").contains("sharing")) {
            return false;
        }
        StringTokenizer files = new StringTokenizer(option.substring(option.indexOf('=') + 1), SEPARATOR);
        while (files.hasMoreTokens()) {
            try {
                if (OwnProcess.maps(new File(files.nextToken()).getCanonicalPath())) {
                    return true;
                }
            } catch (IOException e) {
                // So the JVM has not found it either.
                continue;
            }
        }
        return false;
    }

    static String named(Map<String, String> environment) {
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
