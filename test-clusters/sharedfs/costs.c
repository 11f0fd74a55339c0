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
static int trace_fd = -1;

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

static int open_for_lines(const char *file) {
    int fd = file == NULL ? -1 : open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file != NULL && fd < 0) {
        perror(file);
        exit(1);
    }
    return fd;
}

void costs_init(const char *server_file, const char *counters_file, const char *log_file, const char *trace_file) {
    server = map_shared_file(server_file, sizeof *server);
    counters = map_shared_file(counters_file, sizeof *counters);
    log_fd = open_for_lines(log_file);
    trace_fd = open_for_lines(trace_file);
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

/* The path of an open descriptor, O_PATH or not. */
static void path_of(int fd, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    if (length < 0) {
        path[0] = '?';
        length = 1;
    }
    path[length] = '\0';
}

static void write_line(int to, const char *line, int bytes, size_t size) {
    if (bytes > 0 && write(to, line, (size_t) bytes < size ? (size_t) bytes : size) < 0) {
        perror("log");
    }
}

void log_operation(const char *operation, int fd, const char *name, int result) {
    if (log_fd < 0) {
        return;
    }
    char path[4096];
    char line[8192];
    path_of(fd, path, sizeof path);
    int bytes = snprintf(line, sizeof line, "%s %s%s%s %d\n", operation, path, name != NULL ? "/" : "",
                         name != NULL ? name : "", result);
    write_line(log_fd, line, bytes, sizeof line);
}

uint64_t trace_begin(void) {
    return trace_fd < 0 ? 0 : now_ns();
}

void trace_end(uint64_t begun, pid_t thread, const char *operation, int fd, const char *name, int64_t result, int64_t offset) {
    if (trace_fd < 0) {
        return;
    }
    char path[4096];
    char line[8192];
    uint64_t took = now_ns() - begun;
    path_of(fd, path, sizeof path);
    int bytes = snprintf(line, sizeof line, "%llu %llu %d %s %lld %lld %s%s%s\n", (unsigned long long) begun / 1000,
                         (unsigned long long) took / 1000, (int) thread, operation, (long long) result, (long long) offset, path,
                         name != NULL ? "/" : "", name != NULL ? name : "");
    write_line(trace_fd, line, bytes, sizeof line);
}
