package io.classcast.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Classes of a JDK that differ from it, for {@code --patch-module}: as a JDK of a later year may. {@code java -cp …
 * io.classcast.cluster.PatchedJdk CHANGE DIRECTORY} makes them of the JDK that runs it.
 */
final class PatchedJdk {
    /** What differs. */
    enum Change {
        /** It says that it is the next version, and every private field that we could know by name has another one. */
        NEXT,
        /** The search path of class loaders has one public method more. */
        MORE_METHODS,
        /** One of its methods cannot be overridden. */
        FINAL_METHODS,
        /** The built-in loaders have a second field of a loader, and none that is called parent. */
        TWO_PARENTS,
        /** The search path of class loaders has no {@code findResources}: it is called otherwise. */
        OTHER_METHODS
    }

    private static final String PATH = "jdk/internal/loader/URLClassPath";
    private static final String BUILTIN = "jdk/internal/loader/BuiltinClassLoader";
    /** Fields by their classes; those that the JVM itself or native code knows by name must stay. */
    private static final Map<String, Set<String>> FIELDS = Map.ofEntries(
            Map.entry(PATH, Set.of("path", "unopenedUrls", "searchPath", "nextURL", "manifestClassPath", "loaders",
                    "lmap", "closed")),
            Map.entry(BUILTIN, Set.of("parent", "ucp", "nameToModule", "moduleToReader")),
            Map.entry("jdk/internal/loader/ClassLoaders", Set.of("BOOT_LOADER", "PLATFORM_LOADER", "APP_LOADER")),
            Map.entry("java/lang/ClassLoader", Set.of("scl", "packages")),
            Map.entry("java/lang/ClassLoader$Holder", Set.of("scl")),
            Map.entry("java/lang/Thread$ThreadIdentifiers", Set.of("NEXT_TID_OFFSET")),
            Map.entry("java/lang/invoke/MethodHandles$Lookup", Set.of("LOOKASIDE_TABLE")),
            Map.entry("java/lang/invoke/InnerClassLambdaMetafactory", Set.of("cw", "counter", "pool",
                    "lambdaClassEntry")),
            Map.entry("java/io/File", Set.of("fs", "FS")),
            Map.entry("java/io/FileDescriptor", Set.of("parent", "otherParents")),
            Map.entry("java/io/FileOutputStream", Set.of("path")),
            Map.entry("java/io/RandomAccessFile", Set.of("path", "rw")));
    /** Where these are used. */
    private static final List<String> PACKAGES = List.of("jdk/internal/loader", "java/lang", "java/lang/invoke",
            "java/io");
    private static final Pattern VERSION = Pattern.compile("(\\d{2})(\\D.*)?");
    /** The newest class files that this ASM reads. */
    private static final int NEWEST = Opcodes.V25;

    private PatchedJdk() {
    }

    /**
     * Makes the classes of the running JDK.
     *
     * @param arguments a {@link Change}, and where to write
     */
    public static void main(String... arguments) throws IOException {
        write(FileSystems.getFileSystem(URI.create("jrt:/")), Change.valueOf(arguments[0]), Path.of(arguments[1]));
    }

    /** Makes the classes of a JDK; the directory is for {@code --patch-module java.base=}. */
    static Path write(Path jdk, Change change, Path directory) throws IOException {
        try (FileSystem modules = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", jdk.toString()))) {
            return write(modules, change, directory);
        }
    }

    /**
     * The same with one member renamed, which only its own class uses.
     *
     * @param type internal name of a class of java.base
     * @param member name of a private method or field
     */
    static Path writeWithout(Path jdk, String type, String member, Path directory) throws IOException {
        try (FileSystem modules = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", jdk.toString()))) {
            byte[] bytes = Files.readAllBytes(modules.getPath("modules/java.base/" + type + ".class"));
            ClassReader reader = new ClassReader(bytes);
            ClassWriter writer = new ClassWriter(0);
            reader.accept(new Renaming(type, writer, Map.of(type, Set.of(member)), true, new boolean[1]), 0);
            Path file = directory.resolve(type + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, writer.toByteArray());
        }
        return directory;
    }

