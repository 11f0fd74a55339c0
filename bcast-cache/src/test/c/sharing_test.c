/* One test for each name; started once for each, since a process initialises MPI once. Exit code 0, or a line and 1. */
#define _GNU_SOURCE
#include "classcast.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            exit(1); \
        } \
    } while (0)

enum { MULTIPLE = 3, FUNNELED = 1 };

static void *mpi;
static int (*real_init_thread)(int *, char ***, int, int *);

static void *find(const char *name) {
    void *found = dlsym(mpi, name);
    CHECK(found != NULL);
    return found;
}

/* By the handle, as JNA and java.lang.foreign do. */
static int ask(const char *name) {
    int answer = -7;
    int (*function)(int *);
    *(void **) &function = find(name);
    return function(&answer) == 0 ? answer : -1;
}

static int init_thread(int required, int *provided) {
    int (*function)(int *, char ***, int, int *);
    *(void **) &function = find("MPI_Init_thread");
    return function(NULL, NULL, required, provided);
}

static int finalize(void) {
    int (*function)(void);
    *(void **) &function = find("MPI_Finalize");
    return function();
}

static void we_initialise(int level) {
    int provided = -1;
    CHECK(classcast_hold_init());
    CHECK(real_init_thread(NULL, NULL, level, &provided) == 0);
    classcast_release_init(provided);
}

static void the_application_is_first_for_all_it_can_ask(void) {
    int provided = -1;
    we_initialise(MULTIPLE);
    CHECK(ask("MPI_Initialized") == 0);
    CHECK(ask("MPI_Finalized") == 0);
    CHECK(ask("PMPI_Initialized") == 0);
    CHECK(classcast_good_bye_is_ours(false));
    CHECK(init_thread(FUNNELED, &provided) == 0);
    CHECK(provided == FUNNELED);
    CHECK(ask("MPI_Query_thread") == FUNNELED);
    CHECK(ask("MPI_Is_thread_main") == 1);
    CHECK(ask("MPI_Initialized") == 1);
    CHECK(!classcast_good_bye_is_ours(false));
    CHECK(init_thread(FUNNELED, &provided) != 0);
    CHECK(finalize() == 0);
    CHECK(ask("MPI_Finalized") == 1);
    CHECK(finalize() != 0);
    CHECK(init_thread(FUNNELED, &provided) != 0);
}

static void no_more_is_promised_than_the_library_gives(void) {
    int provided = -1;
    we_initialise(FUNNELED);
    CHECK(init_thread(MULTIPLE, &provided) == 0);
    CHECK(provided == FUNNELED);
}

static void a_library_that_is_loaded_later_comes_by(void) {
    we_initialise(MULTIPLE);
    void *bindings = dlopen(getenv("BINDINGS"), RTLD_NOW | RTLD_LOCAL);
    CHECK(bindings != NULL);
    int (*call)(void);
    *(void **) &call = dlsym(bindings, "application_initialized");
    CHECK(call() == 0);
    *(void **) &call = dlsym(bindings, "application_init");
    CHECK(call() == 0);
    *(void **) &call = dlsym(bindings, "application_initialized");
    CHECK(call() == 1);
    *(void **) &call = dlsym(bindings, "application_finalize");
    CHECK(call() == 0);
    CHECK(ask("MPI_Finalized") == 1);
}

static void *another_thread(void *provided) {
    CHECK(init_thread(FUNNELED, provided) == 0);
    CHECK(ask("MPI_Is_thread_main") == 1);
    return NULL;
}

