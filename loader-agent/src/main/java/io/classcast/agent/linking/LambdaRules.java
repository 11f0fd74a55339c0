package io.classcast.agent.linking;

import java.io.Serializable;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;

/**
 * Reads the arguments of a lambda's bootstrap method, and whether the JDK would surely accept them ({@code LambdaMetafactory},
 * {@code AbstractValidatingLambdaMetafactory}, JDK 17 to 25). Whatever is rare, and whatever the JDK answers with an exception, is left to it: null.
 */
final class LambdaRules {
    private static final Class<?>[] NO_INTERFACES = {};
    private static final MethodType[] NO_BRIDGES = {};
    /** Of {@code altMetafactory}: types, handle and flags. */
    private static final int FIXED_ARGUMENTS = 4;

    private final MethodHandles.Lookup caller;
    private final String name;
    private final MethodType factoryType;
    private MethodType interfaceMethodType;
    private MethodHandle implementation;
    private MethodType dynamicMethodType;
    private boolean serializable;
    private Class<?>[] interfaces = NO_INTERFACES;
    private MethodType[] bridges = NO_BRIDGES;

    private LambdaRules(MethodHandles.Lookup caller, String name, MethodType factoryType) {
        this.caller = caller;
        this.name = name;
        this.factoryType = factoryType;
    }

    /** The arguments of {@code metafactory}. */
    static LambdaRules of(MethodHandles.Lookup caller, String name, MethodType factoryType, MethodType interfaceMethodType, MethodHandle implementation,
            MethodType dynamicMethodType) {
        LambdaRules rules = new LambdaRules(caller, name, factoryType);
        rules.interfaceMethodType = interfaceMethodType;
        rules.implementation = implementation;
        rules.dynamicMethodType = dynamicMethodType;
        return rules;
    }

    /**
     * The arguments of {@code altMetafactory}.
     *
     * @throws RuntimeException where they are not what javac makes
     */
    static LambdaRules of(MethodHandles.Lookup caller, String name, MethodType factoryType, Object[] arguments) {
        LambdaRules rules = of(caller, name, factoryType, (MethodType) arguments[0], (MethodHandle) arguments[1], (MethodType) arguments[2]);
        int flags = (Integer) arguments[3];
        int next = FIXED_ARGUMENTS;
        if ((flags & LambdaMetafactory.FLAG_MARKERS) != 0) {
            rules.interfaces = new Class<?>[(Integer) arguments[next++]];
            for (int i = 0; i < rules.interfaces.length; i++) {
                rules.interfaces[i] = (Class<?>) arguments[next++];
            }
        }
        if ((flags & LambdaMetafactory.FLAG_BRIDGES) != 0) {
            rules.bridges = new MethodType[(Integer) arguments[next++]];
            for (int i = 0; i < rules.bridges.length; i++) {
                rules.bridges[i] = (MethodType) arguments[next++];
            }
        }
        if (next < arguments.length) {
            throw new IllegalArgumentException();
        }
        rules.serializable = (flags & LambdaMetafactory.FLAG_SERIALIZABLE) != 0;
        if (rules.serializable) {
            rules.addSerializable();
        }
        return rules;
    }

    private void addSerializable() {
        boolean there = Serializable.class.isAssignableFrom(factoryType.returnType());
        for (Class<?> further : interfaces) {
            there |= Serializable.class.isAssignableFrom(further);
        }
        if (!there) {
            Class<?>[] more = new Class<?>[interfaces.length + 1];
            System.arraycopy(interfaces, 0, more, 0, interfaces.length);
            more[interfaces.length] = Serializable.class;
            interfaces = more;
        }
    }

    /** The arguments of the constructor of {@code InnerClassLambdaMetafactory}, as {@code LambdaMetafactory} makes them (JDK 17 to 25). */
    void arguments(Object[] all) {
        all[0] = caller;
        all[1] = factoryType;
        all[2] = name;
        all[3] = interfaceMethodType;
        all[4] = implementation;
        all[5] = dynamicMethodType;
        all[6] = serializable;
        all[7] = interfaces;
        all[8] = bridges;
    }

