package io.classcast.bench.program;

/** Prints the heap in use, before and after many lookups through the application class loader. */
public final class HeapProbe {
    private static final int COLLECTIONS = 5;
    private static final long PAUSE_MILLIS = 20;

    private HeapProbe() {
    }

    /**
     * Prints {@code found=N idleBytes=N usedBytes=N} on stdout.
     *
     * @param args format of the resource names, for example {@code generated/N%d.class}; how many there are; how many to look up
     * @throws InterruptedException never, unless something interrupts the main thread
     */
    public static void main(String[] args) throws InterruptedException {
        String format = args[0];
        int names = Integer.parseInt(args[1]);
        int lookups = Integer.parseInt(args[2]);
        long idle = usedBytes();
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        int found = 0;
        for (int i = 0; i < lookups; i++) {
            int name = (int) ((long) i * names / lookups);
            if (loader.getResource(String.format(format, name)) != null) {
                found++;
            }
            if (loader.getResource("absent/" + name) != null) {
                throw new IllegalStateException("absent/" + name + " was found");
            }
        }
        long used = usedBytes();
        System.out.println("found=" + found + " idleBytes=" + idle + " usedBytes=" + used);
    }

    /** References that are cleared by one collection free more in the next: the smallest of several counts. */
    private static long usedBytes() throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(PAUSE_MILLIS);
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
