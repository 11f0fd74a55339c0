package io.classcast.agent.hook;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import org.objectweb.asm.Opcodes;

/**
 * Generates the class of a lambda, as the JDK does it ({@code InnerClassLambdaMetafactory}, {@code TypeConvertingMethodAdapter}, JDK 17 and
 * 25), but without a library in between: a field for each captured value, a constructor, the method of the interface and its bridges,
 * which convert their arguments and call the lambda's method, and what serialization calls. What a lambda needed of this is told by
 * {@link #features}. Conversions that are rare are left to the JDK. Not thread-safe.
 */
final class LambdaCode {
    /** Bits of what a class is made of; those below are the kinds of methods, 5 to 9 (JVMS 5.4.3.5). */
    private static final int OWNER_INTERFACE = 1 << 10;
    private static final int CAPTURED = 1 << 11;
    private static final int CAPTURED_PRIMITIVE = 1 << 12;
    private static final int BRIDGES = 1 << 13;
    private static final int SERIALIZABLE = 1 << 14;
    private static final int HOSTILE = 1 << 15;
    private static final int FURTHER_INTERFACES = 1 << 16;
    private static final int CAST_FIRST = 1 << 17;
    private static final int CAST = 1 << 18;
    private static final int BOX = 1 << 19;
    private static final int BOX_AND_CAST = 1 << 20;
    private static final int UNBOX = 1 << 21;
    private static final int UNBOX_ANY = 1 << 22;
    private static final int DROPPED = 1 << 23;
    private static final int PRIMITIVE_ARGUMENT = 1 << 24;
    private static final int PRIMITIVE_RESULT = 1 << 25;
    private static final int NO_RESULT = 1 << 26;

    private static final int CLASS_ACCESS = Opcodes.ACC_SUPER | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;
    private static final int FIELD_ACCESS = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
    private static final int LDC_W = 19;
    private static final int ILOAD_0 = 26;
    /** Local variables that take one byte to name. */
    private static final int MOST_LOCALS = 255;

    /** From JDK 24 on the JDK generates with its own library (JDK-8294960), and a few instructions differ. */
    private static final boolean NEWER = Runtime.version().feature() >= 24;
    private static final int VERSION = NEWER ? 44 + Runtime.version().feature() : Opcodes.V15;

    /** Constants of every lambda. */
    private static final ClassFileBytes BEGUN = new ClassFileBytes();
    private static final int OBJECT = BEGUN.referring(ClassFileBytes.CLASS, BEGUN.text("java/lang/Object"));
    private static final int INIT = BEGUN.text("<init>");
    private static final int NO_ARGUMENTS = BEGUN.text("()V");
    private static final int CODE = BEGUN.text("Code");
    private static final int NEW_OBJECT = BEGUN.referring(ClassFileBytes.METHOD, OBJECT, BEGUN.referring(ClassFileBytes.NAME_AND_TYPE, INIT, NO_ARGUMENTS));
    /** And of those that are serializable. */
    private static final ClassFileBytes BEGUN_SERIALIZABLE = new ClassFileBytes(BEGUN);
    private static final int WRITE_REPLACE = BEGUN_SERIALIZABLE.text("writeReplace");
    private static final int GIVES_OBJECT = BEGUN_SERIALIZABLE.text("()Ljava/lang/Object;");
    private static final int SERIALIZED = BEGUN_SERIALIZABLE.referring(ClassFileBytes.CLASS, BEGUN_SERIALIZABLE.text("java/lang/invoke/SerializedLambda"));
    private static final int NEW_SERIALIZED = BEGUN_SERIALIZABLE.referring(ClassFileBytes.METHOD, SERIALIZED,
            BEGUN_SERIALIZABLE.referring(ClassFileBytes.NAME_AND_TYPE, INIT,
                    BEGUN_SERIALIZABLE.text("(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;ILjava/lang/String;Ljava/lang/String;"
                            + "Ljava/lang/String;Ljava/lang/String;[Ljava/lang/Object;)V")));
    private static final int SERIALIZED_ARGUMENTS = 10;

    private final LambdaSite site;
    private final ClassFileBytes file;
    private int features;
    /** Constants: the class, its fields, the method of the interface, and the method that is called. */
    private final int self;
    private final int[] fields;
    private final int methodName;
    private final int implClass;
    private final int implName;
    private final int implDescriptor;
    private final int implMethod;
    /** Of the method in the making: where its code begins, how many slots are on the stack, and the most that there have been. */
    private int codeAt;
    private int depth;
    private int deepest;

