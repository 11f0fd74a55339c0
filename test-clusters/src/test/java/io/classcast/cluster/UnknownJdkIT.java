package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A JDK in which a method that we step into has another name, by {@code --patch-module}. */
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
    void withoutTheDoorForClassesTheProgramRunsAsWithoutUsAndOneLineSaysWhy(int jdk) throws IOException {
        Command.Result result = run(jdk, "jdk/internal/loader/BuiltinClassLoader", "findClassOnClassPathOrNull");
        assertThat(result.out()).contains("Shows.class");
        assertThat(result.err().lines().filter(l -> l.startsWith("classcast: "))).singleElement().asString()
                .contains("BuiltinClassLoader.findClassOnClassPathOrNull(Ljava/lang/String;)Ljava/lang/Class; is not there in this version",
                        "as without Classcast");
    }

    private static Command.Result run(int jdk, String type, String method) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("unknown" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Path patched = here.resolve("patched/" + type + ".class");
        Files.createDirectories(patched.getParent());
        URI image = URI.create("jrt:/");
        try (FileSystem modules = FileSystems.newFileSystem(image, Map.of("java.home", Machine.jdk(jdk).toString()))) {
            Files.write(patched, renamed(Files.readAllBytes(modules.getPath("modules/java.base/" + type + ".class")), type, method));
        }
        Command.Result result = Fixtures.java(jdk, "--patch-module", "java.base=" + here.resolve("patched"),
                Fixtures.agent("engine=none,include=" + here), "-cp", here.resolve("classes").toString(), "Shows");
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }

    /** A private method gets another name, where it is and where it is called. */
    private static byte[] renamed(byte[] bytes, String type, String method) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
                String given = name.equals(method) ? method + "Renamed" : name;
                return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, given, descriptor, signature, exceptions)) {
                    @Override
                    public void visitMethodInsn(int opcode, String owner, String called, String type2, boolean isInterface) {
                        boolean ours = owner.equals(type) && called.equals(method);
                        super.visitMethodInsn(opcode, owner, ours ? method + "Renamed" : called, type2, isInterface);
                    }
                };
            }
        }, 0);
        return writer.toByteArray();
    }
}
