package io.classcast.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.NativeMemory;
import java.lang.instrument.Instrumentation;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MallocMemoryTest {
    @AfterEach
    void asBefore() {
        NativeMemory.useCounted();
    }

    /** The test's JVM exports what is needed on its command line. */
    private static Instrumentation instrumentation(RuntimeException failure) {
        return (Instrumentation) Proxy.newProxyInstance(MallocMemoryTest.class.getClassLoader(), new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> {
                    if (failure != null) {
                        throw failure;
                    }
                    return null;
                });
    }

    private static long counted() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream().filter(p -> p.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getTotalCapacity).sum();
    }

    @Test
    void isNotCountedAndIsAsLongAsWasAskedFor() {
        long before = counted();
        MallocMemory.announce(instrumentation(null));
        for (int length : new int[] {0, 1, 4096, 64 << 20}) {
            ByteBuffer memory = NativeMemory.allocate(length);
            assertThat(memory.isDirect()).isTrue();
            assertThat(memory.remaining()).isEqualTo(length);
            assertThat(memory.capacity()).isEqualTo(length);
            for (int i = 0; i < length; i += 1021) {
                memory.put(i, (byte) i);
            }
            ByteBuffer copy = memory.duplicate().clear();
            for (int i = 0; i < length; i += 1021) {
                assertThat(copy.get(i)).isEqualTo((byte) i);
            }
            // What other tests have left may be collected meanwhile.
            assertThat(counted()).isLessThanOrEqualTo(before);
            NativeMemory.free(memory);
            NativeMemory.free(memory);
        }
    }

    @Test
    void isHadInTheUsualWayWhereTheJdkIsNotOpened() {
        JdkPackages.forget();
        MallocMemory.announce(instrumentation(new IllegalArgumentException("no such package")));
        ByteBuffer memory = NativeMemory.allocate(1 << 20);
        assertThat(memory.isDirect()).isTrue();
        assertThat(counted()).isGreaterThanOrEqualTo(1 << 20);
        NativeMemory.free(memory);
        assertThat(memory.get(0)).isZero();
    }
}
