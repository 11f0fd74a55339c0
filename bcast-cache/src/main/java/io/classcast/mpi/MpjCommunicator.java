package io.classcast.mpi;

import io.classcast.ClasscastException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Engine {@code mpj}: MPJ Express (0.44), by reflection on the application's own {@code mpi.MPI}. MPJ's collectives take
 * arrays, so a buffer without one is copied; messages go from direct memory where {@link MpjDirect} finds the way.
 */
public final class MpjCommunicator implements Communicator {
    private final Object comm;
    private final Calls calls;
    private final int rank;
    private final int size;
    /** Of MPJ's lower layer; null where messages go through arrays. */
    private final Object deviceComm;

    /** The methods, looked up once. */
    private record Calls(Object byteType, Method rank, Method size, Method broadcast, Method allGather, Method split,
            Method send, Method receive, Method test, Field device, MpjDirect direct) {
    }

    private MpjCommunicator(Object comm, Calls calls) {
        this.comm = comm;
        this.calls = calls;
        rank = (Integer) call(calls.rank);
        size = (Integer) call(calls.size);
        deviceComm = calls.direct == null ? null : get(calls.device);
    }

    /**
     * Initialises MPI and duplicates its world, so that our messages never meet the application's.
     *
     * @param mpi the class {@code mpi.MPI}
     * @param launch what MPJ's daemon gave to this process
     * @return the duplicate of {@code MPI.COMM_WORLD}
     * @throws ClasscastException where MPI says no
     */
    public static MpjCommunicator connect(Class<?> mpi, MpjLaunch launch) {
        initialise(mpi, launch);
        return duplicate(mpi, launch, 0);
    }

    /**
     * Initialises MPI.
     *
     * @param mpi the class {@code mpi.MPI}
     * @param launch what MPJ's daemon gave to this process
     * @throws ClasscastException where MPI says no
     */
    public static void initialise(Class<?> mpi, MpjLaunch launch) {
        try {
            mpi.getMethod("Init", String[].class).invoke(null, (Object) launch.initArguments());
        } catch (InvocationTargetException e) {
            throw failure("MPI.Init", e);
        } catch (ReflectiveOperationException e) {
            throw new ClasscastException("this mpi.MPI is not MPJ Express: " + e, e);
        }
    }

    /**
     * Duplicates the world, so that our messages never meet the application's.
     *
     * @param mpi the class {@code mpi.MPI}, initialised
     * @param launch what MPJ's daemon gave to this process
     * @param limitMillis how long to wait until all ranks are known to do the same, milliseconds; 0 where they surely do
     * @return the duplicate of {@code MPI.COMM_WORLD}
     * @throws ClasscastException where MPI says no, or a rank does not answer
     */
    public static MpjCommunicator duplicate(Class<?> mpi, MpjLaunch launch, long limitMillis) {
        try {
            Object world = mpi.getField("COMM_WORLD").get(null);
            Class<?> type = world.getClass();
            Class<?> datatype = Class.forName("mpi.Datatype", false, mpi.getClassLoader());
            Calls calls = new Calls(mpi.getField("BYTE").get(null), method(type, "Rank"), method(type, "Size"),
                    method(type, "Bcast", Object.class, int.class, int.class, datatype, int.class),
                    method(type, "Allgather", Object.class, int.class, int.class, datatype, Object.class, int.class,
                            int.class, datatype),
                    method(type, "Split", int.class, int.class),
                    method(type, "Isend", Object.class, int.class, int.class, datatype, int.class, int.class),
                    method(type, "Irecv", Object.class, int.class, int.class, datatype, int.class, int.class),
                    method(Class.forName("mpi.Request", false, mpi.getClassLoader()), "Test"),
                    type.getField("mpjdevComm"), MpjDirect.find(mpi, launch.device()));
            if (limitMillis > 0) {
                MpjCommunicator shared = new MpjCommunicator(world, calls);
                new MpjRollCall(shared.new SingleBytes(), shared.rank, shared.size, limitMillis).call();
            }
            return new MpjCommunicator(method(type, "clone").invoke(world), calls);
        } catch (InvocationTargetException e) {
            throw failure("MPI clone", e);
        } catch (ReflectiveOperationException e) {
            throw new ClasscastException("this mpi.MPI is not MPJ Express: " + e, e);
        }
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) throws NoSuchMethodException {
        Method method = type.getMethod(name, parameters);
        // The communicator's own class need not be public.
        method.setAccessible(true);
        return method;
    }