    private static Path write(FileSystem modules, Change change, Path directory) throws IOException {
        Map<String, byte[]> changed = new TreeMap<>();
        for (String name : change == Change.NEXT || change == Change.OTHER_METHODS ? PACKAGES
                : List.of("jdk/internal/loader")) {
            try (Stream<Path> files = Files.list(modules.getPath("modules/java.base/" + name))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    byte[] bytes = Files.readAllBytes(file);
                    byte[] made = changed(bytes, change);
                    if (made != null) {
                        changed.put(name + "/" + file.getFileName(), made);
                    }
                }
            }
        }
        for (Map.Entry<String, byte[]> each : changed.entrySet()) {
            Path file = directory.resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
        }
        return directory;
    }

    /** Null where nothing differs. */
    private static byte[] changed(byte[] bytes, Change change) {
        int version = bytes[7];
        bytes[7] = (byte) Math.min(version, NEWEST);
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(0);
        boolean[] differs = new boolean[1];
        reader.accept(visitor(reader.getClassName(), writer, change, differs), 0);
        if (!differs[0]) {
            return null;
        }
        byte[] made = writer.toByteArray();
        made[7] = (byte) version;
        return made;
    }

    private static ClassVisitor visitor(String owner, ClassWriter writer, Change change, boolean[] differs) {
        switch (change) {
            case NEXT:
                return owner.equals("java/lang/VersionProps") ? nextVersion(writer, differs) : new Renaming(owner,
                        writer, FIELDS, false, differs);
            case OTHER_METHODS:
                return new Renaming(owner, writer, Map.of(PATH, Set.of("findResources")), false, differs);
            case TWO_PARENTS:
                return new ClassVisitor(Opcodes.ASM9, new Renaming(owner, writer, Map.of(BUILTIN, Set.of("parent")),
                        false, differs)) {
                    @Override
                    public void visitEnd() {
                        if (owner.equals(BUILTIN)) {
                            visitField(Opcodes.ACC_PRIVATE, "second", "L" + BUILTIN + ";", null, null).visitEnd();
                        }
                        super.visitEnd();
                    }
                };
            default:
                return methods(owner, writer, change, differs);
        }
    }

    /** A text that begins with the number of a JDK begins with the next one. */
    private static Object next(Object constant, boolean[] differs) {
        Matcher number = constant instanceof String ? VERSION.matcher((String) constant) : null;
        if (number == null || !number.matches() || Integer.parseInt(number.group(1)) > 40) {
            return constant;
        }
        differs[0] = true;
        return Integer.parseInt(number.group(1)) + 1 + (number.group(2) == null ? "" : number.group(2));
    }

    private static ClassVisitor nextVersion(ClassWriter writer, boolean[] differs) {
        return new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
                return super.visitField(access, name, descriptor, signature, next(value, differs));
            }

            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                    String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature,
                        exceptions)) {
                    @Override
                    public void visitLdcInsn(Object value) {
                        super.visitLdcInsn(next(value, differs));
                    }
                };
            }
        };
    }

    private static ClassVisitor methods(String owner, ClassWriter writer, Change change, boolean[] differs) {
        return new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
                differs[0] = owner.equals(PATH);
                return super.visitField(access, name, descriptor, signature, value);
            }

            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                    String[] exceptions) {
                boolean closed = change == Change.FINAL_METHODS && owner.equals(PATH) && name.equals("findResources");
                return super.visitMethod(closed ? access | Opcodes.ACC_FINAL : access, name, descriptor, signature,
                        exceptions);
            }

            @Override
            public void visitEnd() {
                if (owner.equals(PATH) && change == Change.MORE_METHODS) {
                    MethodVisitor more = super.visitMethod(Opcodes.ACC_PUBLIC, "isEmpty", "()Z", null, null);
                    more.visitCode();
                    more.visitInsn(Opcodes.ICONST_0);
                    more.visitInsn(Opcodes.IRETURN);
                    more.visitMaxs(1, 1);
                    more.visitEnd();
                }
                super.visitEnd();
            }
        };
    }

    /** Gives members other names, where they are and where they are used. */
    private static final class Renaming extends ClassVisitor {
        private final String self;
        private final Map<String, Set<String>> members;
        private final boolean anyMethod;
        private final boolean[] differs;

        Renaming(String self, ClassVisitor next, Map<String, Set<String>> members, boolean anyMethod,
                boolean[] differs) {
            super(Opcodes.ASM9, next);
            this.self = self;
            this.members = members;
            this.anyMethod = anyMethod;
            this.differs = differs;
        }

        /** The nested classes of a search path have methods of the same names. */
        private boolean isMeant(String method) {
            return anyMethod || method.startsWith("(Ljava/lang/String;");
        }

        private String name(String owner, String name) {
            if (!members.getOrDefault(owner, Set.of()).contains(name)) {
                return name;
            }
            differs[0] = true;
            return name + "Renamed";
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            return super.visitField(access, name(self, name), descriptor, signature, value);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                String[] exceptions) {
            String named = isMeant(descriptor) ? name(self, name) : name;
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, named, descriptor, signature,
                    exceptions)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                    super.visitMethodInsn(opcode, owner, isMeant(type) ? name(owner, called) : called, type,
                            isInterface);
                }

                @Override
                public void visitFieldInsn(int opcode, String owner, String used, String type) {
                    super.visitFieldInsn(opcode, owner, name(owner, used), type);
                }
            };
        }
    }
}
