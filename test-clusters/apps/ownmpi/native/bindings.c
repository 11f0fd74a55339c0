/*
 * The native half of a class mpi.MPI that does what Open MPI's Java bindings do, in their order: the MPI library is opened for all to see when this
 * one is loaded, before its first call.
 */
#include <dlfcn.h>
#include <jni.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

static void *library;

/*
 * UCX would take the JVM's signal handler for null checks; sites set this in the environment. Open MPI loads UCX in MPI_Init. MPICH is linked with
 * it, it has read its settings by now, and says so on stdout where they change.
 */
static void leave_signals(void) {
#ifdef OPEN_MPI
    setenv("UCX_ERROR_SIGNALS", "", 1);
#endif
}

jint JNI_OnLoad(JavaVM *vm, void *reserved) {
    (void) vm, (void) reserved;
    library = dlopen(MPI_LIBRARY, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) {
        fprintf(stderr, "cannot load %s: %s\n", MPI_LIBRARY, dlerror());
        exit(1);
    }
    return JNI_VERSION_1_6;
}

JNIEXPORT jobjectArray JNICALL Java_mpi_MPI_nativeInit(JNIEnv *env, jclass self, jobjectArray arguments) {
    (void) self;
    int count = (*env)->GetArrayLength(env, arguments);
    const char **texts = calloc(count + 1, sizeof *texts);
    for (int i = 0; i < count; i++) {
        texts[i] = (*env)->GetStringUTFChars(env, (*env)->GetObjectArrayElement(env, arguments, i), NULL);
    }
    char **given = (char **) texts;
    leave_signals();
    MPI_Init(&count, &given);
    jobjectArray rest = (*env)->NewObjectArray(env, count, (*env)->FindClass(env, "java/lang/String"), NULL);
    for (int i = 0; i < count; i++) {
        (*env)->SetObjectArrayElement(env, rest, i, (*env)->NewStringUTF(env, given[i]));
    }
    return rest;
}

JNIEXPORT jint JNICALL Java_mpi_MPI_nativeInitThread(JNIEnv *env, jclass self, jint level) {
    (void) env, (void) self;
    int provided = -1;
    leave_signals();
    MPI_Init_thread(NULL, NULL, level, &provided);
    return provided;
}

JNIEXPORT jboolean JNICALL Java_mpi_MPI_isInitialized(JNIEnv *env, jclass self) {
    (void) env, (void) self;
    int flag = -1;
    MPI_Initialized(&flag);
    return flag != 0;
}

JNIEXPORT jboolean JNICALL Java_mpi_MPI_isFinalized(JNIEnv *env, jclass self) {
    (void) env, (void) self;
    int flag = -1;
    MPI_Finalized(&flag);
    return flag != 0;
}

JNIEXPORT jboolean JNICALL Java_mpi_MPI_isThreadMain(JNIEnv *env, jclass self) {
    (void) env, (void) self;
    int flag = -1;
    MPI_Is_thread_main(&flag);
    return flag != 0;
}

JNIEXPORT jint JNICALL Java_mpi_MPI_queryThread(JNIEnv *env, jclass self) {
    (void) env, (void) self;
    int level = -1;
    MPI_Query_thread(&level);
    return level;
}

JNIEXPORT void JNICALL Java_mpi_MPI_nativeFinalize(JNIEnv *env, jclass self) {
    (void) env, (void) self;
    MPI_Finalize();
}

JNIEXPORT jlong JNICALL Java_mpi_Comm_world(JNIEnv *env, jclass self) {
    (void) env, (void) self;
    return (jlong) (MPI_Aint) MPI_COMM_WORLD;
}

JNIEXPORT jint JNICALL Java_mpi_Comm_rank(JNIEnv *env, jclass self, jlong handle) {
    (void) env, (void) self;
    int rank = -1;
    MPI_Comm_rank((MPI_Comm) (MPI_Aint) handle, &rank);
    return rank;
}

JNIEXPORT jint JNICALL Java_mpi_Comm_size(JNIEnv *env, jclass self, jlong handle) {
    (void) env, (void) self;
    int size = -1;
    MPI_Comm_size((MPI_Comm) (MPI_Aint) handle, &size);
    return size;
}

JNIEXPORT jint JNICALL Java_mpi_Comm_sum(JNIEnv *env, jclass self, jlong handle, jint number) {
    (void) env, (void) self;
    int mine = number;
    int all = -1;
    MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_SUM, (MPI_Comm) (MPI_Aint) handle);
    return all;
}

JNIEXPORT void JNICALL Java_mpi_Comm_barrier(JNIEnv *env, jclass self, jlong handle) {
    (void) env, (void) self;
    MPI_Barrier((MPI_Comm) (MPI_Aint) handle);
}
