package io.classcast.bench.workload;

import io.classcast.bench.program.JynamicRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who calls whom in a jynamic program, and what lies where: every decision but what is in a class, from the seed alone.
 *
 * <p>Classes have numbers, and lie in layers: a class calls, extends and implements classes of later layers only. So no chain of calls is
 * deeper than the layers are many, and the order of loading is the same in each run. Someone calls each class: those of the first layer are called by the
 * drivers, in random order, or are providers of services; each of the others has a caller in the layer before. The last classes are interfaces, a tenth at most.
 * The random numbers are those of {@link Random}, whose algorithm is a part of its specification.
 */
final class JynamicPlan {
    /** How many providers a service has. */
    static final int PROVIDERS = 5;
    private static final int LAYERS = 8;
    private static final int INTERFACE_SHARE = 10;
    private static final int CLASSES_PER_PACKAGE = 50;
    /** Chances in ten that a class extends another one, and that it implements an interface. */
    private static final int RELATED = 3;

    private final JynamicShape shape;
    private final int[] layerStarts;
    private final int interfaces;
    private final List<Member> members = new ArrayList<>();
    private final List<Boolean> jars = new ArrayList<>();
    private final int[] resourceEntries;
    private final int[] libraryDirectories;
    private final List<Integer> driven = new ArrayList<>();

    /**
     * A class.
     *
     * @param number its number
     * @param entry of the class path in which it lies
     * @param calls numbers of the classes that it calls
     * @param superclass number of the class that it extends, or -1
     * @param implemented number of the interface that it implements, or -1
     * @param resources numbers of those that it reads
     * @param misses numbers of those that it looks for in vain
     * @param libraries numbers of those that it loads
     */
    record Member(int number, int entry, List<Integer> calls, int superclass, int implemented, List<Integer> resources, List<Integer> misses,
            List<Integer> libraries) {
    }

    JynamicPlan(JynamicShape shape) {
        this.shape = shape;
        int classes = shape.classes();
        layerStarts = layers(shape);
        int lastLayer = classes - layerStarts[layerStarts.length - 2];
        // With one layer there is nobody to implement an interface; and an interface has no state, so it loads no library.
        interfaces = layerStarts.length == 2 ? 0 : Math.min(lastLayer, Math.max(0, classes - shape.libraries()) / INTERFACE_SHARE);
        Random places = random("places", 0);
        int entries = shape.jars() + shape.directories();
        for (int entry = 0; entry < entries; entry++) {
            jars.add(entry < shape.jars());
        }
        Collections.shuffle(jars, places);
        int[] entryOf = places(places, classes, entries);
        resourceEntries = places(places, shape.resources(), entries);
        libraryDirectories = places(places, shape.libraries(), shape.libraryDirectories());
        List<List<Integer>> calls = calls();
        List<List<Integer>> resources = dealt("resources", shape.resources());
        List<List<Integer>> misses = dealt("misses", shape.misses());
        List<List<Integer>> libraries = dealt("libraries", shape.libraries());
        Random relations = random("relations", 0);
        for (int number = 0; number < classes; number++) {
            int later = layerStarts[layerOf(number) + 1];
            int superclass = relations.nextInt(10) < RELATED && !isInterface(number) ? between(relations, later, classes - interfaces) : -1;
            int implemented = relations.nextInt(10) < RELATED && later < classes ? between(relations, classes - interfaces, classes) : -1;
            members.add(new Member(number, entryOf[number], calls.get(number), superclass, implemented, resources.get(number), misses.get(number),
                    libraries.get(number)));
        }
        for (int number = shape.services(); number < layerStarts[1]; number++) {
            driven.add(number);
        }
        Collections.shuffle(driven, random("drivers", 0));
    }

    /** Random numbers for one purpose. */
    Random random(String purpose, int number) {
        return new Random(JynamicRun.scrambled(JynamicRun.scrambled(shape.seed() ^ (long) purpose.hashCode() << 32) + number));
    }

