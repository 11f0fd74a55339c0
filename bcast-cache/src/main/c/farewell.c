/*
 * The last word to the launcher. A process that has spoken to it, because we have initialised MPI or opened a session, and exits without
 * that word is taken for crashed, and its job is killed. MPI_Finalize says it, but is collective; this is for the process alone. It is said when the
 * process exits, however it does: a thread that is still in MPI_Init would fail without its launcher. An application that has called
 * MPI_Init and not MPI_Finalize has to be taken for crashed, as without us. So has one that ends without MPI_Init while others wait for it in theirs:
 * Open MPI's launchers end such a job, hydra waits for ever.
 */
#define _GNU_SOURCE
#include "classcast.h"

#include <dlfcn.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PATIENCE_MILLISECONDS = 1000 };

static int hydra = -1;
static struct stat hydras_socket;
static pid_t process;

/* PMIx standard 4.1, 5.1.2: no attributes, so no barrier. An application's MPI_Finalize has said it, then this is an error that nobody sees. */
static void say_to_pmix(void) {
    void *library = dlopen("libpmix.so.2", RTLD_LAZY | RTLD_NOLOAD);
    void *found = dlsym(library != NULL ? library : RTLD_DEFAULT, "PMIx_Finalize");
    if (found != NULL) {
        int (*finalize)(const void *, size_t);
        *(void **) &finalize = found;
        finalize(NULL, 0);
        return;
    }
    /* Open MPI 4 with PMIx inside: a table of functions, {init, finalize, ...} (opal/mca/pmix/pmix.h, opal_pmix_base_module_t). */
    void **module = dlsym(RTLD_DEFAULT, "opal_pmix");
    if (module != NULL && module[1] != NULL) {
        int (*finalize)(void);
        *(void **) &finalize = module[1];
        finalize();
    }
}

static bool look_at(int descriptor, struct stat *found) {
    return syscall(SYS_fstat, descriptor, found) == 0;
}

/* PMI-1. Where MPI_Finalize has said it, the socket is gone, or another one. The answer is waited for: hydra must not write to a closed socket. */
static void say_to_hydra(void) {
    static const char words[] = "cmd=finalize\n";
    char answer[256];
    struct stat now;
    if (!look_at(hydra, &now) || now.st_ino != hydras_socket.st_ino || now.st_dev != hydras_socket.st_dev) {
        return;
    }
    struct pollfd poll_for = {hydra, POLLIN, 0};
    if (send(hydra, words, sizeof words - 1, MSG_NOSIGNAL) == (ssize_t) (sizeof words - 1) && poll(&poll_for, 1, PATIENCE_MILLISECONDS) == 1) {
        /* Whatever it is, the process is ending. */
        (void) !read(hydra, answer, sizeof answer);
    }
}

static void say(void) {
    /* Not a child of fork(2) that exits: the launcher knows its parent. */
    if (getpid() != process || !classcast_good_bye_is_ours(hydra < 0)) {
        return;
    }
    if (hydra >= 0) {
        say_to_hydra();
    } else {
        say_to_pmix();
    }
}

void classcast_say_good_bye_at_exit(int socket) {
    hydra = socket >= 0 && look_at(socket, &hydras_socket) ? socket : -1;
    process = getpid();
    atexit(say);
}
