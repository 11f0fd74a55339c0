package io.classcast.agent.linking;

import static io.classcast.agent.classfile.MethodBytes.size;

import io.classcast.agent.classfile.ClassFileBytes;
import io.classcast.agent.classfile.MethodBytes;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import org.objectweb.asm.Opcodes;

/**
 * Generates the class of a lambda, as the JDK does it ({@code InnerClassLambdaMetafactory}, {@code TypeConvertingMethodAdapter}, JDK 17 to
 * 28), but without a library in between: a field for each captured value, a constructor, the method of the interface and its bridges,
 * which convert their arguments and call the lambda's method, and what serialization calls. What a lambda needed of this is told by
 * {@link #features}. Conversions that are rare are left to the JDK. Not thread-safe.
 */
final class LambdaCode {
    /** Bits of what a class is made of; bits 5 to 9 are kinds of methods (JVMS 5.4.3.5), others {@link LambdaConversion}'s. */
    private static final int OWNER_INTERFACE = 1 << 10;
    static final int CAPTURED = 1 << 11;
    private static final int CAPTURED_PRIMITIVE = 1 << 12;
    private static final int BRIDGES = 1 << 13;
    private static final int SERIALIZABLE = 1 << 14;
    private static final int HOSTILE = 1 << 15;
    private static final int FURTHER_INTERFACES = 1 << 16;
    private static final int DROPPED = 1 << 23;
    private static final int PRIMITIVE_ARGUMENT = 1 << 24;
    private static final int PRIMITIVE_RESULT = 1 << 25;
    private static final int NO_RESULT = 1 << 26;
    /** The constructor stores what is captured before it calls that of {@code Object}, as the JDK's does from 27 on. */
    static final int STORED_FIRST = 1 << 27;

    private static final int CLASS_ACCESS = Opcodes.ACC_SUPER | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;
    private static final int FIELD_ACCESS = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;

    /** Of the class files that the JDK generates: JDK 17's are older than itself. */
    private static final int VERSION = Runtime.version().feature() >= 20 ? 44 + Runtime.version().feature() : Opcodes.V15;

    private static final int SERIALIZED_ARGUMENTS = 10;

    private final LambdaSite site;
    private final boolean storesFirst;
    private final ClassFileBytes file;
    private final MethodBytes code;
    private final LambdaConversion conversion;
    private int features;
    /** Constants, for those that are wanted twice: the class, its fields, the interface and its method, and the method that is called. */
    private final int self;
    private final int[] fields;
    private final int interfaceName;
    private final int methodName;
    private final int methodDescriptor;
    private final int implClassName;
    private final int implClass;
    private final int implName;
    private final int implDescriptor;
    private final int implMethod;

