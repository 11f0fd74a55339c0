package io.classcast.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Jars, signed by the JDK's own tools. */
final class SignedJars {
    private static final String PASSWORD = "changeit";
    private static final String START_OF_EXPIRED = "2020/01/01";

    private SignedJars() {
    }

    /** Makes a key whose certificate is valid for ten years, and signs a jar with it. */
    static void sign(Path keys, Path jar, String alias) {
        makeKey(keys, alias, List.of("-validity", "3650"));
        signAgain(keys, jar, alias);
    }

    /** The same with a certificate that has expired. */
    static void signExpired(Path keys, Path jar, String alias) {
        makeKey(keys, alias, List.of("-validity", "1", "-startdate", START_OF_EXPIRED));
        signAgain(keys, jar, alias);
    }

    /** Signs a jar with a key that is there. */
    static void signAgain(Path keys, Path jar, String alias) {
        tool("jarsigner", "-keystore", keys.toString(), "-storepass", PASSWORD, jar.toString(), alias);
    }

    private static void makeKey(Path keys, String alias, List<String> validity) {
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-keystore", keys.toString(), "-storepass", PASSWORD, "-alias", alias, "-keyalg", "EC",
                "-dname", "CN=" + alias));
        arguments.addAll(validity);
        tool("keytool", arguments.toArray(new String[0]));
    }

    /** Runs a tool of the JDK. */
    static void tool(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Machine.jdk(17) + "/bin/" + name));
        command.addAll(List.of(arguments));
        Command.run(command, Map.of(), 60).orFail(name);
    }
}
