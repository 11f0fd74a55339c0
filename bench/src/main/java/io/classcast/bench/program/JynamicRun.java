package io.classcast.bench.program;

import java.io.IOException;
import java.io.InputStream;
import java.util.ServiceLoader;
import java.util.function.LongSupplier;
import java.util.zip.CRC32;

/**
 * What the generated classes of a jynamic program call. It counts, and adds up a checksum in which the order of the additions does not matter. For one
 * thread. No lambda, and no string concatenation by invokedynamic: their start-up would be measured.
 */
public final class JynamicRun {
    private static int classes;
    private static int resources;
    private static int services;
    private static int libraries;
    private static long checksum;

    private JynamicRun() {
    }

    /**
     * Each class reports its value, once.
     *
     * @param value the value
     * @return the value
     */
    public static long ran(long value) {
        classes++;
        checksum += scrambled(value);
        return value;
    }

    /**
     * Reads a resource that is there.
     *
     * @param reader whose class loader finds it
     * @param name absolute, with a slash
     * @return CRC-32 of its bytes
     * @throws IOException if it cannot be read
     */
    public static long read(Class<?> reader, String name) throws IOException {
        try (InputStream in = reader.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("jynamic: resource ".concat(name).concat(" is not there"));
            }
            byte[] bytes = in.readAllBytes();
            resources++;
            return crc(bytes);
        }
    }

    /**
     * Looks for a resource that is not there.
     *
     * @param reader whose class loader looks
     * @param name absolute, with a slash
     * @return 0
     * @throws IOException if it cannot be closed
     */
    public static long miss(Class<?> reader, String name) throws IOException {
        try (InputStream in = reader.getResourceAsStream(name)) {
            if (in != null) {
                throw new IllegalStateException("jynamic: resource ".concat(name).concat(" is there"));
            }
            return 0;
        }
    }

    /**
     * Loads a native library.
     *
     * @param name without lib and .so
     * @return 1
     */
    public static long library(String name) {
        System.loadLibrary(name);
        libraries++;
        return 1;
    }

    /**
     * Asks every provider of a service for its value.
     *
     * @param type of the service
     */
    public static void services(Class<? extends LongSupplier> type) {
        for (LongSupplier provider : ServiceLoader.load(type)) {
            // Not in one statement: the provider's class itself adds to the checksum.
            long value = provider.getAsLong();
            services++;
            checksum += scrambled(~value);
        }
    }

    /** Prints the line. */
    public static void print() {
        System.out.println(line(classes, resources, services, libraries, checksum));
    }

    /**
     * The line that the program prints.
     *
     * @param classes number of classes that have run
     * @param resources number of resources that were read
     * @param services number of providers that were asked
     * @param libraries number of native libraries that were loaded
     * @param checksum of all values
     * @return the text
     */
    public static String line(int classes, int resources, int services, int libraries, long checksum) {
        return new StringBuilder("jynamic: ").append(classes).append(" classes, ").append(resources).append(" resources, ").append(services)
                .append(" services, ").append(libraries).append(" libraries, checksum ").append(Long.toHexString(checksum)).toString();
    }

    /**
     * Makes sums of similar values differ.
     *
     * @param value any
     * @return another one, each one once (the finaliser of MurmurHash3)
     */
    public static long scrambled(long value) {
        long x = value;
        x = (x ^ x >>> 33) * 0xff51afd7ed558ccdL;
        x = (x ^ x >>> 33) * 0xc4ceb9fe1a85ec53L;
        return x ^ x >>> 33;
    }

    /**
     * Checksum of a resource.
     *
     * @param bytes all of it
     * @return CRC-32
     */
    public static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
