package io.classcast.agent.linking;

import io.classcast.agent.classfile.ClassFileBytes;
import io.classcast.agent.classfile.MethodBytes;
import io.classcast.agent.jdk.JdkAccess;
import java.io.Serializable;
import java.lang.constant.ClassDesc;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import org.objectweb.asm.Opcodes;

/**
 * Lets the JDK link a lambda as {@code LambdaMetafactory} does, by its {@code InnerClassLambdaMetafactory}, and asks that one for the class file: up
 * to JDK 23 its {@code ClassWriter} has it; from JDK 24 on it is written once more by the same code of the JDK (its class {@code $1}, JDK 24 and 25). No class of the
 * JDK is changed for it. Thread-safe.
 */
final class JdkLambdas {
    private static final String PACKAGE = "java/lang/invoke/";
    private static final String SELF = PACKAGE + "ClasscastLambdas";
    private static final String FACTORY = PACKAGE + "InnerClassLambdaMetafactory";
    private static final String OBJECT = "java/lang/Object";
    private static final String BUILDER = "java/lang/classfile/constantpool/";
    /** The arguments of the factory's constructor, and what is appended: for {@code $1} two, and the call site. */
    private static final String[] ARGUMENTS = {PACKAGE + "MethodHandles$Lookup", PACKAGE + "MethodType", "java/lang/String", PACKAGE + "MethodType",
        PACKAGE + "MethodHandle", PACKAGE + "MethodType", "java/lang/Boolean", "[Ljava/lang/Class;", "[L" + PACKAGE + "MethodType;"};
    private static final int SERIALIZABLE = 6;
    private static final int INTERFACES = 9;
    private static final int HOSTILE = 10;
    private static final int SITE = 11;
    /** Of {@code MethodHandleNatives.Constants}: NESTMATE_CLASS and HIDDEN_CLASS (JDK 17 to 25). */
    private static final int FLAGS = 1 | 2;

    private final ClassFileBytes file = new ClassFileBytes();
    private final MethodBytes code = new MethodBytes(file, file.text("Code"));
    private final Function<Object[], byte[]> maker;

    /**
     * Made by the JDK.
     *
     * @param site as {@code LambdaMetafactory} would give it
     * @param classFile of the lambda's class; without a name where that came from an archive
     */
    record Made(CallSite site, byte[] classFile) {
    }

    /**
     * Prepares.
     *
     * @param jdk access to it
     * @throws ReflectiveOperationException if the JVM refuses it
     */
    JdkLambdas(JdkAccess jdk) throws ReflectiveOperationException {
        Class<?> inner = jdk.trusted(Class.forName(LambdaSite.INNER, false, null)).lookupClass();
        byte[] bytes = classFile();
        Class<?> type = SharedSecrets.getJavaLangAccess().defineClass(null, inner, SELF, bytes, null, false, FLAGS, null);
        maker = function(Unsafe.getUnsafe().allocateInstance(type));
    }

    @SuppressWarnings("unchecked")
    private static Function<Object[], byte[]> function(Object made) {
        return (Function<Object[], byte[]>) made;
    }

    /** Throws whatever the JDK throws; then nothing was linked. */
    Made make(LambdaRules rules, LambdaSite site) {
        Object[] all = new Object[SITE + 1];
        rules.arguments(all);
        if (LambdaConversion.NEWER) {
            List<ClassDesc> described = new ArrayList<>();
            boolean serializable = describe(site.interfaceClass, described);
            for (Class<?> further : site.altInterfaces) {
                serializable |= describe(further, described);
            }
            all[INTERFACES] = described;
            all[HOSTILE] = serializable && !site.isSerializable;
        }
        byte[] classFile = maker.apply(all);
        return new Made((CallSite) all[SITE], classFile);
    }

    private static boolean describe(Class<?> type, List<ClassDesc> described) {
        ClassDesc description = type.describeConstable().orElseThrow();
        if (!described.contains(description)) {
            described.add(description);
        }
        return Serializable.class.isAssignableFrom(type);
    }

