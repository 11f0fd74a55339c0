package io.classcast.doctor;

import io.classcast.doctor.Finding.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The findings of a whole job, equal ones brought together.
 *
 * @param ranks of the job
 * @param nodes by name
 * @param findings the worst first
 * @param level of the worst
 */
public record Diagnosis(int ranks, List<String> nodes, List<Row> findings, Level level) {

    /**
     * One finding with the nodes that it was made on.
     *
     * @param level how bad it is
     * @param subject what it is about
     * @param text what was found
     * @param advice what to do; empty where nothing has to be done
     * @param nodes by name
     */
    public record Row(Level level, String subject, String text, String advice, List<String> nodes) {
    }

    private static final List<JobCheck> CHECKS = List.of(new JdkAgreement(), new ClockAgreement(), new Oversubscription());

    static Diagnosis of(Job job) {
        Map<Finding, Group> groups = new LinkedHashMap<>();
        for (NodeReport node : job.nodes()) {
            List<Finding> findings = new ArrayList<>(node.findings());
            CHECKS.forEach(check -> findings.addAll(check.examine(node, job)));
            for (Finding finding : findings) {
                groups.computeIfAbsent(finding.alike(), f -> new Group()).add(node.host(), finding.figure());
            }
        }
        List<Row> rows = new ArrayList<>();
        groups.forEach((finding, group) -> rows.add(new Row(finding.level(), finding.subject(), group.fill(finding),
                finding.advice(), List.copyOf(group.nodes))));
        rows.sort(Comparator.comparing(Row::level).reversed());
        return new Diagnosis(job.ranks(), job.nodes().stream().map(NodeReport::host).distinct().sorted().toList(), rows,
                rows.isEmpty() ? Level.OK : rows.get(0).level());
    }

    /** Nodes that found the same. */
    private static final class Group {
        private final TreeSet<String> nodes = new TreeSet<>();
        private double least = Double.MAX_VALUE;
        private double most = -Double.MAX_VALUE;

        void add(String node, Double figure) {
            nodes.add(node);
            if (figure != null) {
                least = Math.min(least, figure);
                most = Math.max(most, figure);
            }
        }

        String fill(Finding finding) {
            Unit unit = finding.unit();
            if (unit == null || most < least) {
                return finding.text();
            }
            String low = unit.text(least);
            String high = unit.text(most);
            return finding.text().replace("{}", low.equals(high) ? low : low + " to " + high);
        }
    }
}
