package io.classcast.filesystem;

import java.util.List;
import java.util.Set;

/**
 * A mounted file system, as a line of /proc/self/mounts has it (proc(5), fstab(5)).
 *
 * @param point directory where it is mounted
 * @param type such as {@code nfs4}, {@code ext4}, {@code fuse.glusterfs}
 * @param source device or server
 * @param options in the kernel's words
 */
public record Mount(String point, String type, String source, List<String> options) {
    /** What is known about where the bytes are. */
    public enum Kind {
        /** In this node's memory. */
        MEMORY,
        /** On a disk of this node. */
        DISK,
        /** On servers, shared between nodes. */
        SHARED,
        /** A type that this list does not know. */
        UNKNOWN
    }

    private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs", "hugetlbfs", "devtmpfs");
    private static final Set<String> DISK = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "reiserfs",
            "bcachefs", "overlay", "squashfs", "erofs", "fuseblk", "vfat", "iso9660", "fuse.fuse-overlayfs", "fuse.squashfuse",
            "fuse.squashfuse_ll");
    private static final Set<String> SHARED = Set.of("nfs", "nfs4", "lustre", "gpfs", "mmfs", "beegfs", "fhgfs", "ceph", "cifs",
            "smb3", "smbfs", "9p", "virtiofs", "afs", "pvfs2", "orangefs", "panfs", "wekafs", "dvs", "ocfs2", "gfs2", "daos",
            "quobyte", "cvmfs2");

    /**
     * What is known about where the bytes are.
     *
     * @return by the type alone; every other file system in user space (fuse) is taken for a shared one
     */
    public Kind kind() {
        if (MEMORY.contains(type)) {
            return Kind.MEMORY;
        }
        if (DISK.contains(type)) {
            return Kind.DISK;
        }
        return SHARED.contains(type) || type.equals("fuse") || type.startsWith("fuse.") ? Kind.SHARED : Kind.UNKNOWN;
    }

    /**
     * Whether an option is set.
     *
     * @param option in the kernel's words
     * @return true where the mount has it
     */
    public boolean has(String option) {
        return options.contains(option);
    }
}