    private LambdaCode(LambdaSite site) {
        this.site = site;
        file = new ClassFileBytes(site.isSerializable ? BEGUN_SERIALIZABLE : BEGUN);
        self = file.referring(ClassFileBytes.CLASS, file.text(site.lambdaClassName));
        fields = new int[site.factoryType.parameterCount()];
        methodName = file.text(site.interfaceMethodName);
        implClass = file.referring(ClassFileBytes.CLASS, file.text(internal(site.implClass)));
        implName = file.text(site.implInfo.getName());
        implDescriptor = file.text(site.implInfo.getMethodType().toMethodDescriptorString());
        implMethod = file.referring(site.implClass.isInterface() ? ClassFileBytes.INTERFACE_METHOD : ClassFileBytes.METHOD, implClass,
                file.referring(ClassFileBytes.NAME_AND_TYPE, implName, implDescriptor));
        features = 1 << site.implKind | (site.implClass.isInterface() ? OWNER_INTERFACE : 0);
    }

    /**
     * Generates a class, all but {@link #bytes} of it.
     *
     * @param site of the lambda
     * @return generated
     * @throws IllegalArgumentException where that is left to the JDK
     */
    static LambdaCode of(LambdaSite site) {
        LambdaCode code = new LambdaCode(site);
        code.generate();
        return code;
    }

    /** What there is in the class that not every one has: a set of bits. */
    int features() {
        return features;
    }

    /** The class file. */
    byte[] bytes() {
        return file.file(VERSION);
    }

    private void generate() {
        file.u2(CLASS_ACCESS);
        file.u2(self);
        file.u2(OBJECT);
        boolean serializable = interfaces();
        boolean hostile = !site.isSerializable && serializable;
        MethodType captured = site.factoryType;
        file.u2(fields.length);
        for (int i = 0; i < fields.length; i++) {
            Class<?> type = captured.parameterType(i);
            features |= CAPTURED | (type.isPrimitive() ? CAPTURED_PRIMITIVE : 0);
            int name = file.text("arg$" + (i + 1));
            int descriptor = file.text(type.descriptorString());
            fields[i] = file.referring(ClassFileBytes.FIELD, self, file.referring(ClassFileBytes.NAME_AND_TYPE, name, descriptor));
            file.u2(FIELD_ACCESS);
            file.u2(name);
            file.u2(descriptor);
            file.u2(0);
        }
        file.u2(2 + site.altMethods.length + (site.isSerializable ? 1 : hostile ? 2 : 0));
        constructor(captured);
        forward(Opcodes.ACC_PUBLIC, site.interfaceMethodType);
        for (MethodType bridge : site.altMethods) {
            features |= BRIDGES;
            forward(NEWER ? Opcodes.ACC_PUBLIC | Opcodes.ACC_BRIDGE : Opcodes.ACC_PUBLIC, bridge);
        }
        if (site.isSerializable) {
            features |= SERIALIZABLE;
            writeReplace();
        } else if (hostile) {
            features |= HOSTILE;
            refuse("writeObject", "(Ljava/io/ObjectOutputStream;)V");
            refuse("readObject", "(Ljava/io/ObjectInputStream;)V");
        }
        file.u2(0);
    }

    /** Each once; tells whether one is serializable. */
    private boolean interfaces() {
        boolean serializable = Serializable.class.isAssignableFrom(site.interfaceClass);
        int countAt = file.length();
        int count = 1;
        file.u2(0);
        file.u2(type(site.interfaceClass));
        Class<?>[] further = site.altInterfaces;
        for (int i = 0; i < further.length; i++) {
            features |= FURTHER_INTERFACES;
            serializable |= Serializable.class.isAssignableFrom(further[i]);
            boolean known = further[i] == site.interfaceClass;
            for (int k = 0; k < i; k++) {
                known |= further[k] == further[i];
            }
            if (!known) {
                file.u2(type(further[i]));
                count++;
            }
        }
        file.u2At(countAt, count);
        return serializable;
    }

    private void constructor(MethodType captured) {
        begin(Opcodes.ACC_PRIVATE, INIT, fields.length == 0 ? NO_ARGUMENTS : file.text(captured.changeReturnType(void.class).toMethodDescriptorString()), 0,
                slots(captured));
        loadThis();
        member(Opcodes.INVOKESPECIAL, NEW_OBJECT, -1);
        int local = 1;
        for (int i = 0; i < fields.length; i++) {
            loadThis();
            load(captured.parameterType(i), local);
            int size = size(captured.parameterType(i));
            member(Opcodes.PUTFIELD, fields[i], -1 - size);
            local += size;
        }
        file.u1(Opcodes.RETURN);
        end();
    }

