package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A loaded MPI library: its functions and constants. Safe for one thread at a time.
 */
final class MpiLibrary implements MpiFamily.Symbols {
    private static final int RTLD_LAZY = 1;
    private static final int RTLD_GLOBAL = 0x100;
    /** MPI_MAX_LIBRARY_VERSION_STRING of MPICH, the longest. */
    private static final int LONGEST_TEXT = 8192;

    private final ForeignCalls calls;
    private final long library;
    private final CFunction symbol;
    private final CFunction errorString;
    /** Eight bytes for results that come back through a pointer, and a string. */
    private final ByteBuffer out = NativeMemory.allocate(LONGEST_TEXT + 16).order(ByteOrder.nativeOrder());
    private final long outAddress;
    final String file;
    final MpiFamily family;
    final MpiFamily.Handles handles;

    private MpiLibrary(ForeignCalls calls, String file, long library) {
        this.calls = calls;
        this.file = file;
        this.library = library;
        outAddress = calls.addressOf(out);
        symbol = calls.libc("dlsym");
        family = MpiFamily.of(this, file);
        handles = family.handles(this);
        errorString = function("MPI_Error_string");
    }

    /**
     * Loads the first library that is there.
     *
     * @param calls to C, with a {@link QuietEnvironment} around
     * @param files names or paths, in order
     * @throws ClasscastException where none can be loaded; names them, with the linker's own words
     */
    static MpiLibrary load(ForeignCalls calls, List<String> files) {
        CFunction dlopen = calls.libc("dlopen");
        // Linked before they are needed: the JDK links with dlsym, which forgets the last error.
        CFunction dlerror = calls.libc("dlerror");
        CFunction strncpy = calls.libc("strncpy");
        String reasons = "";
        for (String file : files) {
            ByteBuffer name = cString(file);
            long library = dlopen.call(calls.addressOf(name), RTLD_LAZY | RTLD_GLOBAL);
            NativeMemory.free(name);
            if (library != 0) {
                return new MpiLibrary(calls, file, library);
            }
            long words = dlerror.call();
            ByteBuffer text = NativeMemory.allocate(512).put(511, (byte) 0);
            if (words != 0) {
                strncpy.call(calls.addressOf(text), words, 511);
            }
            reasons += (reasons.isEmpty() ? "" : "; ") + (words == 0 ? file : text(text, 512));
            NativeMemory.free(text);
        }
        throw new ClasscastException("cannot load the MPI library (" + reasons + "); add its directory to LD_LIBRARY_PATH, or"
                + " name it with -Dclasscast.mpi.library=");
    }

    static ByteBuffer cString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return NativeMemory.allocate(bytes.length + 1).put(bytes).put((byte) 0).flip();
    }

    private static String text(ByteBuffer bytes, int most) {
        byte[] copy = new byte[most];
        int length = 0;
        while (length < most && bytes.get(length) != 0) {
            copy[length] = bytes.get(length);
            length++;
        }
        return new String(copy, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public long find(String name) {
        long at = look(name);
        if (at == 0) {
            throw new ClasscastException(file + " has no " + name + "; it is no MPI library that this version knows");
        }
        return at;
    }

    @Override
    public boolean has(String name) {
        return look(name) != 0;
    }

    private long look(String name) {
        ByteBuffer text = cString(name);
        long at = symbol.call(library, calls.addressOf(text));
        NativeMemory.free(text);
        return at;
    }

    /** A function that returns an error code. */
    CFunction function(String name) {
        return calls.function(name, find(name));
    }

    long addressOf(ByteBuffer direct) {
        return calls.addressOf(direct);
    }

    /** Where a function may leave one handle or number. */
    long out() {
        out.putLong(0, 0);
        return outAddress;
    }

    /** Where a function reads a handle, and may leave another one. */
    long out(long handle) {
        // In either half, for those whose handles are ints.
        out.putLong(0, handle);
        if (family.handleBytes == 4) {
            out.putInt(0, (int) handle);
        }
        return outAddress;
    }

    /** The handle that the last call left. */
    long outHandle() {
        return family.handleBytes == 4 ? out.getInt(0) : out.getLong(0);
    }

    /** The int that the last call left. */
    int outInt() {
        return out.getInt(0);
    }

    /** Fails with the library's own words where a call did not succeed; an error code is an int. */
    void check(CFunction call, long result) {
        int code = (int) result;
        if (code == 0) {
            return;
        }
        String words = "error " + code;
        if ((int) errorString.call(code, outAddress + 16, outAddress) == 0) {
            byte[] text = new byte[Math.max(0, Math.min(out.getInt(0), LONGEST_TEXT))];
            out.get(16, text);
            words = new String(text, StandardCharsets.UTF_8).trim().replace('\n', ' ');
        }
        throw new ClasscastException(call.name() + " of " + family.label + " failed: " + words);
    }

    /** Its own words, such as "MPICH Version: 4.0.2 …", at most 8 KiB; may be asked for before MPI is initialised (MPI-4.1, 9.1.1). */
    String version() {
        CFunction ask = function("MPI_Get_library_version");
        check(ask, ask.call(outAddress + 16, outAddress));
        return text(out.slice(16, LONGEST_TEXT), LONGEST_TEXT);
    }

    /** Whether Open MPI is behind it, under whatever ABI: its launcher speaks PMIx. */
    boolean isOpenMpi() {
        return has(MpiFamily.OPEN_MPI_OBJECT);
    }

    /** What dlopen(3) gave. */
    long handle() {
        return library;
    }

    ForeignCalls calls() {
        return calls;
    }
}
