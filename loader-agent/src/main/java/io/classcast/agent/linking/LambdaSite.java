package io.classcast.agent.linking;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;

/**
 * What the JDK knows of a lambda when it is to generate its class, of the arguments of the bootstrap method; the names are those of fields of {@code
 * InnerClassLambdaMetafactory} and its superclass (JDK 17 to 25).
 */
final class LambdaSite {
    /** The class that does it. */
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
}
