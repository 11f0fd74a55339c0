/* sharedfs: a read-only pass-through file system that costs what a shared one costs, and counts every operation. */
#ifndef SHAREDFS_H
#define SHAREDFS_H

#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

/* Operations of one mount; the harness maps this file. Order and width are part of its interface. */
struct counters {
    uint64_t lookup;
    uint64_t enoent;
    uint64_t getattr;
    uint64_t open;
    uint64_t read;
    uint64_t read_bytes;
    uint64_t readdir;
    uint64_t readlink;
};

/* The server's clocks, shared by all mounts of a cluster: when it is free for the next operation, in ns. */
struct server {
    uint64_t metadata_free;
    uint64_t data_free;
};

struct settings {
    uint64_t rtt_ns;      /* round trip of every request */
    uint64_t metadata_ns; /* service time of a metadata operation, one at a time in the whole cluster */
    uint64_t bandwidth;   /* bytes per second of the server, 0 without limit */
    double timeout;       /* seconds that names and attributes are cached, 0 not at all */
    unsigned direct : 1;  /* files are read past the page cache */
};

extern struct settings settings;
extern struct counters *counters;

/* costs.c */
void *map_shared_file(const char *path, size_t size);
void costs_init(const char *server_file, const char *counters_file, const char *log_file, const char *trace_file);
void pay_metadata(void);
void pay_data(uint64_t bytes);
void count(uint64_t *counter, uint64_t by);
void log_operation(const char *operation, int fd, const char *name, int result);
/* When an operation came in, CLOCK_MONOTONIC in ns; 0 without --trace. */
uint64_t trace_begin(void);
/*
 * Writes "microsecond took thread operation result offset path" when the operation is about to be answered; the microsecond is that
 * of its arrival, the thread is the caller's number in the mount's process namespace (0: read ahead by the kernel), the result that of
 * a read is its bytes.
 */
void trace_end(uint64_t begun, pid_t thread, const char *operation, int fd, const char *name, int64_t result, int64_t offset);

/* faults.c: 0, or the errno that this operation has to fail with; sleeps where it has to hang */
int faults_add(const char *text, int hangs);
int inject(const char *operation, int fd, const char *name);

/* nodes.c: one node for each inode that the kernel knows */
struct node {
    int fd; /* O_PATH */
    dev_t device;
    ino_t inode;
    uint64_t lookups;
    struct node *next;
};

struct node *node_root(const char *source);
/* Finds or makes the node of an open O_PATH descriptor, which it takes over. */
struct node *node_get(int fd, const struct stat *attributes);
void node_forget(struct node *node, uint64_t lookups);

#endif