    private Object get(Field field) {
        try {
            return field.get(comm);
        } catch (IllegalAccessException e) {
            throw new ClasscastException("cannot read MPJ's " + field.getName() + ": " + e, e);
        }
    }

    private Object call(Method method, Object... arguments) {
        return callOn(comm, method, arguments);
    }

    private static Object callOn(Object target, Method method, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw failure("MPI " + method.getName(), e);
        } catch (IllegalAccessException e) {
            throw new ClasscastException("cannot call MPI " + method.getName() + ": " + e, e);
        }
    }

    private static ClasscastException failure(String what, InvocationTargetException e) {
        return new ClasscastException(what + " failed: " + e.getCause(), e.getCause());
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void broadcast(ByteBuffer bytes, int root) {
        if (size == 1) {
            return;
        }
        if (bytes.hasArray()) {
            call(calls.broadcast, bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(),
                    calls.byteType, root);
            return;
        }
        byte[] copy = new byte[bytes.remaining()];
        if (rank == root) {
            bytes.duplicate().get(copy);
        }
        call(calls.broadcast, copy, 0, copy.length, calls.byteType, root);
        if (rank != root) {
            bytes.duplicate().put(copy);
        }
    }

    @Override
    public byte[] allGather(byte[] mine) {
        byte[] all = new byte[Math.multiplyExact(mine.length, size)];
        if (size == 1) {
            System.arraycopy(mine, 0, all, 0, mine.length);
        } else {
            call(calls.allGather, mine, 0, mine.length, calls.byteType, all, 0, mine.length, calls.byteType);
        }
        return all;
    }

    @Override
    public Communicator split(int color) {
        return new MpjCommunicator(call(calls.split, color, rank), calls);
    }

    @Override
    public ByteBuffer allocate(int length) {
        return deviceComm == null ? ByteBuffer.allocate(length) : calls.direct.allocate(length);
    }

    @Override
    public Transfer send(ByteBuffer bytes, int to, int tag) {
        if (bytes.hasArray()) {
            return started(calls.test, call(calls.send, bytes.array(), bytes.arrayOffset() + bytes.position(),
                    bytes.remaining(), calls.byteType, to, tag));
        }
        try {
            return started(calls.direct.test(), calls.direct.send(deviceComm, bytes, to, tag));
        } catch (InvocationTargetException e) {
            throw failure("MPI isend", e);
        } catch (ReflectiveOperationException e) {
            throw new ClasscastException("cannot send by MPJ: " + e, e);
        }
    }

    @Override
    public Transfer receive(ByteBuffer bytes, int from, int tag) {
        if (bytes.hasArray()) {
            return started(calls.test, call(calls.receive, bytes.array(), bytes.arrayOffset() + bytes.position(),
                    bytes.remaining(), calls.byteType, from, tag));
        }
        try {
            return started(calls.direct.test(), calls.direct.receive(deviceComm, bytes, from, tag));
        } catch (InvocationTargetException e) {
            throw failure("MPI irecv", e);
        } catch (ReflectiveOperationException e) {
            throw new ClasscastException("cannot receive by MPJ: " + e, e);
        }
    }

    private final class SingleBytes implements MpjRollCall.Messages {
        @Override
        public Transfer send(byte[] one, int to, int tag) {
            return MpjCommunicator.this.send(ByteBuffer.wrap(one), to, tag);
        }

        @Override
        public Transfer receive(byte[] one, int from, int tag) {
            return MpjCommunicator.this.receive(ByteBuffer.wrap(one), from, tag);
        }
    }

    private static Transfer started(Method test, Object request) {
        return new Transfer() {
            private boolean done;

            @Override
            public boolean isDone() {
                done = done || callOn(request, test) != null;
                return done;
            }
        };
    }
}
