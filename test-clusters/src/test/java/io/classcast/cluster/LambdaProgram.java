package io.classcast.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A program with lambdas of every kind: it tells what their classes look like, calls them, and reads them back where they are serializable. */
final class LambdaProgram {
    /** Of each kind. */
    private static final int EACH = 8;
    /** A lambda, and how it is called, where not as an IntFunction. %d is a number. */
    private static final List<String> KINDS = List.of(
            "(IntFunction<String> & Serializable) i -> \"a%d\" + i",
            "(IntFunction<String> & Serializable) i -> \"b%d\" + i + n + l + d + s + b + y + c + h + f",
            "(IntFunction<String> & Serializable & Cloneable) i -> \"c%d\" + i + me.field",
            "(IntFunction<String>) i -> \"d%d\" + i + n",
            "(IntFunction<String> & Serializable) Helper::go",
            "(IntFunction<String> & Serializable) me::own",
            "(IntFunction<Object> & Serializable) StringBuilder::new",
            "(IntFunction<Object> & Serializable) long[]::new",
            "(IntFunction<Object> & Serializable) s::charAt",
            "(IntFunction<Object>) (Both<String> & Serializable) i -> \"e%d\" + i",
            "(IntFunction<String>) i -> { throw new IllegalStateException(\"f%d\"); }",
            "(IntFunction<String> & Serializable) Says::\uD835\uDCB3\u00fc",
            "(Function<String, Integer> & Serializable) String::length ## w.apply(\"four\")",
            "(Function<CharSequence, Integer>) CharSequence::length ## w.apply(s)",
            "(Function<Object, String>) Object::toString ## w.apply(s)",
            "(Function<int[], Object>) int[]::clone ## w.apply(new int[3])",
            "(BiFunction<List<String>, String, Boolean>) List::contains ## w.apply(me.list, \"x\")",
            "(Comparator<String> & Serializable) String::compareTo ## w.compare(s, \"x\")",
            "(Supplier<Object>) ArrayList::new ## w.get()",
            "(Supplier<Object> & Serializable) () -> n ## w.get()",
            "(Runnable & Serializable) () -> me.field = \"g%d\" ## done(w)",
            "(Runnable) me.list::size ## done(w)",
            "(Consumer<Object>) me.list::contains ## done(() -> w.accept(1))",
            "(ToIntFunction<Integer>) Integer::intValue ## w.applyAsInt(5)",
            "(ToLongFunction<Integer>) i -> i ## w.applyAsLong(6)",
            "(ToIntFunction<AtomicReference<Integer>>) AtomicReference::get ## w.applyAsInt(new AtomicReference<>(7))",
            "(Predicate<AtomicReference<Boolean>>) AtomicReference::get ## w.test(new AtomicReference<>(true))",
            "(Predicate<Boolean>) Boolean::booleanValue ## w.test(true)",
            "(Function<Character, Integer>) Character::getNumericValue ## w.apply('8')",
            "(Same<Integer>) Says::next ## w.get(8)",
            "(Same<Long>) Says::next ## w.get(9L)",
            "(IntFunction<Comparable<Integer>>) i -> i ## w.apply(9)",
            "(IntUnaryOperator) i -> i + 1 ## w.applyAsInt(9)",
            "(LongBinaryOperator) Math::max ## w.applyAsLong(9, 10)",
            "(DoubleBinaryOperator & Serializable) Math::max ## w.applyAsDouble(9, 10)",
            "(Every) Says::every ## w.all(true, (byte) 1, 'c', (short) 2, 3, 4, 5, 6, s)",
            "(Every & Serializable) (z, a, e, o, i, g, q, w, r) -> every(b, y, c, h, n, l, f, d, r) ## w.all(true, (byte) 1, 'c', (short) 2, 3, 4, 5, 6, s)",
            "many(%d, 1) ## w.apply(2)",
            "wide(%d, 1) ## w.apply(2)");
    /** What stays with the JDK: a method that only a handle may call; a number that is widened. */
    private static final List<String> OTHERS = List.of(
            "new Says() { IntFunction<String> get() { return (IntFunction<String> & Serializable) super::own; } }.get()",
            "(IntFunction<Long>) Long::valueOf ## w.apply(3)",
            "(Function<Integer, Long>) Long::valueOf ## w.apply(3)");
    /** Captured values: more than a short instruction can name constants; and nearly as many as there may be. */
    private static final int MANY = 70;
    private static final int MOST = 120;
    private static final String PROGRAM = """
            import java.io.*;
            import java.lang.invoke.*;
            import java.util.*;
            import java.util.concurrent.atomic.*;
            import java.util.function.*;
            public class Says implements Serializable {
                %2$s
                interface Both<T extends CharSequence> extends IntFunction<Object> { T apply(int i); }
                interface Same<T> { T get(T t); }
                interface Every { String all(boolean b, byte y, char c, short h, int n, long l, float f, double d, Object o); }
                interface Written extends Serializable { Object get(); }
                String field = "me";
                transient List<String> list = new ArrayList<>(List.of("x"));
                String own(int i) { return "own" + i; }
                static String \uD835\uDCB3\u00fc(int i) { return "script" + i; }
                static int next(int i) { return i + 1; }
                static Long next(Long i) { return i + 1; }
                static String every(boolean b, byte y, char c, short h, int n, long l, float f, double d, Object o) { return "" + b + y + c + h + n + l + f + d + o; }
                static String done(Runnable r) { r.run(); return "done"; }
                static IntFunction<String> many(%3$s) { return (IntFunction<String> & Serializable) i -> "h" + i + %4$s; }
                static IntFunction<String> many(int i, int k) { return many(%5$s); }
                static IntFunction<String> wide(%6$s) { return (IntFunction<String> & Serializable) i -> "i" + i + %7$s; }
                static IntFunction<String> wide(int i, int k) { return wide(%8$s); }
                static Object hostile() throws Throwable {
                    MethodHandles.Lookup lookup = MethodHandles.lookup();
                    MethodType none = MethodType.methodType(Object.class);
                    return LambdaMetafactory.metafactory(lookup, "get", MethodType.methodType(Written.class), none,
                            lookup.findStatic(Says.class, "plain", none), none).getTarget().invoke();
                }
                static Object plain() { return "plain"; }
                static <T> void say(T what, Function<T, Object> how) throws Exception {
                    Class<?> type = what.getClass();
                    List<String> members = new ArrayList<>();
                    for (Object[] all : new Object[][] {type.getDeclaredFields(), type.getDeclaredMethods(), type.getDeclaredConstructors(), type.getInterfaces()}) {
                        for (Object member : all) { members.add(String.valueOf(member)); }
                    }
                    Collections.sort(members);
                    System.out.println((type.getName() + members + Integer.toHexString(type.getModifiers())).replaceAll("/0x[0-9a-f]+", "")
                            + type.isHidden() + type.isSynthetic() + (type.getNestHost() == Says.class) + (type.getClassLoader() == Says.class.getClassLoader())
                            + (type.getProtectionDomain() == Says.class.getProtectionDomain()) + type.getPackageName() + type.getSimpleName().replaceAll("[/0-9].*", ""));
                    call(what, how);
                    if (what instanceof Serializable) {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        try {
                            new ObjectOutputStream(bytes).writeObject(what);
                            @SuppressWarnings("unchecked") T again = (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
                            call(again, how);
                        } catch (NotSerializableException e) {
                            System.out.println(e);
                        }
                    }
                }
                static <T> void call(T what, Function<T, Object> how) {
                    try {
                        Object result = how.apply(what);
                        System.out.println(result instanceof long[] a ? "array of " + a.length : result instanceof int[] a ? "array of " + a.length : result.toString());
                    } catch (RuntimeException e) {
                        System.out.println(e + " at " + Arrays.toString(e.getStackTrace()));
                    }
                }
                public static void main(String[] args) throws Throwable {
                    int n = args.length; long l = 3; double d = 1.5; String s = "string"; boolean b = n == 0; byte y = 4; char c = 'c'; short h = 5; float f = 2.5f; Says me = new Says();
                    %1$s
                }
            }
            """;
    /** The first ones of a program are always the JDK's. */
    private static final String FIRST = "Object[] first = {" + IntStream.range(0, 17).mapToObj("(IntFunction<String>) n -> \"%d\" + n"::formatted)
            .collect(Collectors.joining(", ")) + "};";
    private static final String REFUSED = """
            import java.io.*;
            import java.util.function.*;
            public class Says {
                public static void main(String[] args) throws Throwable {
                    // FIRST
                    for (int i = 0; i < 3; i++) {
                        IntFunction<String> one = n -> "fits" + n;
                        IntFunction<String> other = (IntFunction<String> & Serializable) n -> "fits, too" + n;
                        IntFunction<String> third = n -> "fits as well" + n;
                        System.out.println(one.apply(i) + other.apply(i) + third.apply(i));
                        try { System.out.println(first(i)); } catch (LinkageError e) { e.printStackTrace(System.out); }
                        try { System.out.println(second(i)); } catch (LinkageError e) { e.printStackTrace(System.out); }
                    }
                }
                static Object first(int k) {
                    Changed changed;
                    changed = i -> i + k;
                    return changed;
                }
                static Object second(int k) {
                    Changed changed;
                    changed = (Changed & Serializable) i -> i + k;
                    return changed;
                }
            }
            %1$s Changed {
                Object get(int i)%2$s
            }
            """;
    private static final String OF_THE_JDK = """
            import java.io.*;
            import java.util.*;
            import java.util.function.*;
            public class Says {
                public static void main(String[] args) throws Throwable {
                    // FIRST
                    IntPredicate i = n -> n > 0; LongPredicate l = n -> n > 0; DoublePredicate d = n -> n > 0; Predicate<String> o = String::isEmpty; BiPredicate<String, String> b = String::equals;
                    IntUnaryOperator iu = n -> -n; LongUnaryOperator lu = n -> -n; DoubleUnaryOperator du = n -> -n;
                    Object[] all = {i.and(i), i.or(i), i.negate(), l.and(l), l.or(l), l.negate(), d.and(d), d.or(d), d.negate(), o.and(o), o.or(o), o.negate(), b.and(b), b.or(b), b.negate(),
                        iu.compose(iu), iu.andThen(iu), lu.compose(lu), lu.andThen(lu), du.compose(du), du.andThen(du), Map.Entry.comparingByKey(), Map.Entry.comparingByValue(Comparator.reverseOrder())};
                    for (Object one : all) {
                        Class<?> type = one.getClass();
                        System.out.println(type.getName().replaceAll("/0x[0-9a-f]+", "") + type.isHidden() + type.isSynthetic() + type.getNestHost() + type.getClassLoader() + type.getModule()
                                + type.getModifiers() + Arrays.toString(type.getInterfaces()));
                        if (one instanceof Serializable) {
                            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                            new ObjectOutputStream(bytes).writeObject(one);
                            System.out.println(Arrays.hashCode(bytes.toByteArray()));
                        }
                    }
                    System.out.println(i.and(i).or(i).negate().test(3) + " " + du.compose(du).andThen(du).applyAsDouble(2) + o.negate().and(o).test(""));
                }
            }
            """;
    /** Lambdas of the JDK's own classes that the program makes, none of them in the JDK's archive. */
    static final int OF_THE_JDK_ITSELF = 23;
    private static final String STATIC = "%s Helper { static String go(int i) { return \"%s\" + i; } }";
    /** Lambdas that the agent may generate. */
    static final int GENERATED = KINDS.size() * EACH;
    /** Lambdas that stay with the JDK. */
    static final int LEFT = OTHERS.size() * EACH;

