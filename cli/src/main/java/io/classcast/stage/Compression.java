package io.classcast.stage;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Chooses a codec for each frame: the one by which a byte of a file is through the soonest, given what the link carried and what
 * the codecs made of the last frames. Compressing and sending overlap, so the slower of the two counts; but only where cores are
 * idle: else what they compress with is taken from those who read, send and write. One thread.
 */
public final class Compression {
    /** A codec that looked bad is tried again after so many frames: the next file may be another kind of file. */
    private static final int TRY_AGAIN = 32;
    private static final double SMOOTHING = 0.3;
    /** A gain below this is not worth the cores, which the job's own start could use. */
    private static final double WORTH = 0.8;

    /** With fewer idle cores nothing is compressed. */
    private static final double IDLE_CORES = 1;
    private static final long LOOK_NANOS = 200_000_000;

    private final Codec forced;
    private final DoubleSupplier load;
    private final int cores;
    private final Map<Codec, Experience> experience = new EnumMap<>(Codec.class);
    private double linkBytesPerNano;
    private int frames;
    private boolean idle;
    private long looked = System.nanoTime();

    private static final class Experience {
        private double ratio;
        private double bytesPerNano;
        private int lastFrame = -TRY_AGAIN;
    }

    /**
     * Starts without experience.
     *
     * @param forced always this one; null: chosen for each frame
     */
    public Compression(Codec forced) {
        this(forced, ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad, Runtime.getRuntime().availableProcessors());
    }

    Compression(Codec forced, DoubleSupplier load, int cores) {
        this.forced = forced;
        this.load = load;
        this.cores = cores;
        // The load is that since the last question.
        load.getAsDouble();
        for (Codec codec : Codec.values()) {
            experience.put(codec, new Experience());
        }
    }

    /**
     * Chooses.
     *
     * @param linkIsBusy whether frames are waiting for the link; where they are not, compression cannot help
     * @return the codec for the next frame
     */
    public Codec choose(boolean linkIsBusy) {
        frames++;
        if (forced != null) {
            return forced;
        }
        if (!linkIsBusy || linkBytesPerNano == 0 || !coresAreIdle()) {
            return Codec.NONE;
        }
        Codec best = Codec.NONE;
        double least = WORTH / linkBytesPerNano;
        for (Codec codec : new Codec[] {Codec.LZ4, Codec.ZSTD}) {
            Experience seen = experience.get(codec);
            if (frames - seen.lastFrame >= TRY_AGAIN) {
                return codec;
            }
            double nanos = Math.max(seen.ratio / linkBytesPerNano, 1 / seen.bytesPerNano);
            if (nanos < least) {
                least = nanos;
                best = codec;
            }
        }
        return best;
    }

    /**
     * A frame was compressed.
     *
     * @param codec that did it
     * @param from bytes before
     * @param to bytes after
     * @param nanos it took
     */
    public void compressed(Codec codec, int from, int to, long nanos) {
        Experience seen = experience.get(codec);
        boolean first = seen.bytesPerNano == 0;
        double ratio = (double) to / from;
        double speed = (double) from / Math.max(1, nanos);
        seen.ratio = first ? ratio : smooth(seen.ratio, ratio);
        seen.bytesPerNano = first ? speed : smooth(seen.bytesPerNano, speed);
        seen.lastFrame = frames;
    }

    /**
     * What the link carried while it was busy.
     *
     * @param bytes that went through
     * @param nanos in that time
     */
    public void carried(long bytes, long nanos) {
        double speed = (double) bytes / Math.max(1, nanos);
        linkBytesPerNano = linkBytesPerNano == 0 ? speed : smooth(linkBytesPerNano, speed);
    }

    /** When somebody last looked at the load. */
    void looked(long nanoTime) {
        looked = nanoTime;
    }

    private boolean coresAreIdle() {
        long now = System.nanoTime();
        if (now - looked >= LOOK_NANOS) {
            looked = now;
            double busy = load.getAsDouble();
            // Negative where the system does not tell.
            idle = busy >= 0 && (1 - busy) * cores >= IDLE_CORES;
        }
        return idle;
    }

    private static double smooth(double old, double now) {
        return old + SMOOTHING * (now - old);
    }
}
