package io.classcast.bench.workload;

import static org.objectweb.asm.Opcodes.ACC_ABSTRACT;
import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.BIPUSH;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP2;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFLT;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.L2I;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LMUL;
import static org.objectweb.asm.Opcodes.LRETURN;
import static org.objectweb.asm.Opcodes.LSTORE;
import static org.objectweb.asm.Opcodes.LUSHR;
import static org.objectweb.asm.Opcodes.LXOR;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;

import io.classcast.bench.program.JynamicRun;
import io.classcast.bench.workload.JynamicPlan.Member;
import io.classcast.bench.workload.JynamicValues.Constants;
import io.classcast.bench.workload.JynamicValues.Step;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes a class of a jynamic program: {@code static long run()} works out its value, once; {@code own} and, in an interface, {@code alsoN} are what
 * others inherit; and methods that nobody calls make it as long as classes are. What the code does, {@link JynamicValues} does as well.
 */
final class JynamicClass {
    static final String RUN = Type.getInternalName(JynamicRun.class);
    private static final String OBJECT = "java/lang/Object";
    private static final String UNARY = "(J)J";
    /** Bytes of a class file, apart from its text: measured, on average. */
    private static final int FIRST_METHOD = 560;
    private static final int METHOD = 33;
    private static final int STEP = 44;

    private final JynamicPlan plan;
    private final JynamicValues values;
    private final Member member;
    private final Constants constants;
    private final boolean isInterface;
    private final String name;
    private final ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    JynamicClass(JynamicPlan plan, JynamicValues values, int number) {
        this.plan = plan;
        this.values = values;
        member = plan.members().get(number);
        constants = values.constants(number);
        isInterface = plan.isInterface(number);
        name = JynamicPlan.className(number);
    }

    /** The class file. */
    byte[] bytes() {
        String superclass = member.superclass() < 0 ? OBJECT : JynamicPlan.className(member.superclass());
        boolean provider = member.number() < plan.shape().services();
        String implemented = member.implemented() < 0 ? null : JynamicPlan.className(member.implemented());
        String service = provider ? JynamicPlan.serviceName(member.number() / JynamicPlan.PROVIDERS) : null;
        String[] interfaces = Stream.of(implemented, service).filter(Objects::nonNull).toArray(String[]::new);
        int access = isInterface ? ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT : ACC_PUBLIC | ACC_SUPER;
        out.visit(Opcodes.V17, access, name, null, superclass, interfaces);
        steps("m0", constants.steps());
        if (isInterface) {
            interfaceRun();
            also();
        } else {
            constructor(superclass);
            classRun(implemented);
            own(superclass);
        }
        if (provider) {
            getAsLong();
        }
        fill();
        out.visitEnd();
        return out.toByteArray();
    }

    private void interfaceRun() {
        out.visitField(ACC_PUBLIC | ACC_STATIC | ACC_FINAL, "VALUE", "J", null, null).visitEnd();
        MethodVisitor init = method(ACC_STATIC, "<clinit>", "()V");
        init.visitLdcInsn(constants.start());
        init.visitMethodInsn(INVOKESTATIC, name, "m0", UNARY, true);
        init.visitMethodInsn(INVOKESTATIC, RUN, "ran", UNARY, false);
        init.visitFieldInsn(PUTSTATIC, name, "VALUE", "J");
        end(init, RETURN);
        MethodVisitor run = method(ACC_PUBLIC | ACC_STATIC, "run", "()J");
        run.visitFieldInsn(GETSTATIC, name, "VALUE", "J");
        end(run, LRETURN);
    }

    private void classRun(String implemented) {
        out.visitField(ACC_PRIVATE | ACC_STATIC, "done", "Z", null, null).visitEnd();
        out.visitField(ACC_PRIVATE | ACC_STATIC, "value", "J", null, null).visitEnd();
        MethodVisitor run = method(ACC_PUBLIC | ACC_STATIC, "run", "()J");
        Label first = new Label();
        run.visitFieldInsn(GETSTATIC, name, "done", "Z");
        run.visitJumpInsn(IFEQ, first);
        run.visitFieldInsn(GETSTATIC, name, "value", "J");
        run.visitInsn(LRETURN);
        run.visitLabel(first);
        run.visitFrame(F_SAME, 0, null, 0, null);
        run.visitInsn(ICONST_1);
        run.visitFieldInsn(PUTSTATIC, name, "done", "Z");
        run.visitLdcInsn(constants.start());
        run.visitVarInsn(LSTORE, 0);
        for (int called : member.calls()) {
            multiply(run);
            run.visitMethodInsn(INVOKESTATIC, JynamicPlan.className(called), "run", "()J", plan.isInterface(called));
            add(run);
        }
        run.visitVarInsn(LLOAD, 0);
        run.visitMethodInsn(INVOKESTATIC, name, "m0", UNARY, false);
        run.visitVarInsn(LSTORE, 0);
        onNew(run, "own");
        run.visitVarInsn(LSTORE, 0);
        if (implemented != null) {
            run.visitVarInsn(LLOAD, 0);
            onNew(run, alsoName(member.implemented()));
            add(run);
        }
        lookups(run);
        run.visitVarInsn(LLOAD, 0);
        run.visitMethodInsn(INVOKESTATIC, RUN, "ran", UNARY, false);
        run.visitInsn(DUP2);
        run.visitFieldInsn(PUTSTATIC, name, "value", "J");
        end(run, LRETURN);
    }

