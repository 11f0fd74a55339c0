package io.classcast.compat.junit;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.platform.console.ConsoleLauncher;
import org.junit.platform.engine.TestEngine;

/** Runs the console launcher, which walks through the directories of the class path for tests. */
public final class JUnitProgram {
    private JUnitProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        StringWriter out = new StringWriter();
        var result = ConsoleLauncher.run(new PrintWriter(out), new PrintWriter(out), "execute", "--scan-classpath",
                "--disable-banner", "--disable-ansi-colors", "--details=tree", "--details-theme=ascii");
        // The time that it took is another one each time.
        out.toString().lines().filter(line -> !line.isBlank() && !line.contains(" ms")).forEach(Report::say);
        Report.say("exit code " + result.getExitCode());
        Identity.ofClasses(Test.class, ConsoleLauncher.class, SampleTest.class);
        Identity.ofResources("META-INF/services/org.junit.platform.engine.TestEngine",
                "io/classcast/compat/junit/SampleTest.class");
        Identity.ofServices(TestEngine.class);
        Report.end();
    }
}