    private LambdaCode(LambdaSite site, boolean storesFirst) {
        this.site = site;
        this.storesFirst = storesFirst;
        file = new ClassFileBytes(site.isSerializable ? LambdaConstants.BEGUN_SERIALIZABLE : LambdaConstants.BEGUN);
        code = new MethodBytes(file, LambdaConstants.CODE);
        conversion = new LambdaConversion(file, code);
        self = file.referring(ClassFileBytes.CLASS, file.text(site.lambdaClassName));
        fields = new int[site.factoryType.parameterCount()];
        interfaceName = file.text(ClassFileBytes.internal(site.interfaceClass));
        methodName = file.text(site.interfaceMethodName);
        methodDescriptor = file.text(site.interfaceMethodType.toMethodDescriptorString());
        implClassName = file.text(ClassFileBytes.internal(site.implClass));
        implClass = file.referring(ClassFileBytes.CLASS, implClassName);
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
     * @param storesFirst whether the constructor stores what is captured before it calls that of {@code Object}
     * @return generated
     * @throws LeftToJdk where it is left to the JDK
     */
    static LambdaCode of(LambdaSite site, boolean storesFirst) {
        LambdaCode made = new LambdaCode(site, storesFirst);
        made.generate();
        return made;
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
        file.u2(LambdaConstants.OBJECT);
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
        forward(Opcodes.ACC_PUBLIC, site.interfaceMethodType, methodDescriptor);
        for (MethodType bridge : site.altMethods) {
            features |= BRIDGES;
            forward(LambdaConversion.NEWER ? Opcodes.ACC_PUBLIC | Opcodes.ACC_BRIDGE : Opcodes.ACC_PUBLIC, bridge, file.text(bridge.toMethodDescriptorString()));
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
        file.u2(file.referring(ClassFileBytes.CLASS, interfaceName));
        Class<?>[] further = site.altInterfaces;
        for (int i = 0; i < further.length; i++) {
            features |= FURTHER_INTERFACES;
            serializable |= Serializable.class.isAssignableFrom(further[i]);
            boolean known = further[i] == site.interfaceClass;
            for (int k = 0; k < i; k++) {
                known |= further[k] == further[i];
            }
            if (!known) {
                file.u2(file.type(further[i]));
                count++;
            }
        }
        file.u2At(countAt, count);
        return serializable;
    }

    private void constructor(MethodType captured) {
        code.begin(Opcodes.ACC_PRIVATE, LambdaConstants.INIT, fields.length == 0 ? LambdaConstants.NO_ARGUMENTS : file.text(captured.changeReturnType(void.class).toMethodDescriptorString()), 0,
                size(captured));
        if (storesFirst) {
            features |= fields.length > 0 ? STORED_FIRST : 0;
            storeCaptured(captured);
            newObject();
        } else {
            newObject();
            storeCaptured(captured);
        }
        code.giveBack(void.class);
        code.end();
    }

    private void newObject() {
        code.loadThis();
        code.member(Opcodes.INVOKESPECIAL, LambdaConstants.NEW_OBJECT, -1);
    }

    private void storeCaptured(MethodType captured) {
        int local = 1;
        for (int i = 0; i < fields.length; i++) {
            code.loadThis();
            code.load(captured.parameterType(i), local);
            int size = size(captured.parameterType(i));
            code.member(Opcodes.PUTFIELD, fields[i], -1 - size);
            local += size;
        }
    }

    /** A method of the interface that calls the lambda's method. */
    private void forward(int access, MethodType method, int descriptor) {
        code.begin(access, methodName, descriptor, 0, size(method));
        MethodType called = site.implMethodType;
        boolean creates = site.implKind == MethodHandleInfo.REF_newInvokeSpecial;
        if (creates) {
            code.member(Opcodes.NEW, implClass, 1);
            code.simple(Opcodes.DUP, 1);
        }
        for (int i = 0; i < fields.length; i++) {
            loadField(i);
        }
        int local = 1;
        for (int i = 0; i < method.parameterCount(); i++) {
            Class<?> type = method.parameterType(i);
            code.load(type, local);
            features |= type.isPrimitive() ? PRIMITIVE_ARGUMENT : 0;
            features |= conversion.convert(type, called.parameterType(fields.length + i), site.dynamicMethodType.parameterType(i));
            local += size(type);
        }
        int arguments = size(called);
        Class<?> result = called.returnType();
        if (site.implKind == MethodHandleInfo.REF_invokeInterface) {
            code.callInterface(implMethod, arguments, size(result) - arguments);
        } else {
            code.member(opcode(site.implKind), implMethod, (creates ? -1 : size(result)) - arguments);
        }
        Class<?> returned = method.returnType();
        features |= conversion.convert(result, returned, returned);
        features |= returned == void.class ? result == void.class ? NO_RESULT : DROPPED : returned.isPrimitive() ? PRIMITIVE_RESULT : 0;
        code.giveBack(returned);
        code.end();
    }

    private static int opcode(int kind) {
        switch (kind) {
            case MethodHandleInfo.REF_invokeStatic:
                return Opcodes.INVOKESTATIC;
            case MethodHandleInfo.REF_invokeVirtual:
                return Opcodes.INVOKEVIRTUAL;
            case MethodHandleInfo.REF_newInvokeSpecial:
                return Opcodes.INVOKESPECIAL;
            default:
                throw LeftToJdk.LEFT;
        }
    }

    private void writeReplace() {
        code.begin(FIELD_ACCESS, LambdaConstants.WRITE_REPLACE, LambdaConstants.GIVES_OBJECT, 0, 0);
        code.member(Opcodes.NEW, LambdaConstants.SERIALIZED, 1);
        code.simple(Opcodes.DUP, 1);
        code.constant(site.targetClass == site.implClass ? implClass : file.type(site.targetClass));
        string(nameOf(site.factoryType.returnType()));
        string(methodName);
        string(methodDescriptor);
        code.constant(file.integer(site.implInfo.getReferenceKind()));
        string(nameOf(site.implInfo.getDeclaringClass()));
        string(implName);
        string(implDescriptor);
        string(site.dynamicMethodType == site.interfaceMethodType ? methodDescriptor : file.text(site.dynamicMethodType.toMethodDescriptorString()));
        code.number(fields.length);
        code.member(Opcodes.ANEWARRAY, LambdaConstants.OBJECT, 0);
        for (int i = 0; i < fields.length; i++) {
            code.simple(Opcodes.DUP, 1);
            code.number(i);
            loadField(i);
            Class<?> type = site.factoryType.parameterType(i);
            if (type.isPrimitive()) {
                conversion.box(Box.of(type));
            }
            code.simple(Opcodes.AASTORE, -3);
        }
        code.member(Opcodes.INVOKESPECIAL, LambdaConstants.NEW_SERIALIZED, -1 - SERIALIZED_ARGUMENTS);
        code.giveBack(Object.class);
        code.end();
    }

    /** A method that throws: for a lambda whose interface is serializable by chance. */
    private void refuse(String method, String descriptor) {
        int exception = file.referring(ClassFileBytes.CLASS, file.text("java/io/NotSerializableException"));
        code.begin(FIELD_ACCESS, file.text(method), file.text(descriptor), exception, 1);
        code.member(Opcodes.NEW, exception, 1);
        code.simple(Opcodes.DUP, 1);
        string(file.text("Non-serializable lambda"));
        code.member(Opcodes.INVOKESPECIAL, file.referring(ClassFileBytes.METHOD, exception,
                file.referring(ClassFileBytes.NAME_AND_TYPE, LambdaConstants.INIT, file.text("(Ljava/lang/String;)V"))), -2);
        file.u1(Opcodes.ATHROW);
        code.end();
    }

    private int nameOf(Class<?> type) {
        return type == site.interfaceClass ? interfaceName : type == site.implClass ? implClassName : file.text(ClassFileBytes.internal(type));
    }

    private void loadField(int index) {
        code.loadThis();
        code.member(Opcodes.GETFIELD, fields[index], size(site.factoryType.parameterType(index)) - 1);
    }

    private void string(int text) {
        code.constant(file.referring(ClassFileBytes.STRING, text));
    }
}
