/*
 * MPI_Init is called once in a process (MPI-4.1, 11.2.1). Where we have called it, before main, the application's own call succeeds, once, and
 * whatever it asks about that is answered as if it had been first. Where we have only opened a Session, MPI's own functions answer, but
 * for its threads: MPICH 4.0.2 takes the thread that opened the Session for the main one, and gives the level that the Session has.
 */
#include "classcast.h"

#include <pthread.h>

/* BUSY: we are calling what must not be called at the same time, or not after MPI_Finalize. */
enum holder { NOBODY, BUSY, OURS };
enum application { NOT_INITIALISED, INITIALISING, INITIALISED, FINALISED };

static struct {
    int (*init)(int *, char ***);
    int (*init_thread)(int *, char ***, int, int *);
    int (*initialized)(int *);
    int (*finalize)(void);
    int (*finalized)(int *);
    int (*is_thread_main)(int *);
    int (*query_thread)(int *);
} mpi;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t let_go = PTHREAD_COND_INITIALIZER;
static enum holder holder;
static enum application application;
/* What the library has given us, and what the application has been told. */
static int given_level;
static int told_level;
static pthread_t main_thread;
/* In memory of all ranks of the node; or NULL. */
static int *node;

void classcast_share_word(int *word) {
    __atomic_store_n(&node, word, __ATOMIC_RELEASE);
}

bool classcast_good_bye_is_ours(bool others_wait) {
    int *word = __atomic_load_n(&node, __ATOMIC_ACQUIRE);
    pthread_mutex_lock(&lock);
    bool result = application == FINALISED && holder != OURS;
    if (application == NOT_INITIALISED) {
        result = !others_wait || word == NULL || __atomic_load_n(word, __ATOMIC_ACQUIRE) == 0;
    }
    pthread_mutex_unlock(&lock);
    return result;
}

/* The application has what it asked for, as if nobody had asked for more before. */
static void is_the_applications(int required, int given) {
    application = INITIALISED;
    main_thread = pthread_self();
    told_level = required < given ? required : given;
    int *word = __atomic_load_n(&node, __ATOMIC_ACQUIRE);
    if (word != NULL) {
        __atomic_store_n(word, 1, __ATOMIC_RELEASE);
    }
}

static bool was_ours(int required, int *provided) {
    pthread_mutex_lock(&lock);
    while (holder == BUSY) {
        pthread_cond_wait(&let_go, &lock);
    }
    bool ours = holder == OURS && application == NOT_INITIALISED;
    if (ours) {
        is_the_applications(required, given_level);
        *provided = told_level;
    } else if (application == NOT_INITIALISED) {
        application = INITIALISING;
    }
    pthread_mutex_unlock(&lock);
    return ours;
}

static int initialise(int *argc, char ***argv, int required, int *provided, int (*original)(int *, char ***, int, int *)) {
    if (was_ours(required, provided)) {
        return 0;
    }
    int result = original(argc, argv, required, provided);
    pthread_mutex_lock(&lock);
    if (application == INITIALISING && result == 0) {
        is_the_applications(required, *provided);
        *provided = told_level;
    } else if (application == INITIALISING) {
        application = NOT_INITIALISED;
    }
    pthread_mutex_unlock(&lock);
    return result;
}

/* MPI_THREAD_SINGLE is 0 in all libraries and in the standard ABI (MPI-5.0, 20). */
static int init_alone(int *argc, char ***argv, int required, int *provided) {
    *provided = required;
    return mpi.init(argc, argv);
}

static int init(int *argc, char ***argv) {
    int provided;
    return initialise(argc, argv, 0, &provided, init_alone);
}

static int init_thread(int *argc, char ***argv, int required, int *provided) {
    return initialise(argc, argv, required, provided, mpi.init_thread);
}

/* What is so only because of us must not be seen. */
static int hidden(int *flag, int (*original)(int *)) {
    pthread_mutex_lock(&lock);
    bool ours = holder != NOBODY && application == NOT_INITIALISED;
    pthread_mutex_unlock(&lock);
    *flag = 0;
    return ours ? 0 : original(flag);
}

static int initialized(int *flag) {
    return hidden(flag, mpi.initialized);
}

static int finalized(int *flag) {
    return hidden(flag, mpi.finalized);
}

static int finalize(void) {
    int result = mpi.finalize();
    pthread_mutex_lock(&lock);
    if (result == 0) {
        application = FINALISED;
    }
    pthread_mutex_unlock(&lock);
    return result;
}

/* As the application's own call of Init has it. */
static int known(int *answer, int (*original)(int *), int (*ours)(void)) {
    pthread_mutex_lock(&lock);
    bool known = application == INITIALISED;
    *answer = known ? ours() : 0;
    pthread_mutex_unlock(&lock);
    return known ? 0 : original(answer);
}

static int is_here(void) {
    return pthread_equal(main_thread, pthread_self()) != 0;
}

static int told(void) {
    return told_level;
}

static int is_thread_main(int *flag) {
    return known(flag, mpi.is_thread_main, is_here);
}

static int query_thread(int *provided) {
    return known(provided, mpi.query_thread, told);
}

bool classcast_hold_init(void) {
    pthread_mutex_lock(&lock);
    bool free = application == NOT_INITIALISED;
    holder = free ? BUSY : holder;
    pthread_mutex_unlock(&lock);
    return free;
}

void classcast_release_init(int level) {
    pthread_mutex_lock(&lock);
    holder = level < 0 ? NOBODY : OURS;
    given_level = level;
    pthread_cond_broadcast(&let_go);
    pthread_mutex_unlock(&lock);
}

/* By both names: a tool's library (MPI-4.1, 15.2) and the Fortran functions call that with P. It is the original, since the other may call it. */
static bool step_into(void *library, const char *name, void *ours, void *original) {
    return classcast_redirect(library, name + 1, ours, original) && classcast_redirect(library, name, ours, original);
}

bool classcast_step_into(void *library) {
    return step_into(library, "PMPI_Initialized", (void *) initialized, &mpi.initialized)
            && step_into(library, "PMPI_Finalized", (void *) finalized, &mpi.finalized)
            && step_into(library, "PMPI_Finalize", (void *) finalize, &mpi.finalize)
            && step_into(library, "PMPI_Is_thread_main", (void *) is_thread_main, &mpi.is_thread_main)
            && step_into(library, "PMPI_Query_thread", (void *) query_thread, &mpi.query_thread)
            && step_into(library, "PMPI_Init_thread", (void *) init_thread, &mpi.init_thread)
            && step_into(library, "PMPI_Init", (void *) init, &mpi.init);
}