    /** Where each layer starts, and where the last one ends. Providers are in the first. */
    private static int[] layers(JynamicShape shape) {
        int classes = shape.classes();
        int layers = shape.calls() == 0 ? 1 : Math.min(LAYERS, classes);
        int first = layers == 1 ? classes : Math.max(shape.services(), (classes + layers - 1) / layers);
        int[] starts = new int[layers + 1];
        for (int layer = 1; layer <= layers; layer++) {
            starts[layer] = layers == 1 ? classes : (int) (first + (long) (classes - first) * (layer - 1) / (layers - 1));
        }
        return starts;
    }

    private int layerOf(int number) {
        int layer = 0;
        while (number >= layerStarts[layer + 1]) {
            layer++;
        }
        return layer;
    }

    private static int[] places(Random random, int count, int bound) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = random.nextInt(bound);
        }
        return places;
    }

    private static int between(Random random, int from, int to) {
        return from < to ? from + random.nextInt(to - from) : -1;
    }

    private List<List<Integer>> calls() {
        Random random = random("calls", 0);
        List<List<Integer>> calls = lists();
        for (int number = layerStarts[1]; number < shape.classes(); number++) {
            int layer = layerOf(number);
            int caller = between(random, layerStarts[layer - 1], layerStarts[layer]);
            // An empty layer comes before this one where there are few classes, or nearly all are providers.
            calls.get(caller < 0 ? random.nextInt(layerStarts[1]) : caller).add(number);
        }
        for (int number = 0; number < shape.classes() - interfaces; number++) {
            int more = shape.calls() < 2 ? 0 : random.nextInt(2 * shape.calls() - 1);
            int later = layerStarts[layerOf(number) + 1];
            for (int i = 0; i < more && later < shape.classes(); i++) {
                int called = between(random, later, shape.classes());
                if (!calls.get(number).contains(called)) {
                    calls.get(number).add(called);
                }
            }
            Collections.shuffle(calls.get(number), random);
        }
        return calls;
    }

    /** Numbers dealt to the classes that are no interfaces: each gets one before any gets two. */
    private List<List<Integer>> dealt(String purpose, int count) {
        List<List<Integer>> hands = lists();
        List<Integer> order = new ArrayList<>();
        for (int number = 0; number < shape.classes() - interfaces; number++) {
            order.add(number);
        }
        Collections.shuffle(order, random(purpose, 0));
        for (int i = 0; i < count; i++) {
            hands.get(order.get(i % order.size())).add(i);
        }
        return hands;
    }

    private List<List<Integer>> lists() {
        List<List<Integer>> lists = new ArrayList<>();
        for (int number = 0; number < shape.classes(); number++) {
            lists.add(new ArrayList<>(4));
        }
        return lists;
    }

    JynamicShape shape() {
        return shape;
    }

    /** All classes, by number. */
    List<Member> members() {
        return members;
    }

    boolean isInterface(int number) {
        return number >= shape.classes() - interfaces;
    }

    /** The class path: whether each entry is a jar. */
    List<Boolean> jars() {
        return jars;
    }

    int resourceEntry(int resource) {
        return resourceEntries[resource];
    }

    int libraryDirectory(int library) {
        return libraryDirectories[library];
    }

    /** Numbers of the classes that the drivers call, in this order. */
    List<Integer> driven() {
        return driven;
    }

    int serviceTypes() {
        return (shape.services() + PROVIDERS - 1) / PROVIDERS;
    }

    /** Internal name of a class. */
    static String className(int number) {
        return String.format("jynamic/p%04d/Class%06d", number / CLASSES_PER_PACKAGE, number);
    }

    /** Internal name of a service's type. */
    static String serviceName(int type) {
        return String.format("jynamic/spi/Service%04d", type);
    }

    /** Name of a resource in its entry. */
    static String resourceName(int resource) {
        return String.format("jynamic/data/r%06d.txt", resource);
    }

    /** The same of one that is nowhere. */
    static String missingName(int miss) {
        return String.format("jynamic/absent/m%06d.properties", miss);
    }

    /** Name of a library, without lib and .so. */
    static String libraryName(int library) {
        return String.format("jynamic%06d", library);
    }
}
