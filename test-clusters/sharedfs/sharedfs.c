/*
 * sharedfs SOURCE MOUNTPOINT --server FILE --counters FILE [options]
 *
 * A libfuse3 low-level file system. Runs in the foreground until it is unmounted or killed. Needs root: it mounts by itself,
 * so that it can answer FUSE_INIT with FUSE_PARALLEL_DIROPS, which libfuse 3.14 never does; without it the kernel
 * serialises all lookups in one directory.
 */
#define FUSE_USE_VERSION 312

#include "sharedfs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <getopt.h>
#include <linux/fuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

#define THREADS 64

static struct node *root;
static uint64_t init_request;
static uint32_t init_offered;

static struct node *node_of(fuse_ino_t inode) {
    return inode == FUSE_ROOT_ID ? root : (struct node *) (uintptr_t) inode;
}

static void sharedfs_lookup(fuse_req_t request, fuse_ino_t parent, const char *name) {
    struct node *directory = node_of(parent);
    struct fuse_entry_param entry;
    memset(&entry, 0, sizeof entry);
    entry.attr_timeout = settings.timeout;
    /* A negative timeout of 0 would make the kernel ask one process at a time for the same missing name. */
    entry.entry_timeout = settings.timeout > 0 ? settings.timeout : 0;
    count(&counters->lookup, 1);
    uint64_t begun = trace_begin();
    pay_metadata();
    int error = inject("lookup", directory->fd, name);
    int fd = error != 0 ? -1 : openat(directory->fd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    error = fd < 0 && error == 0 ? errno : error;
    log_operation("lookup", directory->fd, name, -error);
    trace_end(begun, fuse_req_ctx(request)->pid, "lookup", directory->fd, name, -error, 0);
    if (error == ENOENT) {
        count(&counters->enoent, 1);
        entry.ino = 0;
        entry.entry_timeout = settings.timeout > 0 ? settings.timeout : 0.001;
        fuse_reply_entry(request, &entry);
        return;
    }
    if (error == 0 && fstat(fd, &entry.attr) != 0) {
        error = errno;
        close(fd);
    }
    if (error != 0) {
        fuse_reply_err(request, error);
        return;
    }
    struct node *node = node_get(fd, &entry.attr);
    if (node == NULL) {
        close(fd);
        fuse_reply_err(request, ENOMEM);
        return;
    }
    entry.ino = (fuse_ino_t) (uintptr_t) node;
    fuse_reply_entry(request, &entry);
}

static void sharedfs_forget(fuse_req_t request, fuse_ino_t inode, uint64_t lookups) {
    node_forget(node_of(inode), lookups);
    fuse_reply_none(request);
}

static void sharedfs_forget_multi(fuse_req_t request, size_t number, struct fuse_forget_data *forgets) {
    for (size_t i = 0; i < number; i++) {
        node_forget(node_of(forgets[i].ino), forgets[i].nlookup);
    }
    fuse_reply_none(request);
}

static void sharedfs_getattr(fuse_req_t request, fuse_ino_t inode, struct fuse_file_info *info) {
    (void) info;
    struct stat attributes;
    count(&counters->getattr, 1);
    uint64_t begun = trace_begin();
    pay_metadata();
    log_operation("getattr", node_of(inode)->fd, NULL, 0);
    trace_end(begun, fuse_req_ctx(request)->pid, "getattr", node_of(inode)->fd, NULL, 0, 0);
    int error = inject("getattr", node_of(inode)->fd, NULL);
    if (error != 0) {
        fuse_reply_err(request, error);
    } else if (fstat(node_of(inode)->fd, &attributes) != 0) {
        fuse_reply_err(request, errno);
    } else {
        fuse_reply_attr(request, &attributes, settings.timeout);
    }
}

static void sharedfs_readlink(fuse_req_t request, fuse_ino_t inode) {
    char target[4097];
    count(&counters->readlink, 1);
    uint64_t begun = trace_begin();
    pay_metadata();
    log_operation("readlink", node_of(inode)->fd, NULL, 0);
    trace_end(begun, fuse_req_ctx(request)->pid, "readlink", node_of(inode)->fd, NULL, 0, 0);
    ssize_t length = readlinkat(node_of(inode)->fd, "", target, sizeof target - 1);
    if (length < 0) {
        fuse_reply_err(request, errno);
    } else {
        target[length] = '\0';
        fuse_reply_readlink(request, target);
    }
}

static int reopen(struct node *node, int flags) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", node->fd);
    return open(path, (flags & ~O_NOFOLLOW) | O_CLOEXEC);
}

