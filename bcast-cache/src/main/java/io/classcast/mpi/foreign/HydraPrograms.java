package io.classcast.mpi.foreign;

import io.classcast.Ancestor;
import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Whether a job of hydra, MPICH's launcher, has several programs. No variable tells. Hydra is asked (PMI-1 wire protocol), which says each rank the
 * number of its program, but not how many there are. So the job's last rank leaves its number there before MPI's start-up, whose barrier makes it
 * known, and the others look at it afterwards: where the last rank runs another program, nothing is there, or another number. That barrier is
 * known of MPICH 4.0 only; in the session of MPICH 5.0.2 there is none, and jobs of which hydra is asked may hang: there all ranks are taken for one program's.
 *
 * <p>Ranks of the first program know before MPI's start-up only where they see mpiexec's command line, above them on their own host.
 * Else they wait for the other programs' MPI_Init. One thread, none of MPI's at the same time.
 */
final class HydraPrograms {
    static final String REASON = "this job has several programs, and MPICH cannot serve one of them (its MPI_Comm_create_from_group takes all ranks, and after its"
            + " MPI_Comm_create_group MPI_Finalize hangs); engine=none gives the same without this line";
    private static final String KEY = "classcast";
    private static final int ANSWER = 1024;
    /** Hydra is at work when it does not answer; whoever comes later would read the answer as its own. */
    private static final int PATIENCE_MILLIS = 10_000;
    private static final short POLLIN = 1;

    private final ForeignCalls calls;
    private final CFunction write;
    private final CFunction read;
    private final CFunction poll;
    private final int socket;
    /** Name of the job's key-value space; null where there is nothing to ask. */
    private String space;

    private HydraPrograms(ForeignCalls calls, int socket) {
        this.calls = calls;
        this.socket = socket;
        write = calls.libc("write");
        read = calls.libc("read");
        poll = calls.libc("poll");
    }

    /**
     * Asks what can be known before MPI's start-up, and leaves what the others want to know.
     *
     * @param calls to C
     * @param socket hydra's
     * @param environment of the process
     * @return for {@link #areOne}
     * @throws ClasscastException where the job has several programs
     */
    static HydraPrograms ask(ForeignCalls calls, int socket, Map<String, String> environment) {
        HydraPrograms programs = new HydraPrograms(calls, socket);
        String rank = environment.getOrDefault("PMI_RANK", "");
        if (!programs.begin(rank, environment.getOrDefault("PMI_SIZE", "1")) || isSeenAbove()) {
            throw new ClasscastException(REASON);
        }
        return programs;
    }

    /** False where the job has several programs. */
    private boolean begin(String rank, String size) {
        if (size.equals("1")) {
            return true;
        }
        // Said once more by MPI itself; the first one of a host makes hydra's proxy empty its list of what is left there.
        String version = say("cmd=init pmi_version=1 pmi_subversion=1");
        String program = version.isEmpty() ? "" : value(say("cmd=get_appnum"), "appnum=");
        String name = program.isEmpty() ? "" : value(say("cmd=get_my_kvsname"), "kvsname=");
        if (name.isEmpty()) {
            // Another server of that protocol.
            return true;
        }
        if (!program.equals("0")) {
            // Rank 0 cannot tell the user of it: of all the others that one does which is the first to give itself this name.
            if (value(say("cmd=publish_name service=".concat(KEY).concat(name).concat(" port=1")), "rc=").equals("0")) {
                throw ClasscastException.unknownToRoot(REASON);
            }
            return false;
        }
        if (isLast(rank, size)) {
            say("cmd=put kvsname=".concat(name).concat(" key=").concat(KEY).concat(" value=0"));
        }
        space = name;
        return true;
    }

    /**
     * Whether hydra can be asked.
     *
     * @param version of the MPI library
     * @return true where all ranks of the job have left what they have to say when MPI's start-up is over
     */
    static boolean canBeTold(String version) {
        String name = "MPICH Version:";
        return version.startsWith(name) && version.substring(name.length()).trim().startsWith("4.0");
    }

    static boolean isLast(String rank, String size) {
        try {
            return Integer.parseInt(rank.trim()) == Integer.parseInt(size.trim()) - 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * Asks what is known after MPI's start-up.
     *
     * @return false where the job has several programs; true also where hydra does not answer
     */
    boolean areOne() {
        String answer = space == null ? "" : say("cmd=get kvsname=".concat(space).concat(" key=").concat(KEY));
        return answer.isEmpty() || value(answer, "value=").equals("0");
    }

    private static boolean isSeenAbove() {
        for (Ancestor at : Ancestor.all()) {
            if (at.name().startsWith("mpiexec") || at.name().startsWith("mpirun")) {
                return hasSeveral(at.commandLine());
            }
        }
        return false;
    }

    /** A lone colon begins the next program, wherever it stands. */
    static boolean hasSeveral(List<String> mpiexec) {
        return mpiexec.contains(":");
    }

    /** What stands behind a name in an answer, empty where it is not there. */
    static String value(String answer, String name) {
        int from = answer.indexOf(" ".concat(name));
        if (from < 0) {
            return "";
        }
        int begin = from + 1 + name.length();
        int end = answer.indexOf(' ', begin);
        return answer.substring(begin, end < 0 ? answer.length() : end);
    }

    /** Says a line, and gives the one that comes back; empty where none does. */
    private String say(String line) {
        ByteBuffer bytes = NativeMemory.allocate(ANSWER).order(ByteOrder.nativeOrder());
        try {
            long at = calls.addressOf(bytes);
            byte[] words = line.concat("\n").getBytes(StandardCharsets.US_ASCII);
            bytes.put(0, words);
            if (write.call(socket, at, words.length) != words.length) {
                return "";
            }
            int length = 0;
            while (length < ANSWER && (length == 0 || bytes.get(length - 1) != '\n')) {
                long more = isReadable() ? read.call(socket, at + length, ANSWER - length) : -1;
                if (more <= 0) {
                    return "";
                }
                length += (int) more;
            }
            byte[] answer = new byte[length];
            bytes.get(0, answer);
            return new String(answer, StandardCharsets.US_ASCII).trim();
        } finally {
            Reference.reachabilityFence(bytes);
            NativeMemory.free(bytes);
        }
    }

    private boolean isReadable() {
        // struct pollfd {int fd; short events; short revents}
        ByteBuffer wanted = NativeMemory.allocate(8).order(ByteOrder.nativeOrder());
        try {
            wanted.putInt(0, socket).putShort(4, POLLIN).putShort(6, (short) 0);
            return (int) poll.call(calls.addressOf(wanted), 1, PATIENCE_MILLIS) == 1;
        } finally {
            Reference.reachabilityFence(wanted);
            NativeMemory.free(wanted);
        }
    }
}
