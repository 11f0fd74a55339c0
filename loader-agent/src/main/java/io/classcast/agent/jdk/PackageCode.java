package io.classcast.agent.jdk;

import io.classcast.agent.classfile.ClassFileBytes;
import io.classcast.agent.classfile.ClassFileParts;
import io.classcast.agent.classfile.MethodBytes;
import org.objectweb.asm.Opcodes;

/** The code by which {@link JdkPackages} opens packages. Not thread-safe. */
final class PackageCode {
    private static final String SELF = "java/lang/ClasscastPackages";
    private static final String FUNCTION = "java/util/function/Function";
    private static final String OBJECT = "java/lang/Object";
    private static final String OBJECTS = "[Ljava/lang/Object;";
    private static final String MODULE = "java/lang/Module";
    private static final String ACCESS = "jdk/internal/access/JavaLangAccess";
    private static final String SECRETS = "jdk/internal/access/SharedSecrets";
    private static final String UNSAFE = "jdk/internal/misc/Unsafe";
    private static final String INITIALISER = "<clinit>";
    /** What the initialiser that was there is called. */
    private static final String FORMER = "classcast$init";
    private static final String NOTHING = "()V";
    private static final String APPLY = "(Ljava/lang/Object;)Ljava/lang/Object;";
    /** Instructions (JVMS 6.5), and a frame with one value on the stack, which is an object (JVMS 4.7.4). */
    private static final int ALOAD_0 = 42;
    private static final int ALOAD_1 = 43;
    private static final int ASTORE_0 = 75;
    private static final int ASTORE_1 = 76;
    private static final int LDC_W = 19;
    private static final int ONE_VALUE = 247;
    private static final int OBJECT_VALUE = 7;
    private static final int DEEPEST = 9;

    private final ClassFileBytes file;

    private PackageCode(ClassFileBytes file) {
        this.file = file;
    }

    /**
     * A class with another initialiser; what that throws it catches, since this class is the JDK's.
     *
     * <pre>
     * static {
     *     classcast$init();   // its own
     *     try {
     *         Object[] all = (Object[]) System.getProperties().remove(KEY);
     *         Class type = SharedSecrets.getJavaLangAccess().defineClass(null, Module.class, SELF, (byte[]) all[0], null, false, NESTMATE | HIDDEN, null);
     *         ((Function) Unsafe.getUnsafe().allocateInstance(type)).apply(all);
     *     } catch (Throwable e) {
     *     }
     * }
     * </pre>
     *
     * Null where it has none of its own.
     */
    static byte[] host(ClassFileParts parts) {
        PackageCode code = new PackageCode(parts.begun());
        ClassFileBytes file = code.file;
        file.raw(parts.bytes, parts.poolEnd, parts.methods);
        int count = parts.u2(parts.methods);
        file.u2(count + 1);
        int at = parts.methods + 2;
        boolean renamed = false;
        for (int i = 0; i < count; i++) {
            int end = parts.endOfMember(at);
            int copied = file.length();
            file.raw(parts.bytes, at, end);
            if (parts.is(parts.u2(at + 2), INITIALISER)) {
                file.u2At(copied + 2, file.text(FORMER));
                renamed = true;
            }
            at = end;
        }
        if (!renamed) {
            return null;
        }
        code.initialiser(parts.u2(parts.poolEnd + 2));
        file.raw(parts.bytes, at, parts.bytes.length);
        return file.file(parts.u2(6), parts.u2(4));
    }

    private void initialiser(int self) {
        file.u2(Opcodes.ACC_STATIC);
        file.u2(file.text(INITIALISER));
        file.u2(file.text(NOTHING));
        file.u2(1);
        file.u2(file.text("Code"));
        int lengthAt = file.length();
        file.u4(0);
        file.u2(DEEPEST);
        file.u2(2);
        file.u4(0);
        int begun = file.length();
        op(Opcodes.INVOKESTATIC, file.referring(ClassFileBytes.METHOD, self, nameAndType(FORMER, NOTHING)));
        int tryAt = file.length() - begun;
        op(Opcodes.INVOKESTATIC, method("java/lang/System", "getProperties", "()Ljava/util/Properties;"));
        op(LDC_W, string(JdkPackages.KEY));
        op(Opcodes.INVOKEVIRTUAL, method("java/util/Properties", "remove", APPLY));
        op(Opcodes.CHECKCAST, type(OBJECTS));
        file.u1(ASTORE_0);
        op(Opcodes.INVOKESTATIC, method(SECRETS, "getJavaLangAccess", "()L" + ACCESS + ";"));
        file.u1(Opcodes.ACONST_NULL);
        op(LDC_W, type(MODULE));
        op(LDC_W, string(SELF));
        file.u1(ALOAD_0);
        file.u1(Opcodes.ICONST_0);
        file.u1(Opcodes.AALOAD);
        op(Opcodes.CHECKCAST, type("[B"));
        file.u1(Opcodes.ACONST_NULL);
        file.u1(Opcodes.ICONST_0);
        file.u1(Opcodes.ICONST_3);
        file.u1(Opcodes.ACONST_NULL);
        callInterface(ACCESS, "defineClass", "(Ljava/lang/ClassLoader;Ljava/lang/Class;Ljava/lang/String;[BLjava/security/ProtectionDomain;ZI"
                + "Ljava/lang/Object;)Ljava/lang/Class;", DEEPEST);
        file.u1(ASTORE_1);
        op(Opcodes.INVOKESTATIC, method(UNSAFE, "getUnsafe", "()L" + UNSAFE + ";"));
        file.u1(ALOAD_1);
        op(Opcodes.INVOKEVIRTUAL, method(UNSAFE, "allocateInstance", "(Ljava/lang/Class;)Ljava/lang/Object;"));
        op(Opcodes.CHECKCAST, type(FUNCTION));
        file.u1(ALOAD_0);
        callInterface(FUNCTION, "apply", APPLY, 2);
        file.u1(Opcodes.POP);
        int tryEnd = file.length() - begun;
        file.u1(Opcodes.RETURN);
        int handler = file.length() - begun;
        file.u1(Opcodes.POP);
        file.u1(Opcodes.RETURN);
        file.u4At(begun - 4, file.length() - begun);
        int throwable = type("java/lang/Throwable");
        file.u2(1);
        file.u2(tryAt);
        file.u2(tryEnd);
        file.u2(handler);
        file.u2(throwable);
        file.u2(1);
        file.u2(file.text("StackMapTable"));
        file.u4(8);
        file.u2(1);
        file.u1(ONE_VALUE);
        file.u2(handler);
        file.u1(OBJECT_VALUE);
        file.u2(throwable);
        file.u4At(lengthAt, file.length() - lengthAt - 4);
    }

