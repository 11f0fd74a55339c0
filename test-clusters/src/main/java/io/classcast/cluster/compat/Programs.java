package io.classcast.cluster.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All programs of test-clusters/apps/compat, in the order of the table. */
public final class Programs {
    private static final String JAR_LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";
    private static final String SPRING_BOOT = "io.classcast.compat.springboot.SpringBootProgram";
    private static final List<Program> ALL = List.of(
            Program.of("bouncycastle", "bcprov-jdk18on", "BouncyCastleProgram"),
            Program.of("data", "jackson-databind", "DataProgram"),
            Program.of("childfirst", "commons-lang3", "ChildFirstProgram"),
            Program.of("commonslogging", "commons-logging", "CommonsLoggingProgram"),
            door("RESOURCE"),
            door("CONNECTION"),
            door("JAR_URL"),
            door("FILE_URL"),
            door("ZIP"),
            door("JAR"),
            door("ZIPFS"),
            door("ZIPFS_URI"),
            door("LOADER"),
            door("CHILD"),
            Program.of("felix", "org.apache.felix.framework", "FelixProgram"),
            Program.of("groovy", "groovy", "GroovyProgram"),
            Program.of("guice", "guice", "GuiceProgram"),
            Program.of("h2", "h2", "H2Program"),
            Program.of("hadoop", "hadoop-common", "HadoopProgram"),
            new Program("hadoop35", "hadoop-common", "hadoop35", "io.classcast.compat.hadoop.HadoopProgram", List.of(), List.of(),
                    17),
            Program.of("jna", "jna", "JnaProgram"),
            new Program("jna-library", "jna", "jna-library", "io.classcast.compat.jna.JnaProgram",
                    List.of("-Djna.nosys=false", "-Djava.library.path=" + Program.FOLDER + "/classes"), List.of(), 17),
            Program.of("jruby", "jruby-complete", "JRubyProgram"),
            Program.of("junit", "junit-platform-console", "JUnitProgram"),
            Program.of("linking", "identity", "LinkingProgram"),
            Program.of("log4j", "log4j-core", "Log4jProgram"),
            new Program("log4j-file", "log4j-core", "log4j-file", "io.classcast.compat.log4j.Log4jProgram",
                    List.of("-Dlog4j2.configurationFile=levels.xml"), List.of(), 17),
            Program.of("lucene9", "lucene-core", "LuceneProgram"),
            new Program("lucene10", "lucene-core", "lucene10", "io.classcast.compat.lucene9.LuceneProgram", List.of(), List.of(),
                    21),
            mockito("mockito"),
            mockito("mockito-attach-self", "-Djdk.attach.allowAttachSelf=true"),
            new Program("mockito4", "mockito-core", "mockito4", "io.classcast.compat.mockito4.Mockito4Program",
                    List.of("-XX:+EnableDynamicAgentLoading"), List.of(), 17),
            Program.of("netty", "netty-transport", "NettyProgram"),
            scanner("guava", "guava"),
            scanner("classgraph", "classgraph"),
            scanner("reflections", "reflections"),
            new Program("selfattach", "byte-buddy-agent", "selfattach", "io.classcast.compat.selfattach.SelfAttachProgram",
                    List.of("-XX:+EnableDynamicAgentLoading", "-Djdk.attach.allowAttachSelf=true"), List.of(), 17),
            Program.of("spring", "spring-context", "SpringProgram"),
            springBoot("springboot", JAR_LAUNCHER),
            springBoot("springboot-exploded", JAR_LAUNCHER),
            springBoot("springboot-extracted", SPRING_BOOT),
            Program.of("sqlite", "sqlite-jdbc", "SqliteProgram"),
            Program.of("tomcat", "tomcat-embed-core", "TomcatProgram"));

    private Programs() {
    }

    /** Each door of the JDK to a jar has a row of its own, so that one which is closed hides no other. */
    private static Program door(String door) {
        return new Program("doors-" + door.toLowerCase(Locale.ROOT).replace('_', '-'), "jackson-core", "doors",
                "io.classcast.compat.doors.DoorsProgram", List.of(), List.of(door), 17);
    }

    /** Mockito attaches itself to its own JVM: through a JVM that it starts, or without one. */
    private static Program mockito(String name, String... options) {
        List<String> all = new ArrayList<>(List.of("-XX:+EnableDynamicAgentLoading"));
        all.addAll(List.of(options));
        return new Program(name, "mockito-core", "mockito", "io.classcast.compat.mockito.MockitoProgram", all, List.of(), 17);
    }

    /** Each way to list a class path has a row of its own; all see the same one. */
    private static Program scanner(String library, String jar) {
        return new Program("scanners-" + library, jar, "scanners", "io.classcast.compat.scanners.ScannersProgram", List.of(),
                List.of(library), 17);
    }

    private static Program springBoot(String name, String main) {
        return new Program(name, "spring-boot", name, main, List.of(), List.of(), 17);
    }

    /**
     * All programs.
     *
     * @return in the order of the table
     */
    public static List<Program> all() {
        return ALL;
    }

    /**
     * One program.
     *
     * @param name of the program
     * @return it
     */
    public static Program named(String name) {
        return ALL.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "no program " + name + "; there are " + ALL.stream().map(Program::name).toList()));
    }
}