    /**
     * What the JDK would know of the lambda when it generates its class.
     *
     * @param className internal name of that class
     * @return null where it is left to the JDK
     * @throws RuntimeException likewise
     */
    LambdaSite site(String className) {
        Class<?> target = caller.lookupClass();
        MethodHandleInfo called = caller.revealDirect(implementation);
        MethodType calledType = implementation.type();
        Class<?> owner = called.getDeclaringClass();
        int kind = called.getReferenceKind();
        boolean hasReceiver = false;
        switch (kind) {
            case MethodHandleInfo.REF_invokeVirtual:
            case MethodHandleInfo.REF_invokeInterface:
                owner = calledType.parameterType(0);
                hasReceiver = true;
                break;
            case MethodHandleInfo.REF_invokeSpecial:
                if (target != owner || !Modifier.isPrivate(called.getModifiers())) {
                    return null;
                }
                hasReceiver = true;
                break;
            case MethodHandleInfo.REF_invokeStatic:
            case MethodHandleInfo.REF_newInvokeSpecial:
                break;
            default:
                return null;
        }
        if (hasReceiver) {
            kind = owner.isInterface() ? MethodHandleInfo.REF_invokeInterface : MethodHandleInfo.REF_invokeVirtual;
        }
        // The JDK hands such a method over as a handle where it is of another package.
        if (Modifier.isProtected(called.getModifiers()) && !samePackage(target, called.getDeclaringClass()) || owner.isHidden()) {
            return null;
        }
        if (!isName() || !areInterfaces() || !fits(calledType, owner, hasReceiver)) {
            return null;
        }
        return new LambdaSite(target, factoryType, name, interfaceMethodType, called, calledType, kind, owner, dynamicMethodType, serializable, interfaces,
                bridges, className);
    }

    private static boolean samePackage(Class<?> one, Class<?> other) {
        return one.getClassLoader() == other.getClassLoader() && one.getPackageName().equals(other.getPackageName());
    }

    private boolean isName() {
        for (int i = 0; i < name.length(); i++) {
            switch (name.charAt(i)) {
                case '.':
                case ';':
                case '[':
                case '/':
                case '<':
                case '>':
                    return false;
                default:
            }
        }
        return !name.isEmpty();
    }

    private boolean areInterfaces() {
        boolean all = factoryType.returnType().isInterface();
        for (Class<?> further : interfaces) {
            all &= further.isInterface();
        }
        return all;
    }

    private boolean fits(MethodType called, Class<?> owner, boolean hasReceiver) {
        int captured = factoryType.parameterCount();
        int arguments = interfaceMethodType.parameterCount();
        if (called.parameterCount() != captured + arguments || dynamicMethodType.parameterCount() != arguments) {
            return false;
        }
        int first = hasReceiver ? 1 : 0;
        if (hasReceiver && !owner.isAssignableFrom(captured == 0 ? dynamicMethodType.parameterType(0) : factoryType.parameterType(0))) {
            return false;
        }
        for (int i = first; i < captured; i++) {
            if (factoryType.parameterType(i) != called.parameterType(i)) {
                return false;
            }
        }
        for (int i = Math.max(first, captured); i < called.parameterCount(); i++) {
            if (!becomes(dynamicMethodType.parameterType(i - captured), called.parameterType(i), true)) {
                return false;
            }
        }
        Class<?> result = dynamicMethodType.returnType();
        if (result != void.class && (called.returnType() == void.class || !becomes(called.returnType(), result, false))) {
            return false;
        }
        boolean fits = implemented(interfaceMethodType);
        for (MethodType bridge : bridges) {
            fits = fits && implemented(bridge);
        }
        return fits;
    }

    /** Whether a method of the interface can be implemented by what the lambda is. */
    private boolean implemented(MethodType method) {
        if (method.parameterCount() != dynamicMethodType.parameterCount()) {
            return false;
        }
        for (int i = 0; i < method.parameterCount(); i++) {
            if (!method.parameterType(i).isAssignableFrom(dynamicMethodType.parameterType(i))) {
                return false;
            }
        }
        Class<?> result = method.returnType();
        Class<?> given = dynamicMethodType.returnType();
        return result == given || result != void.class && given != void.class && becomes(given, result, true);
    }

    /** Whether a value surely becomes what is wanted; other conversions of numbers than to their box are left to the JDK. */
    private static boolean becomes(Class<?> from, Class<?> to, boolean strictly) {
        if (from == to) {
            return true;
        }
        if (from.isPrimitive()) {
            return !to.isPrimitive() && to.isAssignableFrom(Box.of(from).type);
        }
        if (to.isPrimitive()) {
            return from == Box.of(to).type || !strictly && Box.ofType(from) == null;
        }
        return !strictly || to.isAssignableFrom(from);
    }
}
