package io.classcast.compat.groovy;

import groovy.json.JsonSlurper;
import groovy.lang.Binding;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyObject;
import groovy.lang.GroovyShell;
import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.util.Map;

/** Compiles and runs scripts: the compiler asks the class path for every name that might be a class. */
public final class GroovyProgram {
    private static final String SCRIPT = """
            import groovy.json.JsonOutput
            def nodes = [1, 2, 3].collectEntries { ["node$it".toString(), it * factor] }
            JsonOutput.toJson(nodes.findAll { it.value > 10 })
            """;
    private static final String TYPE = """
            class Greeter {
                String name
                String greet() { "hello, ${name.toUpperCase()}" }
            }
            """;

    private GroovyProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws Exception any
     */
    public static void main(String[] arguments) throws Exception {
        Report.say("script " + new GroovyShell(new Binding(Map.of("factor", 7))).evaluate(SCRIPT));
        try (GroovyClassLoader loader = new GroovyClassLoader()) {
            Class<?> type = loader.parseClass(TYPE);
            GroovyObject greeter = (GroovyObject) type.getDeclaredConstructor().newInstance();
            greeter.setProperty("name", "groovy");
            Report.say("class " + greeter.invokeMethod("greet", null));
        }
        Report.say("json " + new JsonSlurper().parseText("{\"a\": [1, 2]}"));
        Identity.ofClasses(GroovyShell.class, JsonSlurper.class);
        Identity.ofResources("META-INF/groovy-release-info.properties",
                "META-INF/dgminfo", "groovy/grape/nothing");
        Report.end();
    }
}
