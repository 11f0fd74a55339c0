package io.classcast.agent.jdk;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The shapes of code that seams put in. None adds a member or changes a descriptor, so a loaded class can take them. */
final class Patches {
    private static final int API = Opcodes.ASM9;

    private Patches() {
    }

    /**
     * At the start: ask, and return the answer unless it is null.
     *
     * @param seam internal name of the class with the static method
     * @param method its name
     * @param descriptor its descriptor; it takes the first arguments of the patched method, {@code this} included
     * @param arguments how many of them (all references)
     * @param type internal name of what the patched method returns
     */
    static Seam.Patch answerFirst(String seam, String method, String descriptor, int arguments, String type) {
        return new Seam.Patch() {
            @Override
            public MethodVisitor into(MethodVisitor target, Runnable applied) {
                return new MethodVisitor(API, target) {
                    @Override
                    public void visitCode() {
                        super.visitCode();
                        for (int i = 0; i < arguments; i++) {
                            visitVarInsn(Opcodes.ALOAD, i);
                        }
                        visitMethodInsn(Opcodes.INVOKESTATIC, seam, method, descriptor, false);
                        Label goOn = new Label();
                        visitInsn(Opcodes.DUP);
                        visitJumpInsn(Opcodes.IFNULL, goOn);
                        visitInsn(Opcodes.ARETURN);
                        visitLabel(goOn);
                        visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {type});
                        visitInsn(Opcodes.POP);
                        applied.run();
                    }
                };
            }
        };
    }

    /**
     * At the start: ask who answers in the place of {@code this}, and let that one do so.
     *
     * @param seam internal name of the class with the static methods
     * @param who name of the one that takes {@code this}, and returns another object or null
     * @param other internal name of that object's class
     * @param method name of the one that takes that object and the first argument, a reference, if there is one
     * @param descriptor its descriptor
     * @param arguments how many arguments it takes beside that object: 0 or 1
     */
    static Seam.Patch answerInstead(String seam, String who, String other, String method, String descriptor, int arguments) {
        return new Seam.Patch() {
            @Override
            public MethodVisitor into(MethodVisitor target, Runnable applied) {
                return new MethodVisitor(API, target) {
                    @Override
                    public void visitCode() {
                        super.visitCode();
                        visitVarInsn(Opcodes.ALOAD, 0);
                        visitMethodInsn(Opcodes.INVOKESTATIC, seam, who, "(Ljava/lang/Object;)L" + other + ";", false);
                        visitInsn(Opcodes.DUP);
                        Label goOn = new Label();
                        visitJumpInsn(Opcodes.IFNULL, goOn);
                        if (arguments > 0) {
                            visitVarInsn(Opcodes.ALOAD, 1);
                        }
                        visitMethodInsn(Opcodes.INVOKESTATIC, seam, method, descriptor, false);
                        visitInsn(descriptor.endsWith("V") ? Opcodes.RETURN : Opcodes.ARETURN);
                        visitLabel(goOn);
                        visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {other});
                        visitInsn(Opcodes.POP);
                        applied.run();
                    }
                };
            }
        };
    }

    /**
     * At the start: replace an argument by what a static method makes of some of them.
     *
     * @param seam internal name of the class with the static method
     * @param method its name
     * @param descriptor its descriptor
     * @param store instruction that stores what the method returns
     * @param replaced local variable of the argument
     * @param type internal name of the argument's class where the method returns {@code Object}; else null
     * @param arguments what is handed over: load instruction and local variable, in turns
     */
    static Seam.Patch replaceArgument(String seam, String method, String descriptor, int store, int replaced, String type,
            int... arguments) {
        return new Seam.Patch() {
            @Override
            public MethodVisitor into(MethodVisitor target, Runnable applied) {
                return new MethodVisitor(API, target) {
                    @Override
                    public void visitCode() {
                        super.visitCode();
                        for (int i = 0; i < arguments.length; i += 2) {
                            visitVarInsn(arguments[i], arguments[i + 1]);
                        }
                        visitMethodInsn(Opcodes.INVOKESTATIC, seam, method, descriptor, false);
                        if (type != null) {
                            visitTypeInsn(Opcodes.CHECKCAST, type);
                        }
                        visitVarInsn(store, replaced);
                        applied.run();
                    }
                };
            }
        };
    }

    /**
     * Around the method: what it throws is shown to a static method, with an argument, and what that returns is thrown.
     *
     * @param first put in as well
     * @param seam internal name of the class with the static method
     * @param method its name; it takes the error and the argument, and returns an error
     * @param error internal name of the class of the error
     * @param argument local variable, which the method leaves alone
     * @param locals internal names of the classes of {@code this} and all arguments
     */
    static Seam.Patch changeError(Seam.Patch first, String seam, String method, String error, int argument, String... locals) {
        return new Seam.Patch() {
            @Override
            public MethodVisitor into(MethodVisitor target, Runnable applied) {
                return new MethodVisitor(API, first.into(target, applied)) {
                    private final Label begin = new Label();

                    @Override
                    public void visitCode() {
                        super.visitCode();
                        visitLabel(begin);
                    }

                    @Override
                    public void visitMaxs(int stack, int variables) {
                        Label handler = new Label();
                        visitTryCatchBlock(begin, handler, handler, error);
                        visitLabel(handler);
                        visitFrame(Opcodes.F_FULL, locals.length, locals, 1, new Object[] {error});
                        visitVarInsn(Opcodes.ALOAD, argument);
                        visitMethodInsn(Opcodes.INVOKESTATIC, seam, method, "(L" + error + ";L" + locals[argument] + ";)L" + error + ";", false);
                        visitInsn(Opcodes.ATHROW);
                        super.visitMaxs(stack, variables);
                    }
                };
            }
        };
    }

    /**
     * Wherever the method returns: tell a static method.
     *
     * @param seam internal name of the class with the static method
     * @param place the patched method, and what is told
     */
    static Seam.Patch tellAtEnd(String seam, ChangePlace place) {
        String kinds = place.kinds();
        return new Seam.Patch() {
            @Override
            public MethodVisitor into(MethodVisitor target, Runnable applied) {
                return new MethodVisitor(API, target) {
                    @Override
                    public void visitInsn(int opcode) {
                        if (opcode == Opcodes.RETURN || opcode == Opcodes.IRETURN) {
                            for (ChangePlace.Tell tell : place.tells()) {
                                if (place.hasResult()) {
                                    super.visitInsn(Opcodes.DUP);
                                }
                                for (int local : tell.locals()) {
                                    visitVarInsn(kinds.charAt(local) == 'I' ? Opcodes.ILOAD : Opcodes.ALOAD, local);
                                }
                                visitMethodInsn(Opcodes.INVOKESTATIC, seam, tell.method(), tell.descriptor(), false);
                            }
                            applied.run();
                        }
                        super.visitInsn(opcode);
                    }
                };
            }
        };
    }

    /** At the start of a method that returns a boolean: return false if a static method without arguments says so. */
    static Seam.Patch falseIf(String seam, String method) {
        return new Seam.Patch() {
            @Override
            public MethodVisitor into(MethodVisitor target, Runnable applied) {
                return new MethodVisitor(API, target) {
                    @Override
                    public void visitCode() {
                        super.visitCode();
                        visitMethodInsn(Opcodes.INVOKESTATIC, seam, method, "()Z", false);
                        Label goOn = new Label();
                        visitJumpInsn(Opcodes.IFEQ, goOn);
                        visitInsn(Opcodes.ICONST_0);
                        visitInsn(Opcodes.IRETURN);
                        visitLabel(goOn);
                        visitFrame(Opcodes.F_SAME, 0, null, 0, null);
                        applied.run();
                    }
                };
            }
        };
    }

    /** Replaces {@code new T(arguments)} by a static method with the same arguments. */
    static Seam.Patch replaceNew(String type, String constructor, String seam, String method) {
        return new Seam.Patch() {
            @Override
            public MethodVisitor into(MethodVisitor target, Runnable applied) {
                return new MethodVisitor(API, target) {
                    private boolean created;

                    @Override
                    public void visitTypeInsn(int opcode, String name) {
                        if (opcode == Opcodes.NEW && name.equals(type)) {
                            created = true;
                            return;
                        }
                        super.visitTypeInsn(opcode, name);
                    }

                    @Override
                    public void visitInsn(int opcode) {
                        if (created && opcode == Opcodes.DUP) {
                            created = false;
                            return;
                        }
                        super.visitInsn(opcode);
                    }

                    @Override
                    public void visitMethodInsn(int opcode, String owner, String name, String descriptor,
                            boolean isInterface) {
                        if (opcode == Opcodes.INVOKESPECIAL && owner.equals(type) && name.equals("<init>")
                                && descriptor.equals(constructor)) {
                            super.visitMethodInsn(Opcodes.INVOKESTATIC, seam, method,
                                    constructor.replace(")V", ")L" + type + ";"), false);
                            applied.run();
                            return;
                        }
                        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                    }
                };
            }
        };
    }
}
