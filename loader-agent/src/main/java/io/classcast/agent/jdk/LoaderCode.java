package io.classcast.agent.jdk;

import io.classcast.agent.classfile.ClassFileBytes;
import io.classcast.agent.classfile.MethodBytes;
import java.lang.invoke.MethodType;
import java.net.URL;
import org.objectweb.asm.Opcodes;

/**
 * A class in the JDK's package of class loaders, in the making. Written without a library: it is made before main.
 * Not thread-safe.
 */
class LoaderCode {
    static final String LOADERS = "jdk/internal/loader/";
    static final String BUILTIN = LOADERS + "BuiltinClassLoader";
    static final String URLS = LOADERS + "URLClassPath";
    static final String PATH = LOADERS + "ClasscastPath";
    static final String PARENT = LOADERS + "ClasscastParent";
    /** The field with what an object stands for. */
    static final String REAL = "real";
    static final String SEAM = "io/classcast/agent/hook/ClassPathSeam";
    static final String OBJECT = "java/lang/Object";
    static final String INIT = "<init>";
    static final MethodType TAKES_URLS = MethodType.methodType(void.class, URL[].class);

    final ClassFileBytes file = new ClassFileBytes();
    final MethodBytes code = new MethodBytes(file, file.text("Code"));
    final PathShape shape;
    final int self;
    private final int methodsAt;
    private int methods;

    /**
     * Begins a class.
     *
     * @param fields name and internal name of the class, in turns
     */
    LoaderCode(PathShape shape, String name, String base, String[] interfaces, String... fields) {
        this.shape = shape;
        self = type(name);
        file.u2(Opcodes.ACC_FINAL | Opcodes.ACC_SUPER);
        file.u2(self);
        file.u2(type(base));
        file.u2(interfaces.length);
        for (String each : interfaces) {
            file.u2(type(each));
        }
        file.u2(fields.length / 2);
        for (int i = 0; i < fields.length; i += 2) {
            file.u2(Opcodes.ACC_PRIVATE | Opcodes.ACC_VOLATILE);
            file.u2(file.text(fields[i]));
            file.u2(file.text("L" + fields[i + 1] + ";"));
            file.u2(0);
        }
        methodsAt = file.length();
        file.u2(0);
    }

    final byte[] end() {
        file.u2At(methodsAt, methods);
        file.u2(0);
        return file.file(Opcodes.V17);
    }

    final void newPath() {
        make(URLS);
        code.load(Object.class, 1);
        callConstructor();
    }

    /** The JDK's constructor, of what is on the stack; null for all but the URLs. */
    final void callConstructor() {
        for (int i = 1; i < shape.constructor.parameterCount(); i++) {
            code.simple(Opcodes.ACONST_NULL, 1);
        }
        call(Opcodes.INVOKESPECIAL, URLS, INIT, shape.constructor);
    }

    final void make(String type) {
        code.member(Opcodes.NEW, type(type), 1);
        code.simple(Opcodes.DUP, 1);
    }

    final void begin(String name, MethodType type) {
        begin(name, type.toMethodDescriptorString(), type.parameterCount());
    }

    final void begin(String name, String descriptor, int arguments) {
        methods++;
        code.begin(Opcodes.ACC_PUBLIC, file.text(name), file.text(descriptor), 0, arguments);
    }

    /** Stack traces do not show it. */
    final void beginHidden(String name, String descriptor, int arguments) {
        methods++;
        code.beginHidden(Opcodes.ACC_PROTECTED, file.text(name), file.text(descriptor), arguments);
    }

    final void end(Class<?> result) {
        code.giveBack(result);
        code.end();
    }

    /** Calls a method of an object. */
    final void call(int opcode, String owner, String name, MethodType type) {
        call(opcode, owner, name, type.toMethodDescriptorString(),
                MethodBytes.size(type.returnType()) - type.parameterCount() - 1);
    }

    final void call(int opcode, String owner, String name, String descriptor, int pushed) {
        code.member(opcode, file.referring(ClassFileBytes.METHOD, type(owner), nameAndType(name, descriptor)), pushed);
    }

    final int field(String name, String type) {
        return file.referring(ClassFileBytes.FIELD, self, nameAndType(name, "L" + type + ";"));
    }

    final int type(String name) {
        return file.referring(ClassFileBytes.CLASS, file.text(name));
    }

    final int nameAndType(String name, String descriptor) {
        return file.referring(ClassFileBytes.NAME_AND_TYPE, file.text(name), file.text(descriptor));
    }
}