static void the_main_thread_is_the_one_that_called_init(void) {
    int provided = -1;
    pthread_t thread;
    we_initialise(MULTIPLE);
    CHECK(pthread_create(&thread, NULL, another_thread, &provided) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(ask("MPI_Is_thread_main") == 0);
}

static void *late_init(void *order) {
    int provided = -1;
    CHECK(init_thread(FUNNELED, &provided) == 0);
    __atomic_store_n((int *) order, 2, __ATOMIC_SEQ_CST);
    return NULL;
}

static void the_applications_init_waits_for_ours(void) {
    int provided = -1;
    int order = 0;
    pthread_t thread;
    CHECK(classcast_hold_init());
    CHECK(ask("MPI_Initialized") == 0);
    CHECK(pthread_create(&thread, NULL, late_init, &order) == 0);
    usleep(100000);
    CHECK(__atomic_load_n(&order, __ATOMIC_SEQ_CST) == 0);
    CHECK(real_init_thread(NULL, NULL, MULTIPLE, &provided) == 0);
    classcast_release_init(provided);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(order == 2);
    CHECK(!classcast_hold_init());
}

static void where_ours_fails_the_application_initialises_itself(void) {
    int provided = -1;
    CHECK(classcast_hold_init());
    classcast_release_init(-1);
    CHECK(ask("MPI_Initialized") == 0);
    CHECK(init_thread(FUNNELED, &provided) == 0);
    CHECK(provided == FUNNELED);
    CHECK(ask("MPI_Initialized") == 1);
    CHECK(finalize() == 0);
}

static void beside_a_session_the_application_has_the_thread_and_the_level_that_it_wants(void) {
    int provided = -1;
    CHECK(init_thread(FUNNELED, &provided) == 0);
    CHECK(provided == FUNNELED);
    CHECK(ask("MPI_Is_thread_main") == 1);
    CHECK(finalize() == 0);
    /* Our session is still open: we say it. */
    CHECK(classcast_good_bye_is_ours(false));
}

static void what_is_not_there_is_not_redirected(void) {
    void *before = &before;
    CHECK(!classcast_redirect(mpi, "MPI_Nothing", (void *) find, &before));
    CHECK(before == &before);
}

static int no_page_is_writable_and_executable(void) {
    char line[512];
    int found = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    CHECK(maps != NULL);
    while (fgets(line, sizeof line, maps) != NULL) {
        found += strstr(line, " rwx") != NULL;
    }
    fclose(maps);
    return found == 0;
}

/* The other end of the socket reads what is said at exit. */
static void hydra_hears_the_last_word(int expected, int initialise) {
    int ends[2];
    int provided;
    char heard[64] = "";
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        close(ends[0]);
        classcast_say_good_bye_at_exit(ends[1]);
        if (initialise) {
            CHECK(init_thread(FUNNELED, &provided) == 0);
        }
        exit(0);
    }
    close(ends[1]);
    ssize_t length = read(ends[0], heard, sizeof heard - 1);
    CHECK(length >= 0);
    if (length > 0) {
        CHECK(write(ends[0], "cmd=finalize_ack\n", 17) == 17);
    }
    CHECK((strcmp(heard, "cmd=finalize\n") == 0) == expected);
    CHECK(expected || length == 0);
}

static void the_last_word_is_said_for_an_application_without_mpi(void) {
    hydra_hears_the_last_word(1, 0);
}

static void the_last_word_is_left_to_an_application_with_mpi(void) {
    hydra_hears_the_last_word(0, 1);
}

static void a_rank_without_init_is_waited_for_where_another_one_has_called_it(void) {
    int word = 0;
    classcast_share_word(&word);
    CHECK(classcast_good_bye_is_ours(true));
    word = 1;
    CHECK(!classcast_good_bye_is_ours(true));
    CHECK(classcast_good_bye_is_ours(false));
}

static void an_application_that_is_through_leaves_the_good_bye_of_our_session_to_us(void) {
    int word = 0;
    int provided = -1;
    classcast_share_word(&word);
    CHECK(init_thread(FUNNELED, &provided) == 0);
    CHECK(word == 1);
    CHECK(!classcast_good_bye_is_ours(true));
    CHECK(finalize() == 0);
    CHECK(classcast_good_bye_is_ours(true));
}

static void a_child_of_fork_says_nothing(void) {
    int ends[2];
    char heard[64];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    classcast_say_good_bye_at_exit(ends[1]);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        exit(0);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    CHECK(recv(ends[0], heard, sizeof heard, MSG_DONTWAIT) < 0);
    CHECK(send(ends[0], "cmd=finalize_ack\n", 17, 0) == 17);
}

static void what_has_been_initialised_by_the_application_is_not_held(void) {
    int provided = -1;
    CHECK(init_thread(FUNNELED, &provided) == 0);
    CHECK(!classcast_hold_init());
    CHECK(finalize() == 0);
    CHECK(!classcast_hold_init());
}

#define TEST(name) {#name, name}

static const struct {
    const char *name;
    void (*run)(void);
} tests[] = {
    TEST(the_application_is_first_for_all_it_can_ask),
    TEST(no_more_is_promised_than_the_library_gives),
    TEST(a_library_that_is_loaded_later_comes_by),
    TEST(the_main_thread_is_the_one_that_called_init),
    TEST(the_applications_init_waits_for_ours),
    TEST(where_ours_fails_the_application_initialises_itself),
    TEST(beside_a_session_the_application_has_the_thread_and_the_level_that_it_wants),
    TEST(what_is_not_there_is_not_redirected),
    TEST(the_last_word_is_said_for_an_application_without_mpi),
    TEST(the_last_word_is_left_to_an_application_with_mpi),
    TEST(a_rank_without_init_is_waited_for_where_another_one_has_called_it),
    TEST(an_application_that_is_through_leaves_the_good_bye_of_our_session_to_us),
    TEST(a_child_of_fork_says_nothing),
    TEST(what_has_been_initialised_by_the_application_is_not_held),
};

int main(int argc, char **argv) {
    if (argc != 2) {
        for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
            puts(tests[i].name);
        }
        return 0;
    }
    mpi = dlopen(getenv("MPI"), RTLD_LAZY | RTLD_GLOBAL);
    CHECK(mpi != NULL);
    *(void **) &real_init_thread = find("PMPI_Init_thread");
    CHECK(classcast_step_into(mpi));
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        if (strcmp(tests[i].name, argv[1]) == 0) {
            tests[i].run();
            CHECK(no_page_is_writable_and_executable());
            return 0;
        }
    }
    fprintf(stderr, "no test of that name: %s\n", argv[1]);
    return 1;
}
