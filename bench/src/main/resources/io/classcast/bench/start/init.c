/* What an MPI library's own start and end cost a rank: processor time of both, and wall time of the start, in microseconds. */
#include <mpi.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

static long processor(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static long wall(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

int main(int argc, char **argv) {
    int provided;
    long cpu = processor();
    long begun = wall();
    MPI_Init_thread(&argc, &argv, MPI_THREAD_MULTIPLE, &provided);
    long started = wall() - begun;
    MPI_Finalize();
    printf("cpu=%ld init=%ld\n", processor() - cpu, started);
    return 0;
}
