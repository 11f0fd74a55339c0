/* Operations that fail or hang on purpose: the nth of a kind, on paths with a given end. */
#include "sharedfs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MOST 16

struct fault {
    char operation[16];
    char suffix[256];
    uint64_t number; /* of the first operation that is hit, from 1 */
    int lasting;     /* all later ones as well */
    int error;       /* 0: hang */
    double seconds;
    uint64_t seen;
};

static struct fault faults[MOST];
static int fault_count;

static int error_of(const char *name) {
    static const struct {
        const char *name;
        int number;
    } errors[] = {{"EIO", EIO}, {"ESTALE", ESTALE}, {"ETIMEDOUT", ETIMEDOUT}, {"EACCES", EACCES}, {"ENOENT", ENOENT}};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (strcmp(errors[i].name, name) == 0) {
            return errors[i].number;
        }
    }
    return 0;
}

/* OPERATION:N[+]:ERRNO[:SUFFIX], or with SECONDS instead of ERRNO. */
int faults_add(const char *text, int hangs) {
    char number[32];
    char what[32];
    if (fault_count == MOST) {
        return -1;
    }
    struct fault *fault = &faults[fault_count];
    memset(fault, 0, sizeof *fault);
    int fields = sscanf(text, "%15[^:]:%31[^:]:%31[^:]:%255s", fault->operation, number, what, fault->suffix);
    if (fields < 3) {
        return -1;
    }
    fault->number = strtoull(number, NULL, 10);
    fault->lasting = strchr(number, '+') != NULL;
    fault->error = hangs ? 0 : error_of(what);
    fault->seconds = hangs ? strtod(what, NULL) : 0;
    if (fault->number == 0 || (hangs ? fault->seconds <= 0 : fault->error == 0)) {
        return -1;
    }
    fault_count++;
    return 0;
}

static int ends_with(int fd, const char *name, const char *suffix) {
    char link[64];
    char path[4096 + 256] = "";
    if (name == NULL) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, path, 4095);
        path[length < 0 ? 0 : length] = '\0';
        name = path;
    }
    size_t all = strlen(name);
    size_t end = strlen(suffix);
    return all >= end && strcmp(name + all - end, suffix) == 0;
}

int inject(const char *operation, int fd, const char *name) {
    for (int i = 0; i < fault_count; i++) {
        struct fault *fault = &faults[i];
        if (strcmp(fault->operation, operation) != 0 || !ends_with(fd, name, fault->suffix)) {
            continue;
        }
        uint64_t seen = __atomic_add_fetch(&fault->seen, 1, __ATOMIC_RELAXED);
        if (seen != fault->number && !(fault->lasting && seen > fault->number)) {
            continue;
        }
        /* In the log, so that a test can see that its fault was met. */
        log_operation("fault", fd, name, -fault->error);
        if (fault->error != 0) {
            return fault->error;
        }
        struct timespec left = {.tv_sec = (time_t) fault->seconds,
                                .tv_nsec = (long) ((fault->seconds - (double) (time_t) fault->seconds) * 1e9)};
        while (nanosleep(&left, &left) != 0) {
        }
    }
    return 0;
}
