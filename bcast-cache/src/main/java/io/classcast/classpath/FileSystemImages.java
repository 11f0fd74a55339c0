package io.classcast.classpath;

import io.classcast.OwnProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * The mounts of this process that are file-system images (squashfs and the like, as containers are made of). Such an image brings inode
 * numbers and all times with it, and the number of its device is given to the next one as soon as it is unmounted: two images that were
 * made reproducibly cannot be told apart by what stat(2) says, so nothing is kept of them when their users have gone.
 */
public final class FileSystemImages {
    private static final String TYPES = " squashfs erofs iso9660 udf cramfs romfs fuse.squashfuse fuse.squashfuse_ll fuse.erofsfuse fuse.fuseiso"
            + " fuse.archivemount fuse.ratarmount fuse.dwarfs ";

    private final List<String> points = new ArrayList<>();
    private final List<Boolean> images = new ArrayList<>();

    /**
     * Reads a table of mounts.
     *
     * @param table as {@code /proc/self/mountinfo} has it (proc(5)): the mount point is the fifth word, its options are the sixth, the type
     *        follows a dash
     */
    FileSystemImages(String table) {
        StringTokenizer lines = new StringTokenizer(table, "\n");
        while (lines.hasMoreTokens()) {
            StringTokenizer words = new StringTokenizer(lines.nextToken(), " ");
            String point = "";
            String options = "";
            String word = "";
            for (int i = 0; words.hasMoreTokens() && !word.equals("-"); i++) {
                word = words.nextToken();
                point = i == 4 ? word : point;
                options = i == 5 ? word : options;
            }
            String type = words.hasMoreTokens() ? words.nextToken() : "";
            points.add(point.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\"));
            // Containers lay a read-only overlay over their image.
            images.add(TYPES.contains(' ' + type + ' ') || type.equals("overlay") && ("," + options + ",").contains(",ro,"));
        }
    }

    /**
     * Whether any of some files is on an image.
     *
     * @param urls of class-path entries
     * @return false also where /proc does not tell
     */
    public static boolean hold(List<String> urls) {
        FileSystemImages mounts = new FileSystemImages(OwnProcess.mounts());
        for (String url : urls) {
            String path = ClassPath.path(url);
            if (path != null && mounts.holds(path)) {
                return true;
            }
        }
        return false;
    }

    boolean holds(String path) {
        int longest = -1;
        boolean image = false;
        for (int i = 0; i < points.size(); i++) {
            String point = points.get(i);
            boolean below = point.equals("/") || path.equals(point) || path.startsWith(point) && path.charAt(point.length()) == '/';
            // Of several at one point the last one counts.
            if (below && point.length() >= longest) {
                longest = point.length();
                image = images.get(i);
            }
        }
        return image;
    }
}