    /** A method of the interface that calls the lambda's method. */
    private void forward(int access, MethodType method) {
        begin(access, methodName, file.text(method.toMethodDescriptorString()), 0, slots(method));
        MethodType called = site.implMethodType;
        boolean creates = site.implKind == MethodHandleInfo.REF_newInvokeSpecial;
        if (creates) {
            member(Opcodes.NEW, implClass, 1);
            simple(Opcodes.DUP, 1);
        }
        for (int i = 0; i < fields.length; i++) {
            loadField(i);
        }
        int local = 1;
        for (int i = 0; i < method.parameterCount(); i++) {
            Class<?> type = method.parameterType(i);
            load(type, local);
            features |= type.isPrimitive() ? PRIMITIVE_ARGUMENT : 0;
            convert(type, called.parameterType(fields.length + i), site.dynamicMethodType.parameterType(i));
            local += size(type);
        }
        int arguments = slots(called);
        Class<?> result = called.returnType();
        member(opcode(site.implKind), implMethod, (creates ? -1 : size(result)) - arguments);
        if (site.implKind == MethodHandleInfo.REF_invokeInterface) {
            file.u1(arguments);
            file.u1(0);
        }
        Class<?> returned = method.returnType();
        convert(result, returned, returned);
        features |= returned == void.class ? result == void.class ? NO_RESULT : DROPPED : returned.isPrimitive() ? PRIMITIVE_RESULT : 0;
        file.u1(returned == void.class ? Opcodes.RETURN : Opcodes.IRETURN + offset(returned));
        end();
    }

    private static int opcode(int kind) {
        switch (kind) {
            case MethodHandleInfo.REF_invokeStatic:
                return Opcodes.INVOKESTATIC;
            case MethodHandleInfo.REF_invokeVirtual:
                return Opcodes.INVOKEVIRTUAL;
            case MethodHandleInfo.REF_invokeInterface:
                return Opcodes.INVOKEINTERFACE;
            case MethodHandleInfo.REF_newInvokeSpecial:
                return Opcodes.INVOKESPECIAL;
            default:
                throw leftToJdk();
        }
    }

    /**
     * Makes a parameter's value the argument of the lambda's method.
     *
     * @param from what it is declared as
     * @param to what the method wants
     * @param functional what it is known to be
     */
    private void convert(Class<?> from, Class<?> to, Class<?> functional) {
        if (from == to && from == functional || from == void.class || to == void.class) {
            return;
        }
        if (from.isPrimitive()) {
            if (to.isPrimitive()) {
                if (from != to) {
                    throw leftToJdk();
                }
                return;
            }
            Box box = Box.of(from);
            if (to != box.type && Box.ofType(to) != null) {
                throw leftToJdk();
            }
            features |= BOX;
            member(Opcodes.INVOKESTATIC, box.method(file, true, null), 1 - size(from));
            if (to != box.type) {
                features |= BOX_AND_CAST;
                cast(to);
            }
            return;
        }
        Class<?> source = from;
        if (from != functional && !functional.isPrimitive()) {
            features |= CAST_FIRST;
            cast(functional);
            source = functional;
        }
        if (!to.isPrimitive()) {
            if (source != to) {
                features |= CAST;
                cast(to);
            }
            return;
        }
        Box box = Box.of(to);
        Class<?> owner = box.type == Character.class || box.type == Boolean.class ? box.type : Number.class;
        if (Box.ofType(source) == null) {
            features |= UNBOX_ANY;
            cast(owner);
        } else if (source == box.type) {
            features |= UNBOX;
            owner = NEWER ? owner : source;
        } else {
            throw leftToJdk();
        }
        member(Opcodes.INVOKEVIRTUAL, box.method(file, false, owner), size(to) - 1);
    }

    private void cast(Class<?> type) {
        if (type != Object.class) {
            member(Opcodes.CHECKCAST, type(type), 0);
        }
    }

    private void writeReplace() {
        begin(FIELD_ACCESS, WRITE_REPLACE, GIVES_OBJECT, 0, 0);
        member(Opcodes.NEW, SERIALIZED, 1);
        simple(Opcodes.DUP, 1);
        constant(type(site.targetClass));
        string(file.text(internal(site.factoryType.returnType())));
        string(methodName);
        string(file.text(site.interfaceMethodType.toMethodDescriptorString()));
        constant(file.integer(site.implInfo.getReferenceKind()));
        string(file.text(internal(site.implInfo.getDeclaringClass())));
        string(implName);
        string(implDescriptor);
        string(file.text(site.dynamicMethodType.toMethodDescriptorString()));
        number(fields.length);
        member(Opcodes.ANEWARRAY, OBJECT, 0);
        for (int i = 0; i < fields.length; i++) {
            simple(Opcodes.DUP, 1);
            number(i);
            loadField(i);
            Class<?> type = site.factoryType.parameterType(i);
            if (type.isPrimitive()) {
                member(Opcodes.INVOKESTATIC, Box.of(type).method(file, true, null), 1 - size(type));
            }
            simple(Opcodes.AASTORE, -3);
        }
        member(Opcodes.INVOKESPECIAL, NEW_SERIALIZED, -1 - SERIALIZED_ARGUMENTS);
        file.u1(Opcodes.ARETURN);
        end();
    }