    /**
     * <pre>
     * Object apply(Object arguments) {
     *     Object[] all = (Object[]) arguments;
     *     InnerClassLambdaMetafactory factory = new InnerClassLambdaMetafactory((Lookup) all[0], …);
     *     factory.validateMetafactoryArgs();
     *     all[SITE] = factory.buildCallSite();
     *     return factory.cw.toByteArray();
     *     // or: ClassFile.of().build(factory.lambdaClassEntry, factory.pool, new InnerClassLambdaMetafactory$1(factory, all[9], all[10]))
     * }
     * </pre>
     */
    private byte[] classFile() {
        file.u2(Opcodes.ACC_FINAL | Opcodes.ACC_SUPER);
        file.u2(type(SELF));
        file.u2(type(OBJECT));
        file.u2(1);
        file.u2(type("java/util/function/Function"));
        file.u2(0);
        file.u2(1);
        code.begin(Opcodes.ACC_PUBLIC, file.text("apply"), file.text("(Ljava/lang/Object;)Ljava/lang/Object;"), 0, 2);
        code.load(Object.class, 1);
        code.member(Opcodes.CHECKCAST, type("[Ljava/lang/Object;"), 0);
        store(1);
        code.member(Opcodes.NEW, type(FACTORY), 1);
        code.simple(Opcodes.DUP, 1);
        StringBuilder constructor = new StringBuilder("(");
        for (int i = 0; i < ARGUMENTS.length; i++) {
            argument(i, ARGUMENTS[i]);
            if (i == SERIALIZABLE) {
                unbox();
                constructor.append('Z');
            } else {
                constructor.append(ARGUMENTS[i].charAt(0) == '[' ? ARGUMENTS[i] : "L" + ARGUMENTS[i] + ";");
            }
        }
        code.member(Opcodes.INVOKESPECIAL, method(FACTORY, "<init>", constructor.append(")V").toString()), -1 - ARGUMENTS.length);
        store(2);
        code.load(Object.class, 2);
        code.member(Opcodes.INVOKEVIRTUAL, method(FACTORY, "validateMetafactoryArgs", "()V"), -1);
        code.load(Object.class, 1);
        code.number(SITE);
        code.load(Object.class, 2);
        code.member(Opcodes.INVOKEVIRTUAL, method(FACTORY, "buildCallSite", "()L" + PACKAGE + "CallSite;"), 0);
        code.simple(Opcodes.AASTORE, -3);
        if (LambdaConversion.NEWER) {
            writeAgain();
        } else {
            String writer = "jdk/internal/org/objectweb/asm/ClassWriter";
            code.load(Object.class, 2);
            code.member(Opcodes.GETFIELD, field("cw", "L" + writer + ";"), 0);
            code.member(Opcodes.INVOKEVIRTUAL, method(writer, "toByteArray", "()[B"), 0);
        }
        code.giveBack(Object.class);
        code.end();
        file.u2(0);
        return file.file(Opcodes.V17);
    }

    private void writeAgain() {
        String classFile = "java/lang/classfile/ClassFile";
        String consumer = FACTORY + "$1";
        code.member(Opcodes.INVOKESTATIC, interfaceMethod(classFile, "of", "()L" + classFile + ";"), 1);
        code.load(Object.class, 2);
        code.member(Opcodes.GETFIELD, field("lambdaClassEntry", "L" + BUILDER + "ClassEntry;"), 0);
        code.load(Object.class, 2);
        code.member(Opcodes.GETFIELD, field("pool", "L" + BUILDER + "ConstantPoolBuilder;"), 0);
        code.member(Opcodes.NEW, type(consumer), 1);
        code.simple(Opcodes.DUP, 1);
        code.load(Object.class, 2);
        argument(INTERFACES, "java/util/List");
        argument(HOSTILE, "java/lang/Boolean");
        unbox();
        code.member(Opcodes.INVOKESPECIAL, method(consumer, "<init>", "(L" + FACTORY + ";Ljava/util/List;Z)V"), -4);
        code.callInterface(interfaceMethod(classFile, "build", "(L" + BUILDER + "ClassEntry;L" + BUILDER
                + "ConstantPoolBuilder;Ljava/util/function/Consumer;)[B"), 4, -3);
    }

    private void argument(int index, String type) {
        code.load(Object.class, 1);
        code.number(index);
        code.simple(Opcodes.AALOAD, -1);
        code.member(Opcodes.CHECKCAST, type(type), 0);
    }

    private void unbox() {
        code.member(Opcodes.INVOKEVIRTUAL, method("java/lang/Boolean", "booleanValue", "()Z"), 0);
    }

    private void store(int local) {
        code.simple(Opcodes.ASTORE, -1);
        file.u1(local);
    }

    private int type(String name) {
        return file.referring(ClassFileBytes.CLASS, file.text(name));
    }

    private int field(String name, String descriptor) {
        return member(ClassFileBytes.FIELD, FACTORY, name, descriptor);
    }

    private int method(String owner, String name, String descriptor) {
        return member(ClassFileBytes.METHOD, owner, name, descriptor);
    }

    private int interfaceMethod(String owner, String name, String descriptor) {
        return member(ClassFileBytes.INTERFACE_METHOD, owner, name, descriptor);
    }

    private int member(int tag, String owner, String name, String descriptor) {
        return file.referring(tag, type(owner), file.referring(ClassFileBytes.NAME_AND_TYPE, file.text(name), file.text(descriptor)));
    }
}
