package io.classcast.agent.hook;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import jdk.internal.misc.Unsafe;

/**
 * What the JDK knows of a lambda when it is to generate its class: of the arguments of the bootstrap method, or the fields of {@code InnerClassLambdaMetafactory} and its superclass
 * (the same in JDK 17 to 25), whose names are used here.
 */
final class LambdaSite {
    private static final String FACTORY = "java.lang.invoke.AbstractValidatingLambdaMetafactory";
    static final String INNER = "java.lang.invoke.InnerClassLambdaMetafactory";

    final Class<?> targetClass;
    final MethodType factoryType;
    final Class<?> interfaceClass;
    final String interfaceMethodName;
    final MethodType interfaceMethodType;
    final MethodHandleInfo implInfo;
    final MethodType implMethodType;
    final int implKind;
    final Class<?> implClass;
    final MethodType dynamicMethodType;
    final boolean isSerializable;
    final Class<?>[] altInterfaces;
    final MethodType[] altMethods;
    final String lambdaClassName;

    LambdaSite(Class<?> targetClass, MethodType factoryType, String interfaceMethodName, MethodType interfaceMethodType, MethodHandleInfo implInfo,
            MethodType implMethodType, int implKind, Class<?> implClass, MethodType dynamicMethodType, boolean isSerializable, Class<?>[] altInterfaces,
            MethodType[] altMethods, String lambdaClassName) {
        this.targetClass = targetClass;
        this.factoryType = factoryType;
        this.interfaceClass = factoryType.returnType();
        this.interfaceMethodName = interfaceMethodName;
        this.interfaceMethodType = interfaceMethodType;
        this.implInfo = implInfo;
        this.implMethodType = implMethodType;
        this.implKind = implKind;
        this.implClass = implClass;
        this.dynamicMethodType = dynamicMethodType;
        this.isSerializable = isSerializable;
        this.altInterfaces = altInterfaces;
        this.altMethods = altMethods;
        this.lambdaClassName = lambdaClassName;
    }

    /** Where the fields are. */
    static final class Fields {
        private final Unsafe unsafe = Unsafe.getUnsafe();
        private final Class<?> factory = Class.forName(FACTORY, false, null);
        private final long targetClass = offset("targetClass");
        private final long factoryType = offset("factoryType");
        private final long interfaceMethodName = offset("interfaceMethodName");
        private final long interfaceMethodType = offset("interfaceMethodType");
        private final long implInfo = offset("implInfo");
        private final long implMethodType = offset("implMethodType");
        private final long implKind = offset("implKind");
        private final long implClass = offset("implClass");
        private final long dynamicMethodType = offset("dynamicMethodType");
        private final long isSerializable = offset("isSerializable");
        private final long altInterfaces = offset("altInterfaces");
        private final long altMethods = offset("altMethods");
        private final long lambdaClassName;
        private final long useImplMethodHandle;

        /**
         * Looks the fields up.
         *
         * @throws ClassNotFoundException if this JDK has another factory
         * @throws InternalError if it has other fields
         */
        Fields() throws ClassNotFoundException {
            Class<?> inner = Class.forName(INNER, false, null);
            lambdaClassName = unsafe.objectFieldOffset(inner, "lambdaClassName");
            useImplMethodHandle = unsafe.objectFieldOffset(inner, "useImplMethodHandle");
        }

        private long offset(String field) {
            return unsafe.objectFieldOffset(factory, field);
        }

        /** The class with the lambda. */
        Class<?> targetClass(Object factory) {
            return (Class<?>) unsafe.getReference(factory, targetClass);
        }

        /** Whether the method that only a handle may call is handed over as an object: such a class is not made of names alone. */
        boolean useImplMethodHandle(Object factory) {
            return unsafe.getBoolean(factory, useImplMethodHandle);
        }

        /** All that there is. */
        LambdaSite of(Object factory) {
            return new LambdaSite(targetClass(factory), (MethodType) unsafe.getReference(factory, factoryType),
                    (String) unsafe.getReference(factory, interfaceMethodName), (MethodType) unsafe.getReference(factory, interfaceMethodType),
                    (MethodHandleInfo) unsafe.getReference(factory, implInfo), (MethodType) unsafe.getReference(factory, implMethodType),
                    unsafe.getInt(factory, implKind), (Class<?>) unsafe.getReference(factory, implClass),
                    (MethodType) unsafe.getReference(factory, dynamicMethodType), unsafe.getBoolean(factory, isSerializable),
                    (Class<?>[]) unsafe.getReference(factory, altInterfaces), (MethodType[]) unsafe.getReference(factory, altMethods),
                    (String) unsafe.getReference(factory, lambdaClassName));
        }
    }
}
