package io.classcast.agent.loader;

import io.classcast.image.Image;
import io.classcast.store.InflatedClasses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.ProtectionDomain;
import java.util.zip.DataFormatException;
import jdk.internal.vm.annotation.DontInline;
import jdk.internal.vm.annotation.Hidden;

/** Defines a class that nobody on this node has inflated yet, and gives what it has inflated to the others. */
final class InflatingDefinition {
    private InflatingDefinition() {
    }

    /**
     * Inflates and defines.
     *
     * @param place of the class, deflated in its jar
     * @return null where the node's copy is not what rank 0 has noted
     * @throws DataFormatException where it cannot be inflated
     */
    @DontInline
    @Hidden
    static Class<?> define(BroadcastClassLoader loader, ServedClassPath served, String name, int place, ProtectionDomain domain)
            throws IOException, DataFormatException {
        Image image = served.image();
        Inflating work = Inflating.take();
        try {
            ByteBuffer inflated = work.inflate(served.entry(image.entryOf(place)).read(image, place), image.size(place));
            if (!OriginalPlace.isSound(image, place, inflated)) {
                return null;
            }
            InflatedClasses shared = served.inflated;
            if (shared != null) {
                shared.put(place, inflated);
            }
            return loader.defineBytes(name, inflated, domain);
        } finally {
            work.giveBack();
        }
    }
}
