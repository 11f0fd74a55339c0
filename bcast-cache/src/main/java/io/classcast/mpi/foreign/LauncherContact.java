package io.classcast.mpi.foreign;

import io.classcast.Ancestor;
import io.classcast.OwnProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where this process would speak to the launcher that its environment names, and whether the launcher is still there. Environments
 * outlive launchers: in shells that one has started, in programs that go on after their job, in children. A library that is
 * initialised with such variables ends the process (Open MPI 4.1.4: exit code 1, MPICH 4.0.2: 15).
 *
 * <p>Nothing is sent or connected: launchers count that. So a launcher on another host, and one that cannot be seen from
 * here, are taken to be there.
 *
 * @param pmix true for PMIx (Open MPI), false for PMI-1 and PMI-2 (MPICH)
 * @param trouble why the launcher cannot be spoken to, to follow "the launcher's variables are set, but"; null where it can be
 * @param key tells this rank of this job from all others that were or will be on this node; empty where that is not known
 * @param variables that all processes below the rank have as well, each as NAME=VALUE
 */
public record LauncherContact(boolean pmix, String trouble, List<String> key, List<String> variables) {
    /** PMIx 1 to 6 name their server in variables that begin so, one for each version of their protocol. */
    private static final String PMIX_SERVER = "PMIX_SERVER_URI";
    private static final String[] PMIX = {"PMIX_NAMESPACE", "PMIX_RANK"};
    private static final String OPEN_MPI = "OMPI_COMM_WORLD_";
    private static final String[] PMI = {"PMI_FD", "PMI_PORT", "PMI_RANK", "PMI_ID", "PMI_JOBID", "PALS_APID", "PALS_RANKID"};
    private static final String[] PALS = {"PALS_APID", "PALS_RANKID"};

    /**
     * Finds the launcher: the one that is there, and the innermost where two are.
     *
     * @param environment of this process
     * @return null where no launcher of a native MPI has set its variables
     */
    public static LauncherContact of(Map<String, String> environment) {
        LauncherContact outer = environment.containsKey("OMPI_COMM_WORLD_RANK") || environment.containsKey("PMIX_RANK") ? pmix(environment) : null;
        LauncherContact other = pmi(environment);
        if (outer == null || other == null) {
            return outer == null ? other : outer;
        }
        if (outer.trouble != null || other.trouble != null) {
            return outer.trouble == null ? outer : other;
        }
        // Started by one launcher, a second one inherits the variables of the first: it does not have its own.
        for (Ancestor at = Ancestor.parent(); at != null; at = at.next()) {
            boolean below = at.hasEnvironment(outer.variables);
            if (below != at.hasEnvironment(other.variables)) {
                return below ? other : outer;
            }
        }
        return outer;
    }

    private static LauncherContact pmi(Map<String, String> environment) {
        if (environment.containsKey("PMI_FD")) {
            return descriptor(environment);
        }
        if (environment.containsKey("PMI_PORT")) {
            return port(environment);
        }
        return environment.containsKey("PALS_APID") ? pals(environment) : null;
    }

    /** PALS of HPE Cray has a daemon on the node, and a directory for as long as the application runs. */
    private static LauncherContact pals(Map<String, String> environment) {
        String directory = environment.get("PALS_SPOOL_DIR");
        boolean there = directory != null && directory.startsWith("/") && Files.isDirectory(Path.of(directory));
        for (Ancestor at = there ? null : Ancestor.parent(); at != null && !there; at = at.next()) {
            there = at.name().startsWith("pals");
        }
        String trouble = there ? null : "there is neither a palsd above this process nor the directory PALS_SPOOL_DIR";
        return new LauncherContact(false, trouble, given(PALS, environment), given(PMI, environment));
    }

