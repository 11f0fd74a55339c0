package io.classcast.cli;

import io.classcast.OwnProcess;
import io.classcast.job.Pulse;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.Gathering;
import io.classcast.stage.EntryKind;
import io.classcast.stage.StagedTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** One line a node, printed by rank 0. */
final class NodeTable {
    private static final int SOME = 5;

    private final Communicator leaders;
    private final Pulse pulse;

    /**
     * A node's line.
     *
     * @param good whether all is well there
     * @param text without line ends
     */
    record Row(boolean good, String text) {
        static Row good(String text) {
            return new Row(true, text);
        }

        static Row bad(String text) {
            return new Row(false, text);
        }
    }

    /** What a node does for its line. */
    interface Work {
        Row row() throws IOException;
    }

    NodeTable(Communicator leaders, Pulse pulse) {
        this.leaders = leaders;
        this.pulse = pulse;
    }

    /** Does the work on every node; returns 0 where all lines are good, else 1. */
    int print(CommandLine line, Work work) {
        Row mine;
        try {
            mine = work.row();
        } catch (IOException e) {
            mine = Row.bad(e.getClass() == IOException.class ? e.getMessage() : e.toString());
        }
        List<String> rows = Gathering.texts(leaders, (mine.good ? "ok" : "BAD") + '\t' + OwnProcess.host() + '\t' + mine.text);
        pulse.beat();
        boolean good = true;
        PrintWriter out = line.getOut();
        for (String row : rows) {
            String[] words = row.split("\t", 3);
            good &= words[0].equals("ok");
            if (leaders.rank() == 0) {
                out.printf("%-20s %-4s %s%n", words[1], words[0], words[2]);
            }
        }
        out.flush();
        return good ? 0 : 1;
    }

    static String summary(StagedTree tree) {
        long files = tree.entries().stream().filter(e -> e.kind() == EntryKind.FILE).count();
        return String.format(Locale.ROOT, "%s, %.1f MiB", files(files), tree.bytes() / 1048576.0);
    }

    static String files(long count) {
        return count == 1 ? "1 file" : count + " files";
    }

    static String some(List<String> lines) {
        return String.join("; ", lines.subList(0, Math.min(SOME, lines.size()))) + (lines.size() > SOME ? "; and " + (lines.size() - SOME) + " more" : "");
    }
}
