package io.classcast.compat.linking;

import io.classcast.compat.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What a program can ask of the hidden classes that its lambdas have: names, members, modifiers, hosts, hidden frames of stack traces, and what comes
 * out when they are written and read back. Each line of source that has a lambda is one call site, and is reached more than once.
 */
public final class LinkingProgram implements Serializable {
    private static final long serialVersionUID = 1;
    /** Up to this version a concatenation is linked to method handles without a class, and its hidden frames are not compared. */
    private static final int LAST_WITHOUT_CLASSES = 23;

    private String field = "field";

    /** An interface with a bridge, a default method and a static one. */
    private interface Bridged<T extends CharSequence> extends Function<Object, Object> {
        @Override
        T apply(Object o);

        default String twice(Object o) {
            return apply(o).toString() + apply(o);
        }

        static String shout(Object o) {
            return o.toString() + "!";
        }
    }

    private LinkingProgram() {
    }

    private String own(int i) {
        return field + i;
    }

    /**
     * Runs it.
     *
     * @param arguments none
     * @throws Exception never
     */
    public static void main(String[] arguments) throws Exception {
        // Whoever links them may leave a program's first ones to the JDK.
        List<IntUnaryOperator> first = List.of(i -> 1, i -> 2, i -> 3, i -> 4, i -> 5, i -> 6, i -> 7, i -> 8, i -> 9, i -> 10, i -> 11, i -> 12, i -> 13,
                i -> 14, i -> 15, i -> 16, i -> 17, i -> 18, i -> 19, i -> 20);
        Report.say("first " + first.stream().mapToInt(f -> f.applyAsInt(0)).sum());
        for (int round = 0; round < 2; round++) {
            describe(makeAll(round, new LinkingProgram()));
        }
        frames();
        Report.end();
    }

    private static List<Object> makeAll(int n, LinkingProgram me) {
        long wide = 3L + n;
        double fraction = 1.5 + n;
        String text = "text" + n;
        int[] array = {n};
        List<Object> all = new ArrayList<>();
        all.add((Supplier<Object>) () -> "constant");
        all.add((Supplier<Object>) () -> n);
        all.add((Supplier<Object>) () -> wide + fraction);
        all.add((Supplier<Object>) () -> text + n + wide + fraction);
        all.add((Supplier<Object>) text::length);
        all.add((Supplier<Object>) ArrayList::new);
        all.add((Supplier<Object> & Serializable) () -> text);
        all.add((Supplier<Object> & Serializable) me::toString);
        all.add((Supplier<Object> & Cloneable) () -> array[0]);
        all.add((IntFunction<String>) i -> "i" + i);
        all.add((IntFunction<String>) me::own);
        all.add((IntFunction<String> & Serializable) me::own);
        all.add((IntFunction<String> & Serializable) Integer::toHexString);
        all.add((IntFunction<int[]>) int[]::new);
        all.add((IntFunction<String[][]> & Serializable) String[][]::new);
        all.add((IntFunction<Object>) StringBuilder::new);
        all.add((IntFunction<Object>) i -> me.field);
        all.add((IntUnaryOperator) i -> i + n);
        all.add((IntUnaryOperator & Serializable) Math::abs);
        all.add((IntBinaryOperator) Math::max);
        all.add((IntBinaryOperator & Serializable) (a, b) -> a * b + n);
        all.add((Function<String, Integer>) String::length);
        all.add((Function<String, Integer> & Serializable) Integer::valueOf);
        all.add((Function<Object, String>) Object::toString);
        all.add((Function<Object, String>) Bridged::shout);
        all.add((Function<int[], Object>) int[]::clone);
        all.add((Bridged<String>) o -> "b" + o);
        all.add((Bridged<String> & Serializable) o -> "bs" + o + n);
        all.add((BiFunction<List<String>, String, Boolean>) List::contains);
        all.add((BiFunction<Integer, Long, Double> & Serializable) (a, b) -> a + b + fraction);
        all.add((ToLongFunction<Integer>) i -> i);
        all.add((ToLongFunction<Integer> & Serializable) Integer::longValue);
        all.add((Comparator<String>) String::compareTo);
        all.add((Comparator<String> & Serializable) (a, b) -> b.compareTo(a) * n);
        all.add((Runnable) () -> { });
        all.add((Runnable) me.field::length);
        all.add((Runnable & Serializable) () -> me.field = text);
        return all;
    }

    private static void describe(List<Object> all) throws IOException, ClassNotFoundException {
        for (Object one : all) {
            describe(one);
            if (one instanceof Serializable) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                    out.writeObject(one);
                    describe(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject());
                } catch (NotSerializableException e) {
                    Report.say(e.toString());
                }
            }
        }
    }

    private static void describe(Object lambda) {
        Class<?> type = lambda.getClass();
        List<String> members = new ArrayList<>();
        for (Member[] some : new Member[][] {type.getDeclaredFields(), type.getDeclaredMethods(), type.getDeclaredConstructors()}) {
            for (Member member : some) {
                members.add(withoutAddress(member.toString()) + (member.isSynthetic() ? " synthetic" : ""));
            }
        }
        Collections.sort(members);
        Report.say(withoutAddress(type.getName()) + " " + Modifier.toString(type.getModifiers()) + " hidden " + type.isHidden() + " synthetic " + type.isSynthetic()
                + " host " + type.getNestHost().getSimpleName() + " loader " + type.getClassLoader().getName() + " enclosing " + type.getEnclosingMethod()
                + " same domain " + (type.getProtectionDomain() == LinkingProgram.class.getProtectionDomain()) + " annotations " + type.getAnnotations().length
                + " interfaces " + Arrays.toString(type.getInterfaces()) + " above " + type.getSuperclass().getName() + " members " + members);
    }

    /** Of hidden classes: neither the address, nor the number that older JDKs have before it, since those of MPI's Java part come before the program's. */
    private static String withoutAddress(String name) {
        return name.replaceAll("(\\$\\$Lambda)\\$\\d+", "$1").replaceAll("/0x[0-9a-f]+", "");
    }

    private static void frames() {
        Supplier<List<String>> shown = () -> StackWalker.getInstance(java.util.Set.of(StackWalker.Option.SHOW_HIDDEN_FRAMES, StackWalker.Option.RETAIN_CLASS_REFERENCE))
                .walk(s -> s.map(f -> withoutAddress(f.getClassName()) + "." + f.getMethodName() + f.getDescriptor()).collect(Collectors.toList()));
        shown.get().forEach(Report::say);
        Object tells = new Object() {
            @Override
            public String toString() {
                if (Runtime.version().feature() > LAST_WITHOUT_CLASSES) {
                    shown.get().forEach(Report::say);
                }
                throw new IllegalStateException("told");
            }
        };
        try {
            Report.say("never " + tells + 1);
        } catch (IllegalStateException e) {
            Report.say(e + " at " + Arrays.toString(e.getStackTrace()));
        }
        Comparator<String> fails = (a, b) -> {
            throw new IllegalArgumentException(a + b);
        };
        try {
            List.of("a", "b").stream().sorted(fails).forEach(Report::say);
        } catch (IllegalArgumentException e) {
            Report.say(e + " at " + Arrays.toString(e.getStackTrace()));
        }
    }
}
