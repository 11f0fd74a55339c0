package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import java.nio.Buffer;

/** How Java calls C. Immutable, safe for all threads. */
public interface ForeignCalls {
    /** First JDK with {@code java.lang.foreign} as it stayed (JEP 454). */
    int FIRST_JDK = 22;

    /**
     * For messages.
     *
     * @return by what C is called
     */
    String label();

    /**
     * Calls any function; where it returns an int, only the lower half of the result means something.
     *
     * @param function its address
     * @param a first argument, see {@link CFunction}
     * @param b second one
     * @param c third one
     * @param d fourth one
     * @param e fifth one
     * @param f sixth one
     * @param g seventh one
     * @param h eighth one
     * @return its result
     */
    long call(long function, long a, long b, long c, long d, long e, long f, long g, long h);

    /**
     * Finds a function of the C library.
     *
     * @param name such as {@code dlopen}
     * @return its address, or 0
     */
    long symbol(String name);

    /**
     * Where a direct buffer's position lies in memory. The caller keeps the buffer reachable.
     *
     * @param direct a direct or mapped buffer
     * @return address
     */
    long addressOf(Buffer direct);

    /**
     * A function of the C library.
     *
     * @param name such as {@code dlopen}
     * @return linked
     * @throws ClasscastException where there is none
     */
    default CFunction libc(String name) {
        long at = symbol(name);
        if (at == 0) {
            throw new ClasscastException("the C library has no " + name);
        }
        return function(name, at);
    }

    /**
     * A function by its address.
     *
     * @param name for messages
     * @param at address
     * @return linked
     */
    default CFunction function(String name, long at) {
        return new CFunction(name, at, this);
    }

    /**
     * How MPI is shared with the application.
     *
     * @return null where C is called without our library, which does that
     */
    default MpiSharing sharing() {
        return null;
    }
}