static void sharedfs_open(fuse_req_t request, fuse_ino_t inode, struct fuse_file_info *info) {
    count(&counters->open, 1);
    uint64_t begun = trace_begin();
    pay_metadata();
    int error = inject("open", node_of(inode)->fd, NULL);
    int fd = error != 0 ? -1 : (info->flags & O_ACCMODE) != O_RDONLY ? (errno = EROFS, -1) : reopen(node_of(inode), info->flags);
    error = fd < 0 && error == 0 ? errno : error;
    log_operation("open", node_of(inode)->fd, NULL, -error);
    trace_end(begun, fuse_req_ctx(request)->pid, "open", node_of(inode)->fd, NULL, -error, 0);
    if (error != 0) {
        fuse_reply_err(request, error);
        return;
    }
    info->fh = (uint64_t) fd;
    info->keep_cache = 1;
    info->direct_io = settings.direct;
    fuse_reply_open(request, info);
}

static void sharedfs_read(fuse_req_t request, fuse_ino_t inode, size_t size, off_t offset, struct fuse_file_info *info) {
    uint64_t begun = trace_begin();
    int error = inject("read", node_of(inode)->fd, NULL);
    if (error != 0) {
        fuse_reply_err(request, error);
        return;
    }
    char *bytes = malloc(size);
    ssize_t got = bytes == NULL ? (errno = ENOMEM, -1) : pread((int) info->fh, bytes, size, offset);
    if (got < 0) {
        fuse_reply_err(request, errno);
    } else {
        count(&counters->read, 1);
        count(&counters->read_bytes, (uint64_t) got);
        pay_data((uint64_t) got);
        trace_end(begun, fuse_req_ctx(request)->pid, "read", node_of(inode)->fd, NULL, got, offset);
        fuse_reply_buf(request, bytes, (size_t) got);
    }
    free(bytes);
}

static void sharedfs_release(fuse_req_t request, fuse_ino_t inode, struct fuse_file_info *info) {
    (void) inode;
    close((int) info->fh);
    fuse_reply_err(request, 0);
}

static void sharedfs_opendir(fuse_req_t request, fuse_ino_t inode, struct fuse_file_info *info) {
    uint64_t begun = trace_begin();
    pay_metadata();
    int fd = reopen(node_of(inode), O_RDONLY | O_DIRECTORY);
    DIR *directory = fd < 0 ? NULL : fdopendir(fd);
    if (directory == NULL) {
        int error = errno;
        if (fd >= 0) {
            close(fd);
        }
        fuse_reply_err(request, error);
        return;
    }
    trace_end(begun, fuse_req_ctx(request)->pid, "opendir", fd, NULL, 0, 0);
    info->fh = (uint64_t) (uintptr_t) directory;
    fuse_reply_open(request, info);
}

static void sharedfs_readdir(fuse_req_t request, fuse_ino_t inode, size_t size, off_t offset,
                             struct fuse_file_info *info) {
    DIR *directory = (DIR *) (uintptr_t) info->fh;
    int error = inject("readdir", node_of(inode)->fd, NULL);
    if (error != 0) {
        fuse_reply_err(request, error);
        return;
    }
    char *bytes = malloc(size);
    size_t used = 0;
    count(&counters->readdir, 1);
    uint64_t begun = trace_begin();
    pay_metadata();
    log_operation("readdir", node_of(inode)->fd, NULL, 0);
    trace_end(begun, fuse_req_ctx(request)->pid, "readdir", node_of(inode)->fd, NULL, 0, 0);
    if (bytes == NULL) {
        fuse_reply_err(request, ENOMEM);
        return;
    }
    if (telldir(directory) != offset) {
        seekdir(directory, offset);
    }
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        struct stat attributes = {.st_ino = entry->d_ino, .st_mode = (mode_t) entry->d_type << 12};
        size_t needed = fuse_add_direntry(request, bytes + used, size - used, entry->d_name, &attributes, entry->d_off);
        if (needed > size - used) {
            break;
        }
        used += needed;
    }
    fuse_reply_buf(request, bytes, used);
    free(bytes);
}

static void sharedfs_releasedir(fuse_req_t request, fuse_ino_t inode, struct fuse_file_info *info) {
    (void) inode;
    closedir((DIR *) (uintptr_t) info->fh);
    fuse_reply_err(request, 0);
}

static const struct fuse_lowlevel_ops operations = {
    .lookup = sharedfs_lookup,
    .forget = sharedfs_forget,
    .forget_multi = sharedfs_forget_multi,
    .getattr = sharedfs_getattr,
    .readlink = sharedfs_readlink,
    .open = sharedfs_open,
    .read = sharedfs_read,
    .release = sharedfs_release,
    .opendir = sharedfs_opendir,
    .readdir = sharedfs_readdir,
    .releasedir = sharedfs_releasedir,
};

static ssize_t receive(int fd, void *buffer, size_t size, void *user) {
    (void) user;
    ssize_t got = read(fd, buffer, size);
    const struct fuse_in_header *header = buffer;
    if (got >= (ssize_t) sizeof *header && header->opcode == FUSE_INIT) {
        init_request = header->unique;
        init_offered = ((const struct fuse_init_in *) (header + 1))->flags;
    }
    return got;
}

