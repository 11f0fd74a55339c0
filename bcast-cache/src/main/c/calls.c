/* What io.classcast.mpi.foreign.JniCalls declares native. */
#define _GNU_SOURCE
#include "classcast.h"

#include <dlfcn.h>
#include <jni.h>
#include <stdint.h>

#define NATIVE(type, name) JNIEXPORT type JNICALL Java_io_classcast_mpi_foreign_JniCalls_##name

typedef jlong (*function)(jlong, jlong, jlong, jlong, jlong, jlong, jlong, jlong);

/* Any function of at most eight ints, longs and pointers: see CFunction. */
NATIVE(jlong, invoke)(JNIEnv *env, jclass type, jlong address, jlong a, jlong b, jlong c, jlong d, jlong e, jlong f, jlong g,
        jlong h) {
    return ((function) (uintptr_t) address)(a, b, c, d, e, f, g, h);
}

NATIVE(jlong, find)(JNIEnv *env, jclass type, jstring name) {
    const char *text = (*env)->GetStringUTFChars(env, name, NULL);
    if (text == NULL) {
        return 0;
    }
    void *found = dlsym(RTLD_DEFAULT, text);
    (*env)->ReleaseStringUTFChars(env, name, text);
    return (jlong) (uintptr_t) found;
}

NATIVE(jlong, address)(JNIEnv *env, jclass type, jobject buffer) {
    return (jlong) (uintptr_t) (*env)->GetDirectBufferAddress(env, buffer);
}

NATIVE(jboolean, step)(JNIEnv *env, jclass type, jlong library) {
    return classcast_step_into((void *) (uintptr_t) library) ? JNI_TRUE : JNI_FALSE;
}

NATIVE(jboolean, hold)(JNIEnv *env, jclass type) {
    return classcast_hold_init() ? JNI_TRUE : JNI_FALSE;
}

NATIVE(void, release)(JNIEnv *env, jclass type, jint level) {
    classcast_release_init(level);
}

NATIVE(void, sayGoodBye)(JNIEnv *env, jclass type, jint socket) {
    classcast_say_good_bye_at_exit(socket);
}

NATIVE(void, word)(JNIEnv *env, jclass type, jlong word) {
    classcast_share_word((int *) (uintptr_t) word);
}
