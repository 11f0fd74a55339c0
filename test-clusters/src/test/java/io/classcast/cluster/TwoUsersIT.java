package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two ordinary users of one host. One prepares everything under the names that the other's job will use; the job never uses it,
 * says why in one line, and its program runs.
 */
class TwoUsersIT {
    private static final int VICTIM = 4001;
    private static final int ATTACKER = 4002;
    private static final String BASE = "/dev/shm/classcast-" + VICTIM;
    /** Everybody can read it, wherever the repository lies. */
    private static final String APP = "/tmp/work/app";
    private static Cluster cluster;
    private static Host host;

    @BeforeAll
    static void makeHost() throws IOException {
        Path workspace = Fixtures.workspace("two-users");
        cluster = new Cluster(workspace, 1, 128);
        host = cluster.hosts().get(0);
        Path app = Fixtures.empty(workspace.resolve("app"));
        Fixtures.compile("plain", app.resolve("classes"));
        Path loader = Files.createDirectories(app.resolve("loader-agent/target"));
        Files.copy(Machine.agent(), loader.resolve("classcast-agent.jar"));
        Path cli = Machine.home().resolveSibling("cli");
        for (String file : List.of("bin/bcastjar", "bin/run.sh", "bin/archive.sh", "bin/argfile.sh", "bin/early.sh", "bin/functions.sh",
                "bin/jdk.sh", "bin/staged.sh", "bin/symbols.sh", "bin/trusted.sh", "target/bcastjar.jar")) {
            Path copy = app.resolve("cli").resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(cli.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        // In the place of a JVM where only its command line is asked for.
        Path echo = Files.createDirectories(app.resolve("echo/bin")).resolve("java");
        Files.writeString(echo, "#!/bin/sh\necho \"$@\"\n");
        Files.writeString(app.resolve("echo/release"), "JAVA_VERSION=\"17.0.15\"\n");
        as(0, "cp -r " + app + " /tmp/work && chmod -R a+rX /tmp/work && chmod 755 " + APP + "/echo/bin/java").orFail("copying");
    }

    @AfterAll
    static void removeHost() {
        cluster.close();
    }

    @AfterEach
    void clean() {
        as(0, "rm -rf /dev/shm/* /tmp/a /tmp/v").orFail("cleaning");
    }

    private static Command.Result as(int user, String script) {
        List<String> command = new ArrayList<>();
        if (user != 0) {
            command.addAll(List.of("setpriv", "--reuid", "" + user, "--regid", "" + user, "--clear-groups"));
        }
        command.addAll(List.of("sh", "-c", script));
        return host.exec("/tmp", Map.of("LC_ALL", "C.UTF-8"), 60, command.toArray(new String[0]));
    }

    private static String job(String options) {
        return Machine.jdk(17) + "/bin/java -javaagent:" + APP + "/loader-agent/target/classcast-agent.jar=engine=none"
                + (options.isEmpty() ? "" : "," + options) + " -cp " + APP + "/classes Hello";
    }

    /** Every file below a directory, with all that others could have changed of it. */
    private static String listing(String directory) {
        return as(0, "find " + directory + " -printf '%p %y %m %U %s %T@ %l\\n' 2>&1 | sort").out();
    }

    private static void expectRefused(Command.Result result, String reason) {
        assertThat(result.out()).as(result.err()).isEqualTo("hello\n");
        assertThat(result.exit()).isZero();
        assertThat(result.err()).hasLineCount(1).contains("warning").contains(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a directory of the other user    | mkdir -m 700 " + BASE,
        "one that all may write to        | mkdir " + BASE + "; chmod 777 " + BASE,
        "a link to a directory            | mkdir -m 777 /tmp/a; ln -s /tmp/a " + BASE,
        "a link to nowhere                | ln -s /tmp/a " + BASE,
        "a fifo                           | mkfifo -m 666 " + BASE,
        "a file                           | echo x > " + BASE,
    })
    void whatAnotherUserPutInThePlaceOfTheStoreIsRefused(String what, String preparation) {
        as(ATTACKER, preparation).orFail(what);
        String before = listing("/dev/shm") + listing("/tmp/a");
        expectRefused(as(VICTIM, job("")), BASE + " is not a private directory of this user");
        assertThat(listing("/dev/shm") + listing("/tmp/a")).as(what).isEqualTo(before);
    }

    @Test
    void aLinkToAPrivateDirectoryOfOnesOwnIsNotFollowed() {
        as(VICTIM, "mkdir -m 700 /tmp/v && echo mine > /tmp/v/index").orFail("own directory");
        as(ATTACKER, "ln -s /tmp/v " + BASE).orFail("link");
        String before = listing("/dev/shm") + listing("/tmp/v");
        expectRefused(as(VICTIM, job("")), BASE + " is not a private directory of this user");
        assertThat(listing("/dev/shm") + listing("/tmp/v")).isEqualTo(before);
    }

    @Test
    void aKeptStoreOfAnotherUserIsRefusedAsItIs() {
        as(ATTACKER, job("keep=300")).orFail("the other user's job");
        String named = "mv /dev/shm/classcast-" + ATTACKER + " " + BASE;
        as(ATTACKER, named).orFail("mv");
        assertThat(listing(BASE)).contains("/index f 600 " + ATTACKER);
        String before = listing("/dev/shm");
        expectRefused(as(VICTIM, job("keep=300")), BASE + " is not a private directory of this user");
        assertThat(listing("/dev/shm")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "777  | can be written to by all users and is not sticky",
        "1777 | belongs to another user (" + ATTACKER + ")",
    })
    void aDirectoryWhereOthersCouldSwapTheStoreIsRefused(String mode, String reason) {
        as(ATTACKER, "mkdir /tmp/a && chmod " + mode + " /tmp/a").orFail("mkdir");
        expectRefused(as(VICTIM, job("store=/tmp/a")), "store /tmp/a " + reason);
        assertThat(listing("/tmp/a").lines()).hasSize(1);
    }

    @Test
    void withoutTheOptionTheNextDirectoryIsTakenWhereOthersCouldSwapTheStore() {
        as(0, "chmod 777 /dev/shm").orFail("chmod");
        try {
            Command.Result result = as(VICTIM, "TMPDIR= " + job("keep=300") + "; ls -d /tmp/classcast-*; rm -r /tmp/classcast-" + VICTIM);
            assertThat(result.out()).as(result.err()).isEqualTo("hello\n/tmp/classcast-" + VICTIM + "\n");
            assertThat(result.err()).hasLineCount(1).contains("served to 1 rank");
        } finally {
            as(0, "chmod 1777 /dev/shm").orFail("chmod");
        }
    }

    @Test
    void withUmask0NothingIsOpenToOthers() {
        Command.Result job = as(VICTIM, "umask 000; " + job("keep=300"));
        assertThat(job.err()).hasLineCount(1).contains("served to 1 rank");
        assertThat(listing(BASE)).contains("/index f 600 ", "/lease f 600 ", "/kept f 600 ");
        assertThat(as(0, "find " + BASE + " -perm /077").out()).isEmpty();
        assertThat(as(ATTACKER, "ls " + BASE).exit()).isNotZero();
    }

    @Test
    void aProfileIsNotWrittenThroughTheLinkOfAnotherUser() {
        as(VICTIM, "mkdir -m 755 /tmp/v && echo mine > /tmp/v/file").orFail("own file");
        as(ATTACKER, "mkdir /tmp/a && chmod 1777 /tmp/a && ln -s /tmp/v/file /tmp/a/profile").orFail("link");
        Command.Result result = as(VICTIM, job("record=/tmp/a/profile"));
        assertThat(result.out()).as(result.err()).isEqualTo("hello\n");
        assertThat(result.err()).contains("cannot write the profile /tmp/a/profile");
        assertThat(as(0, "cat /tmp/v/file").out()).isEqualTo("mine\n");
    }

    private static final String RUN = APP + "/cli/bin/bcastjar run --engine none --archive auto -- " + APP + "/echo/bin/java -cp " + APP
            + "/classes Hello";

    /** An archive that a launcher takes for whole, in the place where it looks for it. */
    private static void forge(int user) {
        String options = as(VICTIM, RUN).out();
        String key = options.replaceAll("(?s).*archive=([0-9-]+).*", "$1");
        as(user, "mkdir -m 700 " + BASE + "; cd " + BASE + " && echo forged > archive-" + key + ".jsa && echo 7 > archive-" + key
                + ".jsa.kept").orFail("forging");
    }

    @Test
    void onlyAnArchiveInAPrivateDirectoryIsGivenToAJvm() {
        forge(VICTIM);
        assertThat(as(VICTIM, RUN).out()).contains("-XX:SharedArchiveFile=" + BASE + "/archive-");
        as(VICTIM, "chmod 770 " + BASE).orFail("chmod");
        assertThat(as(VICTIM, RUN).out()).contains("Hello").doesNotContain("SharedArchiveFile");
        as(VICTIM, "chmod 700 " + BASE + "; mv " + BASE + " /dev/shm/v; ln -s v " + BASE).orFail("link");
        assertThat(as(VICTIM, RUN).out()).contains("Hello").doesNotContain("SharedArchiveFile");
    }

    @Test
    void anArchiveOfAnotherUserIsNotGivenToAJvm() {
        forge(ATTACKER);
        as(ATTACKER, "chmod -R a+rX " + BASE).orFail("chmod");
        Command.Result run = as(VICTIM, RUN);
        assertThat(run.out()).contains("Hello").doesNotContain("SharedArchiveFile");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void anArchiveIsNotTakenFromWhereOthersCouldSwapIt() {
        forge(VICTIM);
        as(0, "chmod 777 /dev/shm").orFail("chmod");
        try {
            assertThat(as(VICTIM, "TMPDIR= " + RUN).out()).contains("Hello").doesNotContain("SharedArchiveFile");
        } finally {
            as(0, "chmod 1777 /dev/shm").orFail("chmod");
        }
    }

    @Test
    void whatAnotherUserHasStagedIsNotRun() {
        as(ATTACKER, "mkdir -p /tmp/a/.classcast /tmp/a/jdk/bin && cp " + APP + "/echo/bin/java /tmp/a/jdk/bin && echo " + APP
                + "/echo > /tmp/a/.classcast/java-home && touch /tmp/a/.classcast/places").orFail("staging");
        Command.Result run = as(VICTIM, APP + "/cli/bin/bcastjar run --staged /tmp/a -- java -cp x Hello");
        assertThat(run.exit()).isNotZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasLineCount(1).contains("/tmp/a belongs to another user");
    }

    private static String stage(String what) {
        return "JAVA_HOME=" + Machine.jdk(17) + " " + APP + "/cli/bin/bcastjar stage --engine none --to " + what;
    }

    /** The staged class path is the program's, and java a script that says what it was given. */
    private static String runStaged(String directory) {
        return APP + "/cli/bin/bcastjar run --staged " + directory + " -- " + APP + "/echo/bin/java -cp " + APP + "/classes Hello";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "4002 | mkdir /tmp/a; chmod 777 /tmp/a                        | /tmp/a can be written to by all users",
        "4002 | mkdir /tmp/a; chmod 1777 /tmp/a                       | /tmp/a belongs to another user",
        "0    | mkdir -m 775 /tmp/a; chgrp 4001 /tmp/a                | /tmp/a can be written to by a group",
        "0    | mkdir -m 777 /tmp/v; chmod 777 /tmp/v; ln -s v /tmp/a | /tmp/v can be written to by all users",
    })
    void nothingIsStagedOrStoredWhereOthersCouldSwapIt(int user, String preparation, String reason) {
        as(user, preparation).orFail("preparing");
        for (String directory : List.of("/tmp/a", "/tmp/a/b/c")) {
            Command.Result run = as(VICTIM, stage(directory + " " + APP + "/classes"));
            assertThat(run.exit()).isNotZero();
            assertThat(run.out() + run.err()).contains(reason);
        }
        assertThat(as(0, "find /tmp/a/ /tmp/v | wc -l").out().trim()).isIn("1", "2");
        expectRefused(as(VICTIM, job("store=/tmp/a")), reason.substring(reason.indexOf(' ') + 1));
    }

    @Test
    void nothingIsStagedToNorRunFromWhereOthersCouldSwapADirectoryOnTheWay() {
        as(0, "mkdir /tmp/a && mkdir -m 755 /tmp/a/v && chown " + VICTIM + " /tmp/a/v").orFail("mkdir");
        as(VICTIM, stage("/tmp/a/v " + APP + "/classes")).orFail("stage");
        assertThat(as(VICTIM, runStaged("/tmp/a/v")).out()).contains("Hello");
        as(0, "chmod 777 /tmp/a").orFail("chmod");
        assertThat(as(VICTIM, runStaged("/tmp/a/v")).err()).hasLineCount(1).contains("/tmp/a can be written to by others");
        assertThat(as(VICTIM, stage("/tmp/a/v " + APP + "/classes")).err()).contains("lies in /tmp/a, which can be written to by all users");
    }

    @Test
    void aDirectoryOfOnesOwnMayBeOpenToOnesGroup() {
        as(VICTIM, "mkdir /tmp/v && chmod 2775 /tmp/v").orFail("own directory");
        as(VICTIM, stage("/tmp/v/to " + APP + "/classes")).orFail("stage");
        assertThat(as(VICTIM, job("store=/tmp/v")).err()).contains("served to 1 rank");
    }

    @Test
    void noLinkOfAnotherUserIsFollowed() {
        as(VICTIM, "mkdir -p /tmp/v/.classcast && echo precious > /tmp/v/classes").orFail("own directory");
        as(0, "mkdir /tmp/a && chmod 1777 /tmp/a").orFail("sticky");
        as(ATTACKER, "ln -s /tmp/v /tmp/a/victim").orFail("link");
        String before = listing("/tmp/v");
        String reason = "leads through /tmp/a/victim, a link of another user (" + ATTACKER + ")";
        for (String directory : List.of("/tmp/a/victim", "/tmp/a/victim/new", "/tmp/a/../a/victim/.")) {
            Command.Result run = as(VICTIM, stage(directory + " " + APP + "/classes"));
            assertThat(run.exit()).isNotZero();
            assertThat(run.out() + run.err()).contains(reason);
        }
        Command.Result run = as(VICTIM, runStaged("/tmp/a/victim"));
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasLineCount(1).contains(reason);
        expectRefused(as(VICTIM, job("store=/tmp/a/victim")), reason);
        run = as(VICTIM, job("report=/tmp/a/victim/reports,record=/tmp/a/victim/profile"));
        assertThat(run.out()).isEqualTo("hello\n");
        assertThat(run.err()).contains("cannot write the report to /tmp/a/victim/reports").contains("cannot write the profile /tmp/a/victim/profile");
        as(0, "chmod 777 /dev/shm").orFail("chmod");
        try {
            run = as(VICTIM, "TMPDIR=/tmp/a/victim " + job(""));
            assertThat(run.out()).isEqualTo("hello\n");
        } finally {
            as(0, "chmod 1777 /dev/shm").orFail("chmod");
        }
        run = as(VICTIM, "JAVA_HOME=" + Machine.jdk(17) + " " + APP + "/cli/bin/bcastjar clean --engine none /tmp/a/victim");
        assertThat(run.exit()).isNotZero();
        assertThat(run.out()).contains(reason);
        assertThat(listing("/tmp/v")).isEqualTo(before);
        // Links of one's own, and root's, are.
        as(0, "ln -s /tmp/v /tmp/a/roots; ln -s /tmp/a/roots /tmp/a/own; chown -h " + VICTIM + " /tmp/a/own"
                + "; rm -r /tmp/v/.classcast /tmp/v/classes").orFail("links");
        as(VICTIM, stage("/tmp/a/own " + APP + "/classes")).orFail("stage");
        assertThat(listing("/tmp/v")).contains("/tmp/v/classes/Hello.class f ");
    }

    @Test
    void aDirectoryThatAnotherUserPutIntoTheStagedOneIsNeitherFilledNorUsed() {
        as(0, "mkdir /tmp/v && chmod 1777 /tmp/v").orFail("sticky");
        as(ATTACKER, "mkdir -m 777 /tmp/v/classpath /tmp/v/jdk").orFail("directories");
        Command.Result run = as(VICTIM, stage("/tmp/v --classpath " + APP + "/classes"));
        assertThat(run.exit()).isNotZero();
        assertThat(run.err()).contains("/tmp/v/classpath can be written to by all users");
        assertThat(listing("/tmp/v/classpath").lines()).hasSize(1);
        as(ATTACKER, "mkdir -p /tmp/v/classpath" + APP + "/classes && touch /tmp/v/classpath" + APP + "/classes/x.jar"
                + " && chmod -R 755 /tmp/v/classpath").orFail("forging");
        run = as(VICTIM, runStaged("/tmp/v").replace("/classes Hello", "/classes/x.jar Hello"));
        assertThat(run.out()).isEqualTo("-cp " + APP + "/classes/x.jar Hello\n");
        assertThat(run.err()).contains("/tmp/v/classpath belongs to another user (" + ATTACKER + "), so nothing in /tmp/v/classpath is used");
    }

    @Test
    void whatAnEarlierVersionLeftOpenIsNotRunAndTheNextStageClosesIt() {
        as(VICTIM, stage("/tmp/v --classpath " + APP + "/classes")).orFail("stage");
        String staged = "/tmp/v/classpath" + APP + "/classes";
        assertThat(as(VICTIM, runStaged("/tmp/v")).out()).contains("-cp " + staged + " Hello");
        as(VICTIM, "chmod 777 " + staged).orFail("chmod");
        as(ATTACKER, "rm -f " + staged + "/Hello.class; touch " + staged + "/Hello.class " + staged + "/More.class").orFail("swapping");
        assertThat(as(VICTIM, runStaged("/tmp/v")).out()).isEqualTo("-cp " + APP + "/classes Hello\n");
        as(VICTIM, stage("/tmp/v --classpath " + APP + "/classes")).orFail("stage anew");
        assertThat(listing(staged)).contains(staged + " d 755 " + VICTIM, staged + "/Hello.class f 444 " + VICTIM);
        Command.Result run = as(VICTIM, runStaged("/tmp/v"));
        assertThat(run.out()).as("a class that nobody staged lies there").isEqualTo("-cp " + APP + "/classes Hello\n");
        assertThat(run.err()).contains("More.class belongs to another user");
        as(VICTIM, "rm -f " + staged + "/More.class").orFail("rm");
        assertThat(as(VICTIM, runStaged("/tmp/v")).out()).contains("-cp " + staged + " Hello");
    }

    @Test
    void cleaningIsDoneWhereTheDirectoryItselfCannotBeRemoved() {
        as(0, "mkdir -p /tmp/a/user && chown " + VICTIM + " /tmp/a/user").orFail("as /local/$USER");
        as(VICTIM, stage("/tmp/a/user " + APP + "/classes")).orFail("stage");
        Command.Result run = as(VICTIM, "JAVA_HOME=" + Machine.jdk(17) + " " + APP + "/cli/bin/bcastjar clean --engine none /tmp/a/user");
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(as(0, "find /tmp/a/user").out()).isEqualTo("/tmp/a/user\n");
    }

    @Test
    void withUmask0WhatIsStagedCanBeReadButNotChangedByOthers() {
        Command.Result run = as(VICTIM, "umask 000; JAVA_HOME=" + Machine.jdk(17) + " " + APP + "/cli/bin/bcastjar stage --engine none --to /tmp/v "
                + APP + "/classes");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(listing("/tmp/v")).contains("/.classcast/staged f 644 ", "Hello.class f 444 ");
        assertThat(as(0, "find /tmp/v -perm /022").out()).isEmpty();
    }

    @Test
    void theNamesOfFilesInTheDirectoryOfReportsCannotBeTaken() throws IOException {
        as(ATTACKER, "mkdir /tmp/a && chmod 1777 /tmp/a").orFail("mkdir");
        Command.Result run = as(VICTIM, job("report=/tmp/a") + "; cat /tmp/a/*.json");
        assertThat(run.out()).startsWith("hello\n").contains("\"classHits\"");
        try (Stream<String> lines = listing("/tmp/a").lines()) {
            assertThat(lines.filter(l -> l.contains(".json f ") && l.contains(" " + VICTIM + " "))).hasSize(1);
        }
    }
}
