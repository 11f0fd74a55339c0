package io.classcast.mpi;

import io.classcast.OwnProcess;
import java.io.IOException;
import java.util.List;

/**
 * How this process was started as a rank of MPJ Express (0.44): by its daemon, {@code java … runtime.daemon.Wrapper CONF nprocs
 * DEVICE SERVER PORT RANK Main arguments…}; or by anything else that gives the application what {@code MPI.Init} takes,
 * {@code java … Main RANK CONF DEVICE arguments…}, with the address of a server where the ranks exchange their ports in CONF.
 *
 * @param rank of this process
 * @param size number of processes
 * @param device such as {@code niodev}
 * @param conf what {@code MPI.Init} takes as its configuration
 */
public record MpjLaunch(int rank, int size, String device, String conf) {
    private static final String WRAPPER = "runtime.daemon.Wrapper";
    private static final String SERVER = "#Server Port;";
    private static final String SIZE = "#Number of Processes;";

    /**
     * Reads this process's own command line; {@code sun.java.command} loses the argument boundaries.
     *
     * @return null where this is no rank of MPJ Express
     */
    public static MpjLaunch detect() {
        try {
            return parse(OwnProcess.commandLine());
        } catch (IOException e) {
            // Without /proc there is no Linux, and so no rank that we could serve.
            return null;
        }
    }

    /**
     * Reads a command line.
     *
     * @param arguments of a process, the program first
     * @return null where it is that of no rank of MPJ Express
     */
    public static MpjLaunch parse(List<String> arguments) {
        int main = arguments.indexOf(WRAPPER);
        if (main < 0) {
            return withoutDaemon(arguments);
        }
        if (main + 7 > arguments.size()) {
            return null;
        }
        List<String> given = arguments.subList(main + 1, main + 7);
        try {
            String conf = given.get(0).replace('|', ' ') + ";#Server Name;" + given.get(3) + ";#Server Port;" + given.get(4);
            return new MpjLaunch(Integer.parseInt(given.get(5)), Integer.parseInt(given.get(1)), given.get(2), conf);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static MpjLaunch withoutDaemon(List<String> arguments) {
        for (int i = 1; i + 1 < arguments.size(); i++) {
            String conf = arguments.get(i);
            int size = conf.indexOf(SIZE) + SIZE.length();
            if (size >= SIZE.length() && conf.contains(SERVER)) {
                int end = conf.indexOf(';', size);
                try {
                    return new MpjLaunch(Integer.parseInt(arguments.get(i - 1)),
                            Integer.parseInt(conf.substring(size, end < 0 ? conf.length() : end)), arguments.get(i + 1), conf);
                } catch (NumberFormatException e) {
                    return null;
                }
            }
        }
        return null;
    }

    String[] initArguments() {
        return new String[] {Integer.toString(rank), conf, device};
    }

    /**
     * How many leading arguments {@code MPI.Init} takes away.
     *
     * @return 8 for hybdev, else 3
     */
    public int initArgumentCount() {
        return device.equals("hybdev") ? 8 : 3;
    }
}
