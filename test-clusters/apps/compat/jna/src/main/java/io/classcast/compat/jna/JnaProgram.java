package io.classcast.compat.jna;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.classcast.compat.Identity;
import io.classcast.compat.Report;

/** Calls the C library through a stub that JNA takes out of its jar. */
public final class JnaProgram {
    /** Functions of the C library. */
    public interface CLibrary extends Library {
        /**
         * See strlen(3).
         *
         * @param text any
         * @return its length in bytes
         */
        long strlen(String text);

        /**
         * See abs(3).
         *
         * @param number any
         * @return without its sign
         */
        int abs(int number);
    }

    private JnaProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        CLibrary c = Native.load("c", CLibrary.class);
        Report.say("strlen " + c.strlen("broadcast") + " abs " + c.abs(-42));
        Report.say("platform " + Platform.RESOURCE_PREFIX + " pointer " + Native.POINTER_SIZE + " version " + Native.VERSION);
        Identity.ofClasses(Native.class, CLibrary.class);
        Identity.ofResources("com/sun/jna/linux-x86-64/libjnidispatch.so");
        Report.end();
    }
}
