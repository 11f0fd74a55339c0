/* What an MPI library has of start and end, strict as Open MPI 4 is, and without any communication. */
#include <pthread.h>

#define EXPORTED __attribute__((visibility("default")))
#define ALIAS(name, parameters) EXPORTED int name parameters __attribute__((weak, alias("P" #name)))

enum { ERROR = 16, MULTIPLE = 3 };

static int state;
static int level;
static pthread_t main_thread;

EXPORTED int PMPI_Init_thread(int *argc, char ***argv, int required, int *provided) {
    if (state != 0) {
        return ERROR;
    }
    state = 1;
    level = required < MULTIPLE ? required : MULTIPLE;
    *provided = level;
    main_thread = pthread_self();
    return 0;
}

EXPORTED int PMPI_Init(int *argc, char ***argv) {
    int provided;
    return PMPI_Init_thread(argc, argv, 0, &provided);
}

EXPORTED int PMPI_Initialized(int *flag) {
    *flag = state > 0;
    return 0;
}

EXPORTED int PMPI_Finalize(void) {
    int before = state;
    state = before == 1 ? 2 : before;
    return before == 1 ? 0 : ERROR;
}

EXPORTED int PMPI_Finalized(int *flag) {
    *flag = state == 2;
    return 0;
}

EXPORTED int PMPI_Is_thread_main(int *flag) {
    *flag = pthread_equal(main_thread, pthread_self()) != 0;
    return state == 1 ? 0 : ERROR;
}

EXPORTED int PMPI_Query_thread(int *provided) {
    *provided = level;
    return state == 1 ? 0 : ERROR;
}

ALIAS(MPI_Init_thread, (int *argc, char ***argv, int required, int *provided));
ALIAS(MPI_Init, (int *argc, char ***argv));
ALIAS(MPI_Initialized, (int *flag));
ALIAS(MPI_Finalize, (void));
ALIAS(MPI_Finalized, (int *flag));
ALIAS(MPI_Is_thread_main, (int *flag));
ALIAS(MPI_Query_thread, (int *provided));