    /** A server of PMIx on this host, such as {@code NAMESPACE.0;tcp4://127.0.0.1:38085}. */
    private static LauncherContact pmix(Map<String, String> environment) {
        List<String> variables = given(PMIX, environment);
        if (environment.containsKey("OMPI_COMM_WORLD_RANK")) {
            variables.add("OMPI_COMM_WORLD_RANK=" + environment.get("OMPI_COMM_WORLD_RANK"));
        }
        List<String> key = given(PMIX, environment);
        String gone = "there is no " + PMIX_SERVER + "…";
        boolean unseen = false;
        // In the same order in every process of the rank: the key is made of them.
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).tailMap(PMIX_SERVER).entrySet()) {
            if (!variable.getKey().startsWith(PMIX_SERVER)) {
                break;
            }
            String uri = variable.getValue();
            String socket = listener(uri, uri.contains("://127.") || uri.contains("://[::1]"));
            if (socket != null && !socket.isEmpty()) {
                key.add(socket);
                return new LauncherContact(true, missingOfPmix(environment), key, variables);
            }
            if (socket == null) {
                unseen = true;
                key.add(uri);
            }
            gone = "nobody listens at " + variable.getKey() + "=" + uri;
        }
        return new LauncherContact(true, unseen ? missingOfPmix(environment) : gone, key, variables);
    }

    /** What a script has cleared away of the variables: MPI's start-up ends the process then (Open MPI 4.1.4, MPICH 4.0.2). */
    private static String missing(Map<String, String> environment, String... names) {
        for (String name : names) {
            if (!environment.containsKey(name)) {
                return name + " is missing";
            }
        }
        return null;
    }

    private static String missingOfPmix(Map<String, String> environment) {
        String missing = missing(environment, PMIX);
        if (missing != null) {
            return missing;
        }
        String next = new TreeMap<>(environment).ceilingKey(OPEN_MPI);
        boolean some = next != null && next.startsWith(OPEN_MPI);
        return some && !environment.containsKey("OMPI_COMM_WORLD_RANK") ? "OMPI_COMM_WORLD_RANK is missing" : null;
    }

    /** A socket that the launcher has left open in this process (PMI-1 and PMI-2). */
    private static LauncherContact descriptor(Map<String, String> environment) {
        List<String> variables = given(PMI, environment);
        String number = environment.get("PMI_FD");
        try {
            int descriptor = Integer.parseInt(number.trim());
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/".concat(Integer.toString(descriptor)))).toString();
            if (!target.startsWith("socket:") || OwnProcess.hasOpened(descriptor)) {
                return new LauncherContact(false, "PMI_FD=" + number + " is " + target + " here, not the launcher's socket", List.of(), variables);
            }
            // Only the socket: the other variables can be changed, and MPI gets through with that.
            return new LauncherContact(false, missing(environment, "PMI_RANK", "PMI_SIZE"), List.of(target), variables);
        } catch (IOException | RuntimeException e) {
            return new LauncherContact(false, "PMI_FD=" + number + " is not open in this process", List.of(), variables);
        }
    }

    /** {@code HOST:PORT} (hydra's -pmi-port). */
    private static LauncherContact port(Map<String, String> environment) {
        List<String> variables = given(PMI, environment);
        String address = environment.get("PMI_PORT");
        String host = address.substring(0, Math.max(0, address.lastIndexOf(':')));
        String own = OwnProcess.host();
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals(own) || host.startsWith(own.concat("."));
        String socket = listener(address, here);
        if (socket == null) {
            return new LauncherContact(false, null, List.of(), variables);
        }
        if (socket.isEmpty()) {
            return new LauncherContact(false, "nobody listens at PMI_PORT=" + address, List.of(), variables);
        }
        String trouble = LauncherNames.holderOf(socket) == null ? "it is no launcher above this process that listens at PMI_PORT=" + address : null;
        List<String> key = given(new String[] {environment.containsKey("PMI_ID") ? "PMI_ID" : "PMI_RANK"}, environment);
        key.add(socket);
        return new LauncherContact(false, trouble, key, variables);
    }

    /** Null where it cannot be seen from here whether somebody listens; else as {@link ListeningPorts#socketOf}. */
    private static String listener(String address, boolean here) {
        int end = address.indexOf(';', Math.max(0, address.indexOf("://")));
        String whole = end < 0 ? address : address.substring(0, end);
        try {
            String socket = ListeningPorts.socketOf(Integer.parseInt(whole.substring(whole.lastIndexOf(':') + 1).trim()));
            return !here && socket != null && socket.isEmpty() ? null : socket;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static List<String> given(String[] names, Map<String, String> environment) {
        List<String> given = new ArrayList<>();
        for (String name : names) {
            String value = environment.get(name);
            if (value != null) {
                given.add(name + "=" + value);
            }
        }
        return given;
    }
}
