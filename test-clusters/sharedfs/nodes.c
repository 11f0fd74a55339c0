/* The nodes that the kernel refers to. A name that is looked up twice must get the same node, or the kernel drops caches. */
#include "sharedfs.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BUCKETS 65536

static struct node *buckets[BUCKETS];
static struct node root;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static unsigned bucket_of(dev_t device, ino_t inode) {
    return (unsigned) ((inode * 0x9E3779B97F4A7C15u ^ device) >> 40) % BUCKETS;
}

struct node *node_root(const char *source) {
    struct stat attributes;
    root.fd = open(source, O_PATH);
    if (root.fd < 0 || fstat(root.fd, &attributes) != 0) {
        perror(source);
        exit(1);
    }
    root.device = attributes.st_dev;
    root.inode = attributes.st_ino;
    root.lookups = 1;
    return &root;
}

struct node *node_get(int fd, const struct stat *attributes) {
    unsigned bucket = bucket_of(attributes->st_dev, attributes->st_ino);
    pthread_mutex_lock(&lock);
    struct node *node = buckets[bucket];
    while (node != NULL && (node->inode != attributes->st_ino || node->device != attributes->st_dev)) {
        node = node->next;
    }
    if (node != NULL) {
        node->lookups++;
        close(fd);
    } else {
        node = calloc(1, sizeof *node);
        if (node != NULL) {
            node->fd = fd;
            node->device = attributes->st_dev;
            node->inode = attributes->st_ino;
            node->lookups = 1;
            node->next = buckets[bucket];
            buckets[bucket] = node;
        }
    }
    pthread_mutex_unlock(&lock);
    return node;
}

void node_forget(struct node *node, uint64_t lookups) {
    if (node == &root) {
        return;
    }
    pthread_mutex_lock(&lock);
    node->lookups -= lookups;
    if (node->lookups == 0) {
        struct node **link = &buckets[bucket_of(node->device, node->inode)];
        while (*link != node) {
            link = &(*link)->next;
        }
        *link = node->next;
        close(node->fd);
        free(node);
    }
    pthread_mutex_unlock(&lock);
}
