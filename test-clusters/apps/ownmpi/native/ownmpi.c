/* What JniMpi calls: MPI by symbol, as a program's own JNI library does. */
#include <jni.h>
#include <mpi.h>
#include <stdlib.h>

#ifdef FORTRAN
#include "fortran.h"
#endif

static const int LEVELS[] = {MPI_THREAD_SINGLE, MPI_THREAD_FUNNELED, MPI_THREAD_SERIALIZED, MPI_THREAD_MULTIPLE};

/*
 * UCX would take the JVM's signal handler for null checks; sites set this in the environment. Open MPI loads UCX in MPI_Init. MPICH is linked with
 * it, it has read its settings by now, and says so on stdout where they change.
 */
static void leave_signals(void) {
#ifdef OPEN_MPI
    setenv("UCX_ERROR_SIGNALS", "", 1);
#endif
}

static jint number_of(int level) {
    jint i = 0;
    while (i < 3 && LEVELS[i] != level) {
        i++;
    }
    return i;
}

JNIEXPORT void JNICALL Java_JniMpi_init(JNIEnv *env, jobject self) {
    (void) env, (void) self;
    leave_signals();
    MPI_Init(NULL, NULL);
}

JNIEXPORT jint JNICALL Java_JniMpi_initThread(JNIEnv *env, jobject self, jint level) {
    (void) env, (void) self;
    int provided = -1;
    leave_signals();
    MPI_Init_thread(NULL, NULL, LEVELS[level], &provided);
    return number_of(provided);
}

JNIEXPORT jboolean JNICALL Java_JniMpi_isInitialized(JNIEnv *env, jobject self) {
    (void) env, (void) self;
    int flag = -1;
    MPI_Initialized(&flag);
    return flag != 0;
}

JNIEXPORT jboolean JNICALL Java_JniMpi_isFinalized(JNIEnv *env, jobject self) {
    (void) env, (void) self;
    int flag = -1;
    MPI_Finalized(&flag);
    return flag != 0;
}

JNIEXPORT void JNICALL Java_JniMpi_end(JNIEnv *env, jobject self) {
    (void) env, (void) self;
    MPI_Finalize();
}

JNIEXPORT jboolean JNICALL Java_JniMpi_isThreadMain(JNIEnv *env, jobject self) {
    (void) env, (void) self;
    int flag = -1;
    MPI_Is_thread_main(&flag);
    return flag != 0;
}

JNIEXPORT jint JNICALL Java_JniMpi_queryThread(JNIEnv *env, jobject self) {
    (void) env, (void) self;
    int level = -1;
    MPI_Query_thread(&level);
    return number_of(level);
}

JNIEXPORT jint JNICALL Java_JniMpi_rank(JNIEnv *env, jobject self) {
    (void) env, (void) self;
    int rank = -1;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    return rank;
}

JNIEXPORT jint JNICALL Java_JniMpi_size(JNIEnv *env, jobject self) {
    (void) env, (void) self;
    int size = -1;
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    return size;
}

JNIEXPORT jint JNICALL Java_JniMpi_sum(JNIEnv *env, jobject self, jint number) {
    (void) env, (void) self;
    int mine = number;
    int all = -1;
    MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
    return all;
}

JNIEXPORT void JNICALL Java_JniMpi_barrier(JNIEnv *env, jobject self) {
    (void) env, (void) self;
    MPI_Barrier(MPI_COMM_WORLD);
}
