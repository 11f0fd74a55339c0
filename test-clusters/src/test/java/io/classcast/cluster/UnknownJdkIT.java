package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A JDK in which a method or a field that we need is another one, by {@code --patch-module}. */
@Tag("measuring")
class UnknownJdkIT {
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void withoutADoorForFilesTheClassPathIsServedAndOneLineSaysWhatIsMissing(int jdk) throws IOException {
        Command.Result result = run(jdk, "java/io/RandomAccessFile", "open");
        assertThat(result.out()).contains("Shows.class");
        assertThat(result.err().lines().filter(l -> l.startsWith("classcast: "))).hasSize(2)
                .anyMatch(l -> l.contains("java.io.RandomAccessFile.open(Ljava/lang/String;I)V is not there in this version"))
                .anyMatch(l -> l.contains("served to 1 rank"));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void withoutADoorForChangesTheClassPathIsServedAndOneLineSaysWhatIsMissing(int jdk) throws IOException {
        Command.Result result = run(jdk, "sun/nio/fs/UnixNativeDispatcher", "renameat");
        assertThat(result.out()).contains("Shows.class");
        assertThat(result.err().lines().filter(l -> l.startsWith("classcast: "))).hasSize(2)
                .anyMatch(l -> l.contains("sun.nio.fs.UnixNativeDispatcher.renameat(I[BI[B)V is not there in this version"))
                .anyMatch(l -> l.contains("served to 1 rank"));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void withoutTheDoorForClassesTheProgramRunsAsWithoutUsAndOneLineSaysWhy(int jdk) throws IOException {
        Command.Result result = run(jdk, "jdk/internal/loader/BuiltinClassLoader", "parent");
        assertThat(result.out()).contains("Shows.class");
        assertThat(result.err().lines().filter(l -> l.startsWith("classcast: "))).singleElement().asString()
                .contains("is not known to this version of Classcast", "jdk.internal.loader.BuiltinClassLoader.parent", "as without Classcast");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void withoutTheDoorForResourcesTheProgramRunsAsWithoutUsAndOneLineSaysWhy(int jdk) throws IOException {
        Command.Result result = run(jdk, "jdk/internal/loader/URLClassPath", "findResources");
        assertThat(result.out()).contains("Shows.class");
        assertThat(result.err().lines().filter(l -> l.startsWith("classcast: "))).singleElement().asString()
                .contains("jdk.internal.loader.URLClassPath.findResources(Ljava/lang/String;", "is not there in this version", "as without Classcast");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void withoutThePlaceOfTheSystemClassLoaderTheJdksOwnDefinesTheClasses(int jdk) throws IOException {
        Command.Result result = run(jdk, "java/lang/ClassLoader", "scl", ",loader=broadcast,verbose");
        assertThat(result.out()).contains("Shows.class");
        assertThat(result.err()).contains("served to 1 rank").contains("loader=app: this JDK (", "takes no other system class loader", "java.lang.ClassLoader.scl");
    }

    private static Command.Result run(int jdk, String type, String member) throws IOException {
        return run(jdk, type, member, "");
    }

    private static Command.Result run(int jdk, String type, String member, String options) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("unknown" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Path patched = here.resolve("patched/" + type + ".class");
        Files.createDirectories(patched.getParent());
        URI image = URI.create("jrt:/");
        try (FileSystem modules = FileSystems.newFileSystem(image, Map.of("java.home", Machine.jdk(jdk).toString()))) {
            Files.write(patched, renamed(Files.readAllBytes(modules.getPath("modules/java.base/" + type + ".class")), type, member));
        }
        Command.Result result = Fixtures.java(jdk, "--patch-module", "java.base=" + here.resolve("patched"),
                Fixtures.agent("engine=none,include=" + here + options), "-cp", here.resolve("classes").toString(), "Shows");
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }

    /** A private method or field gets another name, where it is and where it is used; another method becomes final, so nobody overrides it. */
    private static byte[] renamed(byte[] bytes, String type, String member) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        Set<String> kept = new HashSet<>();
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            private String name(String owner, String name) {
                return owner.equals(type) && name.equals(member) && !kept.contains(name) ? member + "Renamed" : name;
            }

            @Override
            public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
                return super.visitField(access, name(type, name), descriptor, signature, value);
            }

            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
                int given = access;
                if (name.equals(member) && (access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) == 0) {
                    kept.add(name);
                    given |= Opcodes.ACC_FINAL;
                }
                return new MethodVisitor(Opcodes.ASM9, super.visitMethod(given, name(type, name), descriptor, signature, exceptions)) {
                    @Override
                    public void visitMethodInsn(int opcode, String owner, String called, String type2, boolean isInterface) {
                        super.visitMethodInsn(opcode, owner, name(owner, called), type2, isInterface);
                    }

                    @Override
                    public void visitFieldInsn(int opcode, String owner, String used, String type2) {
                        super.visitFieldInsn(opcode, owner, name(owner, used), type2);
                    }
                };
            }
        }, 0);
        return writer.toByteArray();
    }
}