    /** A method that throws: for a lambda whose interface is serializable by chance. */
    private void refuse(String method, String descriptor) {
        int exception = file.referring(ClassFileBytes.CLASS, file.text("java/io/NotSerializableException"));
        begin(FIELD_ACCESS, file.text(method), file.text(descriptor), exception, 1);
        member(Opcodes.NEW, exception, 1);
        simple(Opcodes.DUP, 1);
        string(file.text("Non-serializable lambda"));
        member(Opcodes.INVOKESPECIAL, file.referring(ClassFileBytes.METHOD, exception,
                file.referring(ClassFileBytes.NAME_AND_TYPE, INIT, file.text("(Ljava/lang/String;)V"))), -2);
        file.u1(Opcodes.ATHROW);
        end();
    }

    /** Begins a method. */
    private void begin(int access, int name, int descriptor, int exception, int arguments) {
        if (1 + arguments > MOST_LOCALS) {
            throw leftToJdk();
        }
        file.u2(access);
        file.u2(name);
        file.u2(descriptor);
        file.u2(exception == 0 ? 1 : 2);
        if (exception != 0) {
            file.u2(file.text("Exceptions"));
            file.u4(4);
            file.u2(1);
            file.u2(exception);
        }
        file.u2(CODE);
        file.u4(0);
        codeAt = file.length();
        file.u2(0);
        file.u2(1 + arguments);
        file.u4(0);
        depth = 0;
        deepest = 0;
    }

    /** Ends it: neither exceptions that it catches nor attributes. */
    private void end() {
        file.u2At(codeAt, deepest);
        file.u4At(codeAt + 4, file.length() - codeAt - 8);
        file.u4(0);
        file.u4At(codeAt - 4, file.length() - codeAt);
    }

    private void simple(int opcode, int pushed) {
        file.u1(opcode);
        depth += pushed;
        deepest = Math.max(deepest, depth);
    }

    private void member(int opcode, int constant, int pushed) {
        simple(opcode, pushed);
        file.u2(constant);
    }

    private void loadThis() {
        load(Object.class, 0);
    }

    private void loadField(int index) {
        loadThis();
        member(Opcodes.GETFIELD, fields[index], size(site.factoryType.parameterType(index)) - 1);
    }

    private void load(Class<?> type, int local) {
        if (local <= 3) {
            simple(ILOAD_0 + 4 * offset(type) + local, size(type));
        } else {
            simple(Opcodes.ILOAD + offset(type), size(type));
            file.u1(local);
        }
    }

    private void string(int text) {
        constant(file.referring(ClassFileBytes.STRING, text));
    }

    private void constant(int index) {
        if (index < 256) {
            simple(Opcodes.LDC, 1);
            file.u1(index);
        } else {
            member(LDC_W, index, 1);
        }
    }

    private void number(int value) {
        if (value <= 5) {
            simple(Opcodes.ICONST_0 + value, 1);
        } else {
            simple(value <= Byte.MAX_VALUE ? Opcodes.BIPUSH : Opcodes.SIPUSH, 1);
            if (value > Byte.MAX_VALUE) {
                file.u1(value >> 8);
            }
            file.u1(value);
        }
    }

    private int type(Class<?> type) {
        return file.referring(ClassFileBytes.CLASS, file.text(internal(type)));
    }

    /** As class files name it. A hidden class has no name that one could. */
    private static String internal(Class<?> type) {
        if (type.isHidden()) {
            throw leftToJdk();
        }
        return type.getName().replace('.', '/');
    }

    private static int slots(MethodType arguments) {
        int slots = 0;
        for (int i = 0; i < arguments.parameterCount(); i++) {
            slots += size(arguments.parameterType(i));
        }
        return slots;
    }

    private static int size(Class<?> type) {
        return type == void.class ? 0 : type == long.class || type == double.class ? 2 : 1;
    }

    /** From the instruction for int to that for another type. */
    private static int offset(Class<?> type) {
        return !type.isPrimitive() ? 4 : type == long.class ? 1 : type == float.class ? 2 : type == double.class ? 3 : 0;
    }

    private static IllegalArgumentException leftToJdk() {
        return new IllegalArgumentException("left to the JDK");
    }
}
