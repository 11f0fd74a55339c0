package io.classcast.agent.hook;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import jdk.internal.misc.Unsafe;

/**
 * What the JDK knows of a lambda when it is to generate its class: the fields of {@code InnerClassLambdaMetafactory} and its superclass
 * (the same in JDK 17 to 25), whose names are used here.
 */
final class LambdaSite {
    private static final String FACTORY = "java.lang.invoke.AbstractValidatingLambdaMetafactory";
    private static final String INNER = "java.lang.invoke.InnerClassLambdaMetafactory";

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

    private LambdaSite(Fields fields, Object factory) {
        Unsafe unsafe = fields.unsafe;
        targetClass = fields.targetClass(factory);
        factoryType = (MethodType) unsafe.getReference(factory, fields.factoryType);
        interfaceClass = (Class<?>) unsafe.getReference(factory, fields.interfaceClass);
        interfaceMethodName = (String) unsafe.getReference(factory, fields.interfaceMethodName);
        interfaceMethodType = (MethodType) unsafe.getReference(factory, fields.interfaceMethodType);
        implInfo = (MethodHandleInfo) unsafe.getReference(factory, fields.implInfo);
        implMethodType = (MethodType) unsafe.getReference(factory, fields.implMethodType);
        implKind = unsafe.getInt(factory, fields.implKind);
        implClass = (Class<?>) unsafe.getReference(factory, fields.implClass);
        dynamicMethodType = (MethodType) unsafe.getReference(factory, fields.dynamicMethodType);
        isSerializable = unsafe.getBoolean(factory, fields.isSerializable);
        altInterfaces = (Class<?>[]) unsafe.getReference(factory, fields.altInterfaces);
        altMethods = (MethodType[]) unsafe.getReference(factory, fields.altMethods);
        lambdaClassName = (String) unsafe.getReference(factory, fields.lambdaClassName);
    }

    /** Where the fields are. */
    static final class Fields {
        private final Unsafe unsafe = Unsafe.getUnsafe();
        private final Class<?> factory = Class.forName(FACTORY, false, null);
        private final long targetClass = offset("targetClass");
        private final long factoryType = offset("factoryType");
        private final long interfaceClass = offset("interfaceClass");
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
            return new LambdaSite(this, factory);
        }
    }
}
