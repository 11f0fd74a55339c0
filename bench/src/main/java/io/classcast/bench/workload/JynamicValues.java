package io.classcast.bench.workload;

import io.classcast.bench.program.JynamicRun;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The values that the classes of a jynamic program return: what {@link JynamicClass} writes as code, done here. Changes go to both. */
final class JynamicValues {
    /** Each value that a class takes in makes it multiply by this. */
    static final long FACTOR = 31;
    private static final String[] WORDS = {"rank", "class", "loader", "index", "matrix", "solver", "tensor", "region", "mesh", "particle", "boundary", "value",
        "of", "in", "the", "is", "not", "cannot be", "read", "written", "found", "expected", "but was", "time step", "iteration", "converged"};
    private static final int MOST_WORDS = 10;
    private static final int MOST_RESOURCE_LINES = 60;

    private final JynamicPlan plan;
    private final Constants[] constants;
    private final long[] values;
    private final long[] resources;
    private final long checksum;

    /**
     * What is in a class.
     *
     * @param start its value, before others come in
     * @param factor of its method own
     * @param addend the same
     * @param steps of its first method with steps
     */
    record Constants(long start, long factor, long addend, List<Step> steps) {
    }

    /**
     * One step of a method: x = x * factor + length of text; and if that is not negative as an int, x ^= x >>> shift.
     *
     * @param factor odd
     * @param text of which the length counts
     * @param shift 1 to 63
     */
    record Step(long factor, String text, int shift) {
        long applied(long before) {
            long x = before * factor + text.length();
            return (int) x < 0 ? x : x ^ x >>> shift;
        }

        static Step random(Random random) {
            return new Step(random.nextLong() | 1, words(random, 1 + random.nextInt(MOST_WORDS)), 1 + random.nextInt(63));
        }
    }

    JynamicValues(JynamicPlan plan) {
        this.plan = plan;
        JynamicShape shape = plan.shape();
        constants = new Constants[shape.classes()];
        values = new long[shape.classes()];
        resources = new long[shape.resources()];
        for (int resource = 0; resource < resources.length; resource++) {
            resources[resource] = JynamicRun.crc(resource(resource));
        }
        long sum = 0;
        for (int number = shape.classes() - 1; number >= 0; number--) {
            Random random = random(number);
            constants[number] = new Constants(random.nextLong(), random.nextLong() | 1, random.nextLong(), steps(random));
            values[number] = value(plan.members().get(number));
            sum += JynamicRun.scrambled(values[number]);
        }
        for (int provider = 0; provider < shape.services(); provider++) {
            sum += JynamicRun.scrambled(~values[provider]);
        }
        checksum = sum;
    }

    private long value(JynamicPlan.Member member) {
        int number = member.number();
        long x = constants[number].start;
        for (int called : member.calls()) {
            x = x * FACTOR + values[called];
        }
        for (Step step : constants[number].steps) {
            x = step.applied(x);
        }
        if (plan.isInterface(number)) {
            return x;
        }
        x = own(number, x);
        if (member.implemented() >= 0) {
            x += also(member.implemented(), x);
        }
        for (int resource : member.resources()) {
            x = x * FACTOR + resources[resource];
        }
        // A miss is 0, and a library is 1.
        for (int i = 0; i < member.misses().size(); i++) {
            x = x * FACTOR;
        }
        for (int i = 0; i < member.libraries().size(); i++) {
            x = x * FACTOR + 1;
        }
        return x;
    }

    private long own(int number, long x) {
        int superclass = plan.members().get(number).superclass();
        return (superclass < 0 ? x : own(superclass, x)) * constants[number].factor + constants[number].addend;
    }

    private long also(int number, long x) {
        return x ^ constants[number].addend;
    }

    /** Random numbers for what is in a class. */
    private Random random(int number) {
        return plan.random("class", number);
    }

    /** The same, for what does not count in its value. */
    Random filling(int number) {
        return plan.random("filling", number);
    }

    static List<Step> steps(Random random) {
        List<Step> steps = new ArrayList<>();
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            steps.add(Step.random(random));
        }
        return steps;
    }

    private static String words(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.append(' ').append(random.nextInt(100_000)).toString();
    }

    Constants constants(int number) {
        return constants[number];
    }

    /** Bytes of a resource. */
    byte[] resource(int resource) {
        Random random = plan.random("resource", resource);
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(MOST_RESOURCE_LINES); i > 0; i--) {
            text.append(words(random, MOST_WORDS)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What the program prints. */
    String line() {
        JynamicShape shape = plan.shape();
        return JynamicRun.line(shape.classes(), shape.resources(), shape.services(), shape.libraries(), checksum);
    }
}