    private void lookups(MethodVisitor run) {
        member.resources().forEach(resource -> lookup(run, "read", JynamicPlan.resourceName(resource)));
        member.misses().forEach(miss -> lookup(run, "miss", JynamicPlan.missingName(miss)));
        for (int library : member.libraries()) {
            multiply(run);
            run.visitLdcInsn(JynamicPlan.libraryName(library));
            run.visitMethodInsn(INVOKESTATIC, RUN, "library", "(Ljava/lang/String;)J", false);
            add(run);
        }
    }

    private void lookup(MethodVisitor run, String how, String resource) {
        multiply(run);
        run.visitLdcInsn(Type.getObjectType(name));
        run.visitLdcInsn("/" + resource);
        run.visitMethodInsn(INVOKESTATIC, RUN, how, "(Ljava/lang/Class;Ljava/lang/String;)J", false);
        add(run);
    }

    private static void multiply(MethodVisitor run) {
        run.visitVarInsn(LLOAD, 0);
        run.visitLdcInsn(JynamicValues.FACTOR);
        run.visitInsn(LMUL);
    }

    private static void add(MethodVisitor run) {
        run.visitInsn(LADD);
        run.visitVarInsn(LSTORE, 0);
    }

    private void onNew(MethodVisitor run, String called) {
        run.visitTypeInsn(NEW, name);
        run.visitInsn(DUP);
        run.visitMethodInsn(INVOKESPECIAL, name, "<init>", "()V", false);
        run.visitVarInsn(LLOAD, 0);
        run.visitMethodInsn(INVOKEVIRTUAL, name, called, UNARY, false);
    }

    private void constructor(String superclass) {
        MethodVisitor init = method(ACC_PUBLIC, "<init>", "()V");
        init.visitVarInsn(ALOAD, 0);
        init.visitMethodInsn(INVOKESPECIAL, superclass, "<init>", "()V", false);
        end(init, RETURN);
    }

    private void own(String superclass) {
        MethodVisitor own = method(ACC_PUBLIC, "own", UNARY);
        if (member.superclass() >= 0) {
            own.visitVarInsn(ALOAD, 0);
        }
        own.visitVarInsn(LLOAD, 1);
        if (member.superclass() >= 0) {
            own.visitMethodInsn(INVOKESPECIAL, superclass, "own", UNARY, false);
        }
        own.visitLdcInsn(constants.factor());
        own.visitInsn(LMUL);
        own.visitLdcInsn(constants.addend());
        own.visitInsn(LADD);
        end(own, LRETURN);
    }

    /** Its name is its own, so that no class inherits two of that name. */
    private static String alsoName(int number) {
        return "also" + number;
    }

    private void also() {
        MethodVisitor also = method(ACC_PUBLIC, alsoName(member.number()), UNARY);
        also.visitVarInsn(LLOAD, 1);
        also.visitLdcInsn(constants.addend());
        also.visitInsn(LXOR);
        end(also, LRETURN);
    }

    private void getAsLong() {
        MethodVisitor get = method(ACC_PUBLIC, "getAsLong", "()J");
        get.visitMethodInsn(INVOKESTATIC, name, "run", "()J", false);
        end(get, LRETURN);
    }

    private void steps(String method, List<Step> steps) {
        MethodVisitor code = method(ACC_PRIVATE | ACC_STATIC, method, UNARY);
        for (Step step : steps) {
            Label negative = new Label();
            code.visitVarInsn(LLOAD, 0);
            code.visitLdcInsn(step.factor());
            code.visitInsn(LMUL);
            code.visitLdcInsn(step.text());
            code.visitMethodInsn(INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
            code.visitInsn(I2L);
            add(code);
            code.visitVarInsn(LLOAD, 0);
            code.visitInsn(L2I);
            code.visitJumpInsn(IFLT, negative);
            code.visitVarInsn(LLOAD, 0);
            code.visitVarInsn(LLOAD, 0);
            code.visitIntInsn(BIPUSH, step.shift());
            code.visitInsn(LUSHR);
            code.visitInsn(LXOR);
            code.visitVarInsn(LSTORE, 0);
            code.visitLabel(negative);
            code.visitFrame(F_SAME, 0, null, 0, null);
        }
        code.visitVarInsn(LLOAD, 0);
        end(code, LRETURN);
    }

    /** Methods that nobody calls, until the class is as large as it should be: half to one and a half times the average. */
    private void fill() {
        Random random = values.filling(member.number());
        int bytes = FIRST_METHOD + size(constants.steps());
        int wanted = plan.shape().classBytes() / 2 + random.nextInt(plan.shape().classBytes());
        for (int i = 1; bytes < wanted; i++) {
            List<Step> steps = JynamicValues.steps(random);
            // The last one, half of the time, would make it too large by half a method.
            if (bytes + size(steps) / 2 > wanted) {
                return;
            }
            steps("m" + i, steps);
            bytes += size(steps);
        }
    }

    private static int size(List<Step> steps) {
        return METHOD + steps.stream().mapToInt(step -> STEP + step.text().length()).sum();
    }

    private MethodVisitor method(int access, String method, String descriptor) {
        MethodVisitor code = out.visitMethod(access, method, descriptor, null, null);
        code.visitCode();
        return code;
    }

    static void end(MethodVisitor code, int opcode) {
        code.visitInsn(opcode);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