    /**
     * A class in the nest of {@code Module}.
     *
     * <pre>
     * Object apply(Object arguments) {
     *     Object[] all = (Object[]) arguments;
     *     Module.addExports0(Object.class.getModule(), "jdk.internal.loader", (Module) all[1]);   // and so on
     *     SharedSecrets.getJavaLangAccess().addReads(Object.class.getModule(), (Module) all[1]);
     *     all[0] = null;
     *     return null;
     * }
     * </pre>
     */
    static byte[] mate() {
        PackageCode made = new PackageCode(new ClassFileBytes());
        ClassFileBytes file = made.file;
        MethodBytes code = new MethodBytes(file, file.text("Code"));
        file.u2(Opcodes.ACC_FINAL | Opcodes.ACC_SUPER);
        file.u2(made.type(SELF));
        file.u2(made.type(OBJECT));
        file.u2(1);
        file.u2(made.type(FUNCTION));
        file.u2(0);
        file.u2(1);
        code.begin(Opcodes.ACC_PUBLIC, file.text("apply"), file.text(APPLY), 0, 1);
        for (String opened : JdkPackages.PACKAGES) {
            made.base(code);
            code.constant(made.string(opened));
            made.us(code);
            code.member(Opcodes.INVOKESTATIC, made.method(MODULE, "addExports0", "(L" + MODULE + ";Ljava/lang/String;L" + MODULE + ";)V"), -3);
        }
        code.member(Opcodes.INVOKESTATIC, made.method(SECRETS, "getJavaLangAccess", "()L" + ACCESS + ";"), 1);
        made.base(code);
        made.us(code);
        code.callInterface(made.member(ClassFileBytes.INTERFACE_METHOD, ACCESS, "addReads", "(L" + MODULE + ";L" + MODULE + ";)V"), 3, -3);
        made.all(code);
        code.number(0);
        code.simple(Opcodes.ACONST_NULL, 1);
        code.simple(Opcodes.AASTORE, -3);
        code.simple(Opcodes.ACONST_NULL, 1);
        code.giveBack(Object.class);
        code.end();
        file.u2(0);
        return file.file(Opcodes.V17);
    }

    private void base(MethodBytes code) {
        code.constant(type(OBJECT));
        code.member(Opcodes.INVOKEVIRTUAL, method("java/lang/Class", "getModule", "()L" + MODULE + ";"), 0);
    }

    private void us(MethodBytes code) {
        all(code);
        code.number(1);
        code.simple(Opcodes.AALOAD, -1);
        code.member(Opcodes.CHECKCAST, type(MODULE), 0);
    }

    private void all(MethodBytes code) {
        code.load(Object.class, 1);
        code.member(Opcodes.CHECKCAST, type(OBJECTS), 0);
    }

    private void op(int opcode, int constant) {
        file.u1(opcode);
        file.u2(constant);
    }

    private void callInterface(String owner, String name, String descriptor, int slots) {
        op(Opcodes.INVOKEINTERFACE, member(ClassFileBytes.INTERFACE_METHOD, owner, name, descriptor));
        file.u1(slots);
        file.u1(0);
    }

    private int string(String text) {
        return file.referring(ClassFileBytes.STRING, file.text(text));
    }

    private int type(String name) {
        return file.referring(ClassFileBytes.CLASS, file.text(name));
    }

    private int method(String owner, String name, String descriptor) {
        return member(ClassFileBytes.METHOD, owner, name, descriptor);
    }

    private int member(int tag, String owner, String name, String descriptor) {
        return file.referring(tag, type(owner), nameAndType(name, descriptor));
    }

    private int nameAndType(String name, String descriptor) {
        return file.referring(ClassFileBytes.NAME_AND_TYPE, file.text(name), file.text(descriptor));
    }
}
