/*
 * A library for LD_PRELOAD: flips one bit, once in the process, in the first large write to a socket. Such a write carries
 * a piece of the broadcast: all else that an engine sends is short. The file that BITFLIP_MARK names tells that it was done.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define LARGE 32768
#define AT 5000

static int done;

static int is_socket(int fd) {
    struct stat attributes;
    return fstat(fd, &attributes) == 0 && S_ISSOCK(attributes.st_mode);
}

/* The index of the first large part that may be changed, or -1. */
static int large(int fd, const struct iovec *parts, int count) {
    if (__atomic_load_n(&done, __ATOMIC_RELAXED)) {
        return -1;
    }
    for (int i = 0; i < count; i++) {
        if (parts[i].iov_len >= LARGE) {
            return is_socket(fd) ? i : -1;
        }
    }
    return -1;
}

static void mark(void) {
    const char *file = getenv("BITFLIP_MARK");
    if (file != NULL) {
        int fd = open(file, O_WRONLY | O_CREAT, 0600);
        if (fd >= 0) {
            close(fd);
        }
    }
}

/* Sends up to the end of the large part, with its copy that has the bit flipped: a short write is allowed. */
static ssize_t flipped(int fd, const struct iovec *parts, int at) {
    struct iovec changed[64];
    ssize_t before = 0;
    if (at >= 64 || __atomic_exchange_n(&done, 1, __ATOMIC_RELAXED)) {
        return -2;
    }
    for (int i = 0; i <= at; i++) {
        changed[i] = parts[i];
        before += i < at ? (ssize_t) parts[i].iov_len : 0;
    }
    unsigned char *copy = malloc(parts[at].iov_len);
    if (copy == NULL) {
        return -2;
    }
    memcpy(copy, parts[at].iov_base, parts[at].iov_len);
    copy[AT] ^= 0x10;
    changed[at].iov_base = copy;
    ssize_t (*real)(int, const struct iovec *, int) = (ssize_t (*)(int, const struct iovec *, int)) dlsym(RTLD_NEXT, "writev");
    ssize_t sent = real(fd, changed, at + 1);
    free(copy);
    if (sent > before + AT) {
        mark();
    } else {
        __atomic_store_n(&done, 0, __ATOMIC_RELAXED);
    }
    return sent;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    int at = large(fd, parts, count);
    ssize_t sent = at < 0 ? -2 : flipped(fd, parts, at);
    if (sent != -2) {
        return sent;
    }
    ssize_t (*real)(int, const struct iovec *, int) = (ssize_t (*)(int, const struct iovec *, int)) dlsym(RTLD_NEXT, "writev");
    return real(fd, parts, count);
}

ssize_t write(int fd, const void *bytes, size_t count) {
    struct iovec part = {(void *) bytes, count};
    ssize_t sent = large(fd, &part, 1) < 0 ? -2 : flipped(fd, &part, 0);
    if (sent != -2) {
        return sent;
    }
    ssize_t (*real)(int, const void *, size_t) = (ssize_t (*)(int, const void *, size_t)) dlsym(RTLD_NEXT, "write");
    return real(fd, bytes, count);
}

ssize_t send(int fd, const void *bytes, size_t count, int flags) {
    struct iovec part = {(void *) bytes, count};
    ssize_t sent = large(fd, &part, 1) < 0 ? -2 : flipped(fd, &part, 0);
    if (sent != -2) {
        return sent;
    }
    ssize_t (*real)(int, const void *, size_t, int) = (ssize_t (*)(int, const void *, size_t, int)) dlsym(RTLD_NEXT, "send");
    return real(fd, bytes, count, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    int at = message->msg_name != NULL || message->msg_controllen > 0 ? -1
        : large(fd, message->msg_iov, (int) message->msg_iovlen);
    ssize_t sent = at < 0 ? -2 : flipped(fd, message->msg_iov, at);
    if (sent != -2) {
        return sent;
    }
    ssize_t (*real)(int, const struct msghdr *, int) = (ssize_t (*)(int, const struct msghdr *, int)) dlsym(RTLD_NEXT, "sendmsg");
    return real(fd, message, flags);
}
