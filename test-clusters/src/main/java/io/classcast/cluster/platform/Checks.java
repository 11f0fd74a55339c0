package io.classcast.cluster.platform;

import java.util.ArrayList;
import java.util.List;

/** What is tried on which platform. */
public final class Checks {
    /** Of the compatibility suite: what is special about class loading, each kind once. */
    private static final List<String> PROGRAMS = List.of("springboot", "mockito", "hadoop35", "groovy", "data", "guice", "h2", "log4j", "netty", "tomcat");
    /** Lines of each rank that go through the launcher at the end: what it loses shows. */
    private static final String MANY = "20000";
    private static final ProgramCheck.Source HELLO = hosts -> hosts.own("plain", "Hello", 17);
    private static final ProgramCheck.Source CALLS_MPI = hosts -> hosts.own("mpi", "CallsMpi", 22,
            hosts.platform.library() == null ? hosts.platform.starter().library() : hosts.platform.library(), MANY);

    private Checks() {
    }

    /**
     * All checks of a kind of platform.
     *
     * @param kind of the platform
     * @return in the order of the table
     */
    static List<Check> of(Platform.Kind kind) {
        if (kind == Platform.Kind.MPI) {
            return List.of(new ProgramCheck("hello", HELLO, Way.AGENT, false), new ProgramCheck("Tika", Hosts::tika, Way.AGENT, false),
                    new ProgramCheck("calls MPI", CALLS_MPI, Way.AGENT, true), new ProgramCheck("run", Hosts::tika, Way.RUN, false),
                    new ToolCheck(ToolCheck.Tool.DOCTOR), new ToolCheck(ToolCheck.Tool.STAGE), new KilledCheck());
        }
        List<Check> checks = new ArrayList<>();
        for (Way way : Way.values()) {
            checks.add(new ProgramCheck("hello, " + way, HELLO, way, false));
            checks.add(new ProgramCheck("Tika, " + way, Hosts::tika, way, false));
            PROGRAMS.forEach(name -> checks.add(new ProgramCheck(name + ", " + way, hosts -> hosts.program(name), way, false)));
        }
        return checks;
    }

    /** How many of the programs are of the compatibility suite. */
    static int programs() {
        return PROGRAMS.size();
    }
}
