/* What an operation costs, and the books about it. */
#include "sharedfs.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct settings settings;
struct counters *counters;
static struct server *server;
static int log_fd = -1;

void *map_shared_file(const char *path, size_t size) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    void *map = MAP_FAILED;
    if (fd >= 0 && ftruncate(fd, (off_t) size) == 0) {
        map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    }
    if (map == MAP_FAILED) {
        perror(path);
        exit(1);
    }
    close(fd);
    return map;
}

void costs_init(const char *server_file, const char *counters_file, const char *log_file) {
    server = map_shared_file(server_file, sizeof *server);
    counters = map_shared_file(counters_file, sizeof *counters);
    if (log_file != NULL) {
        log_fd = open(log_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (log_fd < 0) {
            perror(log_file);
            exit(1);
        }
    }
}

static uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

/* Waits for a turn of the server, which does one thing at a time, and for the way there and back. */
static void wait_turn(uint64_t *free_at, uint64_t service_ns) {
    uint64_t now = now_ns();
    uint64_t until = now;
    if (service_ns != 0) {
        uint64_t free = __atomic_load_n(free_at, __ATOMIC_RELAXED);
        do {
            until = (free > now ? free : now) + service_ns;
        } while (!__atomic_compare_exchange_n(free_at, &free, until, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    }
    until += settings.rtt_ns;
    if (until > now) {
        struct timespec wake = {.tv_sec = (time_t) (until / 1000000000u), .tv_nsec = (long) (until % 1000000000u)};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wake, NULL) != 0) {
        }
    }
}

void pay_metadata(void) {
    wait_turn(&server->metadata_free, settings.metadata_ns);
}

void pay_data(uint64_t bytes) {
    wait_turn(&server->data_free, settings.bandwidth == 0 ? 0 : bytes * 1000000000u / settings.bandwidth);
}

void count(uint64_t *counter, uint64_t by) {
    __atomic_fetch_add(counter, by, __ATOMIC_RELAXED);
}

void log_operation(const char *operation, int fd, const char *name, int result) {
    if (log_fd < 0) {
        return;
    }
    char link[64];
    char path[4096] = "?";
    char line[8192];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length >= 0) {
        path[length] = '\0';
    }
    int bytes = snprintf(line, sizeof line, "%s %s%s%s %d\n", operation, path, name != NULL ? "/" : "",
                         name != NULL ? name : "", result);
    if (bytes > 0 && write(log_fd, line, (size_t) bytes < sizeof line ? (size_t) bytes : sizeof line) < 0) {
        perror("log");
    }
}
