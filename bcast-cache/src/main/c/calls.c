/* What io.classcast.mpi.foreign.JniCalls declares native. */
#define _GNU_SOURCE
#include "classcast.h"
#include "glibc.h"

#include <dlfcn.h>
#include <jni.h>
#include <stdint.h>

typedef jlong (*function)(jlong, jlong, jlong, jlong, jlong, jlong, jlong, jlong);

/* Any function of at most eight ints, longs and pointers: see CFunction. */
JNIEXPORT jlong JNICALL Java_io_classcast_mpi_foreign_JniCalls_invoke(JNIEnv *env, jclass type, jlong address, jlong a, jlong b, jlong c, jlong d,
        jlong e, jlong f, jlong g, jlong h) {
    (void) env;
    (void) type;
    return ((function) (uintptr_t) address)(a, b, c, d, e, f, g, h);
}

JNIEXPORT jlong JNICALL Java_io_classcast_mpi_foreign_JniCalls_find(JNIEnv *env, jclass type, jstring name) {
    (void) type;
    const char *text = (*env)->GetStringUTFChars(env, name, NULL);
    if (text == NULL) {
        return 0;
    }
    void *found = dlsym(RTLD_DEFAULT, text);
    (*env)->ReleaseStringUTFChars(env, name, text);
    return (jlong) (uintptr_t) found;
}

JNIEXPORT jlong JNICALL Java_io_classcast_mpi_foreign_JniCalls_address(JNIEnv *env, jclass type, jobject buffer) {
    (void) type;
    return (jlong) (uintptr_t) (*env)->GetDirectBufferAddress(env, buffer);
}

JNIEXPORT jboolean JNICALL Java_io_classcast_mpi_foreign_JniCalls_share(JNIEnv *env, jclass type, jlong library) {
    (void) env;
    (void) type;
    return classcast_share((void *) (uintptr_t) library) ? JNI_TRUE : JNI_FALSE;
}

JNIEXPORT jboolean JNICALL Java_io_classcast_mpi_foreign_JniCalls_hold(JNIEnv *env, jclass type) {
    (void) env;
    (void) type;
    return classcast_hold() ? JNI_TRUE : JNI_FALSE;
}

JNIEXPORT void JNICALL Java_io_classcast_mpi_foreign_JniCalls_letGo(JNIEnv *env, jclass type, jint level) {
    (void) env;
    (void) type;
    classcast_let_go(level);
}

JNIEXPORT void JNICALL Java_io_classcast_mpi_foreign_JniCalls_sayAtExit(JNIEnv *env, jclass type, jint socket) {
    (void) env;
    (void) type;
    classcast_say_at_exit(socket);
}