static ssize_t reply(int fd, struct iovec *parts, int number, void *user) {
    (void) user;
    const struct fuse_out_header *header = parts[0].iov_base;
    if (init_request != 0 && header->unique == init_request && number > 1 && parts[1].iov_len >= 16) {
        ((struct fuse_init_out *) parts[1].iov_base)->flags |= init_offered & FUSE_PARALLEL_DIROPS;
        init_request = 0;
    }
    return writev(fd, parts, number);
}

static void usage(void) {
    fputs("usage: sharedfs SOURCE MOUNTPOINT --server FILE --counters FILE [options]\n"
          "  --rtt-us N         round trip of each request, microseconds (0)\n"
          "  --meta-us N        service time of a metadata operation; the server does one at a time (0)\n"
          "  --bandwidth-mib N  what the server can send, MiB/s (0: no limit)\n"
          "  --timeout SECONDS  how long names and attributes are cached (60); 0 like NFS noac\n"
          "  --direct           no page cache: what is read is read here, once each time\n"
          "  --log FILE         one line an operation\n"
          "  --fail OP:N[+]:ERRNO[:SUFFIX]    the Nth (and later) lookup, getattr, open, read or readdir fails\n"
          "  --hang OP:N[+]:SECONDS[:SUFFIX]  the same, but it takes so long\n"
          "  --trace FILE       one line an operation, with its time, its duration and the calling thread\n",
          stderr);
    exit(2);
}

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"server", required_argument, NULL, 's'},   {"counters", required_argument, NULL, 'c'},
        {"rtt-us", required_argument, NULL, 'r'},   {"meta-us", required_argument, NULL, 'm'},
        {"bandwidth-mib", required_argument, NULL, 'b'}, {"timeout", required_argument, NULL, 't'},
        {"log", required_argument, NULL, 'l'},      {"trace", required_argument, NULL, 'T'},
        {"fail", required_argument, NULL, 'f'},     {"hang", required_argument, NULL, 'h'},
        {"direct", no_argument, NULL, 'd'},
        {NULL, 0, NULL, 0}};
    const char *server_file = NULL;
    const char *counters_file = NULL;
    const char *log_file = NULL;
    const char *trace_file = NULL;
    settings.timeout = 60;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 's': server_file = optarg; break;
        case 'c': counters_file = optarg; break;
        case 'r': settings.rtt_ns = strtoull(optarg, NULL, 10) * 1000; break;
        case 'm': settings.metadata_ns = strtoull(optarg, NULL, 10) * 1000; break;
        case 'b': settings.bandwidth = strtoull(optarg, NULL, 10) << 20; break;
        case 't': settings.timeout = strtod(optarg, NULL); break;
        case 'd': settings.direct = 1; break;
        case 'l': log_file = optarg; break;
        case 'f':
        case 'h':
            if (faults_add(optarg, option == 'h') != 0) {
                usage();
            }
            break;
        case 'T': trace_file = optarg; break;
        default: usage();
        }
    }
    if (argc - optind != 2 || server_file == NULL || counters_file == NULL) {
        usage();
    }
    const char *mountpoint = argv[optind + 1];
    /* Each node that the kernel knows costs a descriptor. */
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    costs_init(server_file, counters_file, log_file, trace_file);
    root = node_root(argv[optind]);

    char *names[] = {argv[0], NULL};
    struct fuse_args arguments = FUSE_ARGS_INIT(1, names);
    struct fuse_session *session = fuse_session_new(&arguments, &operations, sizeof operations, NULL);
    int device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
    char data[128];
    snprintf(data, sizeof data, "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other", device);
    if (session == NULL || device < 0
        || mount("sharedfs", mountpoint, "fuse.sharedfs", MS_NOSUID | MS_NODEV | MS_RDONLY, data) != 0) {
        fprintf(stderr, "sharedfs: cannot mount %s: %s (needs root and /dev/fuse)\n", mountpoint, strerror(errno));
        return 1;
    }
    static const struct fuse_custom_io io = {.writev = reply, .read = receive};
    if (fuse_session_custom_io(session, &io, device) != 0) {
        fputs("sharedfs: this libfuse has no custom I/O\n", stderr);
        return 1;
    }
    /* Sleeps end on time, not up to 50 us later; threads take this over. */
    prctl(PR_SET_TIMERSLACK, 1);
    struct fuse_loop_config *loop = fuse_loop_cfg_create();
    fuse_loop_cfg_set_max_threads(loop, THREADS);
    fuse_loop_cfg_set_idle_threads(loop, THREADS);
    int result = fuse_session_loop_mt(session, loop);
    fuse_loop_cfg_destroy(loop);
    umount2(mountpoint, MNT_DETACH);
    return result != 0;
}