    private LambdaProgram() {
    }

    /**
     * Compiles it, and puts it into a jar.
     *
     * @param here gets the jar, says.jar
     * @param kind of a type with a static method that is called: class or interface
     */
    static void make(Path here, String kind) throws IOException {
        StringBuilder statements = new StringBuilder();
        for (int i = 0; i < EACH; i++) {
            for (String lambda : Stream.concat(KINDS.stream(), OTHERS.stream()).toList()) {
                String[] parts = lambda.replace("%d", String.valueOf(i)).split(" ## ");
                statements.append("say(").append(parts[0]).append(", w -> ").append(parts.length > 1 ? parts[1] : "w.apply(2)").append(");\n");
            }
            statements.append("say(hostile(), w -> ((Written) w).get());\n");
        }
        String source = PROGRAM.formatted(statements, STATIC.formatted(kind, kind), list("int a%d", MANY), list("a%d", MANY).replace(",", " +"), list("%d", MANY),
                list("long a%d", MOST), list("a%d", MOST).replace(",", " +"), list("%d", MOST));
        compile(here, source);
        jar(here);
    }

    /**
     * Makes one whose lambdas the JDK refuses, but for a few: their interface is a class by now.
     *
     * @param here gets the jar, says.jar
     */
    static void makeRefused(Path here) throws IOException {
        compile(here, REFUSED.formatted("interface", ";"));
        Path says = here.resolve("Says.class");
        byte[] old = Files.readAllBytes(says);
        compile(here, REFUSED.formatted("class", " { return null; }").replaceAll("changed = .*;", "changed = null;"));
        Files.write(says, old);
        jar(here);
    }

    /** Makes a program that asks the JDK for lambdas of its own. */
    static void makeOfTheJdk(Path here) throws IOException {
        compile(here, OF_THE_JDK);
        jar(here);
    }

    private static void compile(Path here, String source) throws IOException {
        Command.run(List.of(Machine.jdk(17) + "/bin/javac", "-encoding", "UTF-8", "-d", here.toString(), Files.writeString(here.resolve("Says.java"), source.replace("// FIRST", FIRST)).toString()), Map.of(), 60)
                .orFail("javac");
    }

    private static void jar(Path here) throws IOException {
        List<String> jar = new ArrayList<>(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", here.resolve("says.jar").toString()));
        try (Stream<Path> classes = Files.list(here)) {
            classes.filter(f -> f.toString().endsWith(".class")).forEach(f -> jar.addAll(List.of("-C", here.toString(), f.getFileName().toString())));
        }
        Command.run(jar, Map.of(), 60).orFail("jar");
    }

    private static String list(String format, int count) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining(", "));
    }
}
