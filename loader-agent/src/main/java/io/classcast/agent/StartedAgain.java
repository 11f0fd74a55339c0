package io.classcast.agent;

import io.classcast.OwnProcess;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * The program in a JVM of its own, with the command line that it has without {@code bcastjar run}: for a JVM that can
 * neither serve its class path nor give it back. That one stays, passes signals to end on, and ends with the same exit
 * code. Java cannot become another program, and a shell that waited for each java would be a process more for every
 * rank of every job. {@code bcastjar run} leaves the class path on the command line of a JDK that it does not know, so
 * this is for one that is not what its {@code release} file says.
 *
 * <p>Caveat: the JDK closes all open files of a process that it starts, the one to MPICH's hydra (PMI_FD) among them.
 * No MPI has been initialised by then: the JDK is looked at first.
 */
final class StartedAgain {
    private StartedAgain() {
    }

    /** Waits until the program has ended, and ends this JVM when premain has returned. */
    static void instead(OffCommandLine launched, String problem, Instrumentation instrumentation, Messages messages) {
        int code = 1;
        try {
            messages.warn("the class path cannot be given back in this JVM (" + problem + "), so the program is started in one of its own");
            List<String> command = command(OwnProcess.commandLine(), System.getProperty("java.home"), launched);
            Process program = new ProcessBuilder(command).inheritIO().start();
            Thread end = new End(program);
            Runtime.getRuntime().addShutdownHook(end);
            code = waitFor(program);
        } catch (IOException | RuntimeException | Error e) {
            System.err.println("classcast: cannot start this program, start it without bcastjar run: " + e);
        }
        EarlyExit.after(code, instrumentation);
    }

    private static int waitFor(Process program) {
        while (true) {
            try {
                return program.waitFor();
            } catch (InterruptedException e) {
                // Nobody does; the program is what counts.
                continue;
            }
        }
    }

    /**
     * The command line without what {@code run.sh} has put into it. What it has put there comes first, and ends with our jar as class path.
     *
     * @param arguments of this process, java first
     * @param home of the JDK
     * @param launched what the class path is
     */
    static List<String> command(List<String> arguments, String home, OffCommandLine launched) {
        List<String> command = new ArrayList<>(List.of(home + "/bin/java"));
        int at = 1;
        while (!(arguments.get(at).equals("-cp") && arguments.get(at + 1).endsWith(Agent.JAR))) {
            String argument = arguments.get(at);
            if (!argument.startsWith("-Dclasscast.") && !argument.contains(Agent.JAR)) {
                command.add(argument);
            }
            at++;
        }
        if (launched.jar()) {
            command.add("-jar");
        } else {
            command.addAll(List.of("-cp", launched.text()));
        }
        command.addAll(arguments.subList(at + 2, arguments.size()));
        return command;
    }

    /** Ends the program with this JVM. */
    private static final class End extends Thread {
        private final Process program;

        End(Process program) {
            this.program = program;
        }

        @Override
        public void run() {
            program.destroy();
            waitFor(program);
        }
    }
}
