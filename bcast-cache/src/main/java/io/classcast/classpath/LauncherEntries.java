package io.classcast.classpath;

/**
 * What a job's launcher put on the class path of its own accord: nobody is to blame for it, and nobody may have wanted it.
 *
 * @param library URL prefix of the launcher's own jars, one of which may be missing (MPJ Express 0.44 names a
 *        {@code wrapper.jar} that it does not have); or null
 * @param workingDirectory URL of the directory that mpirun of Open MPI adds to every Java program's class path, and that may be
 *        somebody's home with millions of files; or null
 */
public record LauncherEntries(String library, String workingDirectory) {
    /** Nothing was added. */
    public static final LauncherEntries NONE = new LauncherEntries(null, null);

    boolean mayBeMissing(String url) {
        return library != null && url.startsWith(library);
    }

    boolean isWorkingDirectory(String url) {
        return url.equals(workingDirectory);
    }
}
