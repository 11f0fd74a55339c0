package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import org.objectweb.asm.MethodVisitor;

/**
 * One method that Classcast steps into, named by class, name and descriptor: a JDK whose method looks different does not
 * get the seam.
 *
 * @param owner internal name of the class
 * @param method name
 * @param descriptor of the method
 * @param patch what is put in
 */
record Seam(String owner, String method, String descriptor, Patch patch) {

    /** Makes the visitor that puts a seam's code into a method. */
    interface Patch {
        /**
         * Wraps a method.
         *
         * @param method the original code's target
         * @param applied told when the code is in
         * @return the visitor to use in its place
         */
        MethodVisitor into(MethodVisitor method, Runnable applied);
    }

    boolean matches(String name, String methodDescriptor) {
        return method.equals(name) && descriptor.equals(methodDescriptor);
    }

    /**
     * This JDK, or library, is another one.
     *
     * @param type binary name of the class
     * @param method name of the method that is not as expected
     * @param descriptor of the method
     * @param cause what was thrown, or null
     * @return the reason to do without
     */
    static ClasscastException missing(String type, String method, String descriptor, Throwable cause) {
        String what = type + "." + method + descriptor;
        return new ClasscastException(cause != null ? "cannot change " + what + ": " + cause
                : what + " is not there in this version (" + Runtime.version() + "); use a newer Classcast", cause);
    }
}
