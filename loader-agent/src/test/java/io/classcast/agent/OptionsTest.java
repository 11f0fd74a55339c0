package io.classcast.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import io.classcast.job.Engine;
import io.classcast.mpi.MpjLaunch;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @AfterEach
    void forget() {
        System.clearProperty("classcast.mode");
        System.clearProperty("classcast.store");
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        Options options = Options.read(null, Map.of());
        assertThat(options).isEqualTo(new Options("auto", false, true, null, List.of(), List.of(), 60_000, 0, null, null, null, true, false, null, false, false));
        assertThat(Options.read("", Map.of())).isEqualTo(options);
    }

    @Test
    void argumentsWinOverPropertiesOverEnvironment() {
        Map<String, String> environment = Map.of("CLASSCAST_MODE", "jars", "CLASSCAST_STORE", "/env", "CLASSCAST_REPORT",
                "/r");
        System.setProperty("classcast.mode", "locations");
        System.setProperty("classcast.store", "/property");
        Options options = Options.read("store=/argument,,strict", environment);
        assertThat(options.locations()).isTrue();
        assertThat(options.store()).isEqualTo("/argument");
        assertThat(options.report()).isEqualTo("/r");
        assertThat(options.strict()).isTrue();
    }

    @Test
    void listsAndNumbersAreRead() {
        Options options = Options.read("dynamic=/a:/b:,timeout=5,keep=3,engine=none", Map.of());
        assertThat(options.dynamic()).containsExactly("/a", "/b");
        assertThat(options.timeoutMillis()).isEqualTo(5000);
        assertThat(options.keepMillis()).isEqualTo(180_000);
        assertThat(options.appLoader()).isTrue();
        assertThat(Options.read("linking=jdk", Map.of()).linking()).isFalse();
        assertThat(options.linking()).isTrue();
    }

    @Test
    void theTwoThatHaveBecomeLinkingNameIt() {
        for (String former : new String[] {"concat", "lambdas"}) {
            assertThatThrownBy(() -> Options.read(former + "=jdk", Map.of())).isInstanceOf(ClasscastException.class)
                    .hasMessage("option " + former + " is gone; linking=jdk leaves lambdas and string concatenations to the JDK");
            assertThatThrownBy(() -> Options.read(null, Map.of("CLASSCAST_" + former.toUpperCase(Locale.ROOT), "auto")))
                    .isInstanceOf(ClasscastException.class).hasMessageContaining("linking=jdk");
        }
    }

    @Test
    void aClassArchiveNeedsALoaderOfOurOwnUnlessAnotherOneIsAskedFor() {
        assertThat(Options.read("loader=broadcast", Map.of()).appLoader()).isFalse();
        assertThat(Options.read("archive=key", Map.of()).appLoader()).isFalse();
        assertThat(Options.read("archive=key,loader=app", Map.of()).appLoader()).isTrue();
        assertThat(Options.read("archive=key", Map.of("CLASSCAST_LOADER", "app")).appLoader()).isTrue();
        // A file that the JVM has mapped, as it does with an archive that it uses.
        String mapped = System.getProperty("java.home") + "/lib/modules";
        for (String option : new String[] {"-XX:SharedArchiveFile=" + mapped, "-XX:AOTCache=" + mapped, "-XX:SharedArchiveFile=base.jsa:" + mapped}) {
            assertThat(Options.read("archive=key", Map.of("JAVA_TOOL_OPTIONS", option)).appLoader()).as(option).isTrue();
        }
        assertThat(Options.read("archive=key", Map.of("JAVA_TOOL_OPTIONS", "-XX:SharedArchiveFile=refused.jsa")).appLoader()).isFalse();
    }

    @Test
    void whatIsNotKnownIsNamed() {
        for (String bad : new String[] {"colour=red", "mode=bytes", "timeout=0", "timeout=x", "timeout=99999999999999999999",
            "strict=perhaps", "linking=fast", "linking=no", "keep=-1", "keep=10081", "engine=", "=x", "loader=App"}) {
            String named = bad.startsWith("=") ? "unknown option" : bad.substring(0, bad.indexOf('='));
            assertThatThrownBy(() -> Options.read(bad, Map.of())).as(bad).isInstanceOf(ClasscastException.class)
                    .hasMessageContaining(named);
        }
    }

    @Test
    void theEngineIsChosenByWhoStartedTheProcess() {
        MpjLaunch launch = new MpjLaunch(1, 4, "niodev", "conf");
        assertThat(Engine.choose("auto", launch, Map.of()).label()).isEqualTo("mpj");
        assertThat(Engine.choose("auto", null, Map.of()).label()).isEqualTo("none");
        assertThat(Engine.choose("none", launch, Map.of()).label()).isEqualTo("none");
        assertThatThrownBy(() -> Engine.choose("mpj", null, Map.of())).hasMessageContaining("engine=mpj");
        assertThatThrownBy(() -> Engine.choose("mpi", null, Map.of())).hasMessageContaining("engine=mpi");
        assertThat(Engine.choose("none", null, Map.of("PMI_RANK", "0")).label()).isEqualTo("none");
    }

    @Test
    void underANativeLauncherTheEngineIsMpiOnEveryJdk() {
        Map<String, String> environment = Map.of("OMPI_COMM_WORLD_RANK", "3", "PMIX_RANK", "3", "PMIX_NAMESPACE", "7",
                "PMIX_SERVER_URI41", "of.another.kind");
        assertThat(Engine.choose("auto", null, environment).label()).isEqualTo("mpi");
        assertThat(Engine.isFirst(null, environment)).isFalse();
        assertThat(Engine.isFirst(null, Map.of("PMIX_RANK", "0"))).isTrue();
        assertThat(Engine.isFirst(null, Map.of())).isTrue();
    }

    @Test
    void aRankThatIsLeftOverInTheEnvironmentIsNoLauncher() {
        assertThat(Engine.choose("auto", null, Map.of("PMI_RANK", "0", "PMI_SIZE", "4")).label()).isEqualTo("none");
    }

    @Test
    void aLauncherThatIsGoneIsNotFollowedWhateverTheOptionSays() {
        for (String option : new String[] {"auto", "mpi"}) {
            Engine engine = Engine.choose(option, null, Map.of("PMI_RANK", "0", "PMI_FD", "99999"));
            assertThat(engine.label()).isEqualTo("none");
            assertThat(engine.noRank()).contains("PMI_FD=99999 is not open");
            assertThat(engine.detail()).startsWith("engine none, a launcher's variables are set, but ");
            assertThat(engine.claim(null)).isSameAs(engine);
        }
    }

    @Test
    void slurmWithoutMpiIsToldWhichFlagToUse() {
        assertThatThrownBy(() -> Engine.choose("auto", null, Map.of("SLURM_PROCID", "0", "SLURM_STEP_NUM_TASKS", "4")))
                .hasMessageContaining("--mpi=pmix").hasMessageContaining("--mpi=pmi2");
        assertThat(Engine.choose("auto", null, Map.of("SLURM_PROCID", "0")).label()).isEqualTo("none");
    }

    @Test
    void mpjsOwnJarsAreThoseInItsDirectory() {
        List<String> classPath = List.of("file:/work/", "file:/opt/mpj/lib/loader1.jar", "file:/opt/mpj/lib/mpj.jar",
                "file:/app/mpj.jar", "file:/app/x.jar");
        List<String> jars = List.of("file:/opt/mpj/lib/loader1.jar", "file:/opt/mpj/lib/mpj.jar");
        assertThat(MpjConnection.ownJars(classPath, "/opt/mpj")).isEqualTo(jars);
        assertThat(MpjConnection.ownJars(classPath, null)).isEqualTo(jars);
        assertThatThrownBy(() -> MpjConnection.ownJars(classPath, "/elsewhere")).hasMessageContaining("MPJ_HOME");
    }

    @Test
    void jsonIsEscaped() {
        assertThat(new Json().put("a\"b", "c\\\n\u0001").put("n", 3).put("p", Map.of("x", 1.23456)).toString())
                .isEqualTo("{\"a\\\"b\":\"c\\\\\\u000a\\u0001\",\"n\":3,\"p\":{\"x\":1.235}}");
    }
}
