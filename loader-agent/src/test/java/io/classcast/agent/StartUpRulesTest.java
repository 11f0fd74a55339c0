package io.classcast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.ClasscastException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What runs before main, or inside the JDK's class loading, must not set up invokedynamic: it costs, and it can recurse. */
class StartUpRulesTest {
    private static final Set<String> THROUGH_CHANNELS = Set.of("readAllBytes", "readString", "readAllLines", "lines", "newInputStream",
            "newOutputStream", "newBufferedReader", "newBufferedWriter", "write", "writeString", "copy");
    /** What is used where there is no other way, a buffer of no length, and a JVM of our own. */
    private static final Set<String> MAY_COUNT = Set.of("io/classcast/NativeMemory$1", "io/classcast/agent/jdk/MallocMemory$Access",
            "io/classcast/agent/jdk/ChannelMapping$Access",
            "io/classcast/agent/ArchiveTraining");
    private static final Set<String> OF_RECORDS = Set.of("toString", "hashCode", "equals");

    @Test
    void nothingOfTheAgentUsesInvokedynamic() throws IOException, URISyntaxException {
        List<String> found = new ArrayList<>();
        for (byte[] type : classes()) {
            inspect(type, found);
        }
        assertThat(found).isEmpty();
    }

    /** Messages travel over the job's MPI, so nothing of ours may wait for a connection. */
    @Test
    void nothingOfTheAgentCanOpenAPort() throws IOException, URISyntaxException {
        List<byte[]> classes = classes();
        assertThat(classes).hasSizeGreaterThan(100);
        for (byte[] type : classes) {
            assertThat(new String(type, StandardCharsets.ISO_8859_1)).doesNotContain("ServerSocket", "DatagramSocket", "DatagramChannel",
                    "com/sun/net/httpserver");
        }
    }

    /**
     * A direct buffer counts against the program's own limit, and so does the temporary one that the JDK makes for an array that goes through a
     * channel: at the limit that is an OutOfMemoryError, in the program or in our code.
     */
    @Test
    void nothingOfTheAgentTakesMemoryThatTheProgramsLimitCounts() throws IOException, URISyntaxException {
        List<String> found = new ArrayList<>();
        for (byte[] type : classes()) {
            new ClassReader(type).accept(new ClassVisitor(Opcodes.ASM9) {
                private String owner;

                @Override
                public void visit(int version, int access, String name, String signature, String base, String[] interfaces) {
                    owner = name;
                }

                @Override
                public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
                    return new MethodVisitor(Opcodes.ASM9) {
                        @Override
                        public void visitMethodInsn(int opcode, String called, String method, String type, boolean ofInterface) {
                            if (!MAY_COUNT.contains(owner) && (method.equals("allocateDirect") || called.equals("java/nio/file/Files")
                                    && THROUGH_CHANNELS.contains(method))) {
                                found.add(owner + "." + name + " calls " + method);
                            }
                        }
                    };
                }
            }, ClassReader.SKIP_DEBUG);
        }
        assertThat(found).isEmpty();
    }

    private static List<byte[]> classes() throws IOException, URISyntaxException {
        List<byte[]> classes = new ArrayList<>();
        for (Class<?> in : new Class<?>[] {Agent.class, ClasscastException.class}) {
            Path root = Path.of(in.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                        classes.add(Files.readAllBytes(file));
                    }
                }
            } else {
                try (java.util.jar.JarFile jar = new java.util.jar.JarFile(root.toFile())) {
                    for (var entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
                        classes.add(jar.getInputStream(entry).readAllBytes());
                    }
                }
            }
        }
        return classes;
    }

    private static void inspect(byte[] bytes, List<String> found) {
        new ClassReader(bytes).accept(new ClassVisitor(Opcodes.ASM9) {
            private String owner;

            @Override
            public void visit(int version, int access, String name, String signature, String base, String[] interfaces) {
                owner = name;
            }

            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                    String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitInvokeDynamicInsn(String called, String type, Handle bootstrap, Object... arguments) {
                        if (!OF_RECORDS.contains(name)) {
                            found.add(owner + "." + name);
                        }
                    }
                };
            }
        }, ClassReader.SKIP_DEBUG);
    }
}
