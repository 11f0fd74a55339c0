package io.classcast.bench.workload;

import static io.classcast.bench.workload.JynamicClass.RUN;
import static org.objectweb.asm.Opcodes.ACC_ABSTRACT;
import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.POP2;
import static org.objectweb.asm.Opcodes.RETURN;

import io.classcast.bench.program.JynamicRun;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What stands around the classes of a jynamic program: Main, the drivers that call the first layer, the types of the services, and {@link JynamicRun}. */
final class JynamicMain {
    /** Binary name of the class to start. */
    static final String MAIN = "jynamic.Main";
    private static final int CALLS_PER_DRIVER = 200;

    private JynamicMain() {
    }

    /** The class files, all of which belong in the first entry: name in the entry to bytes. */
    static Map<String, byte[]> files(JynamicPlan plan) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<Integer> driven = plan.driven();
        int drivers = (driven.size() + CALLS_PER_DRIVER - 1) / CALLS_PER_DRIVER;
        put(files, MAIN.replace('.', '/'), "main", "([Ljava/lang/String;)V", main -> {
            for (int driver = 0; driver < drivers; driver++) {
                main.visitMethodInsn(INVOKESTATIC, driverName(driver), "run", "()V", false);
            }
            for (int type = 0; type < plan.serviceTypes(); type++) {
                main.visitLdcInsn(Type.getObjectType(JynamicPlan.serviceName(type)));
                main.visitMethodInsn(INVOKESTATIC, RUN, "services", "(Ljava/lang/Class;)V", false);
            }
            main.visitMethodInsn(INVOKESTATIC, RUN, "print", "()V", false);
        });
        for (int driver = 0; driver < drivers; driver++) {
            List<Integer> part = driven.subList(driver * CALLS_PER_DRIVER, Math.min(driven.size(), (driver + 1) * CALLS_PER_DRIVER));
            put(files, driverName(driver), "run", "()V", run -> part.forEach(number -> {
                run.visitMethodInsn(INVOKESTATIC, JynamicPlan.className(number), "run", "()J", false);
                run.visitInsn(POP2);
            }));
        }
        for (int type = 0; type < plan.serviceTypes(); type++) {
            ClassWriter out = new ClassWriter(0);
            out.visit(Opcodes.V17, ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT, JynamicPlan.serviceName(type), null, "java/lang/Object",
                    new String[] {"java/util/function/LongSupplier"});
            out.visitEnd();
            files.put(JynamicPlan.serviceName(type) + ".class", out.toByteArray());
        }
        try (InputStream in = JynamicRun.class.getClassLoader().getResourceAsStream(RUN + ".class")) {
            files.put(RUN + ".class", in.readAllBytes());
        }
        return files;
    }

    private static String driverName(int driver) {
        return String.format("jynamic/Driver%03d", driver);
    }

    private static void put(Map<String, byte[]> files, String name, String method, String descriptor, Consumer<MethodVisitor> content) {
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        out.visit(Opcodes.V17, ACC_PUBLIC | ACC_SUPER, name, null, "java/lang/Object", null);
        MethodVisitor code = out.visitMethod(ACC_PUBLIC | ACC_STATIC, method, descriptor, null, null);
        code.visitCode();
        content.accept(code);
        JynamicClass.end(code, RETURN);
        out.visitEnd();
        files.put(name + ".class", out.toByteArray());
    }
}
