package io.classcast.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JynamicShapeTest {
    @Test
    void presetsHaveTheShapeOfTheirDescription() {
        assertThat(JynamicShape.presetNames()).containsExactly("trivial-100", "storm", "large");
        JynamicShape trivial = JynamicShape.parse("trivial-100");
        assertThat(trivial.classes()).isEqualTo(100).isEqualTo(trivial.libraries());
        assertThat(trivial.directories()).isGreaterThan(1);
        assertThat(trivial.libraryDirectories()).isGreaterThan(1);
        JynamicShape storm = JynamicShape.parse("storm");
        assertThat(storm.directories()).isEqualTo(40);
        assertThat(storm.jars()).isZero();
        assertThat(storm.classes()).isEqualTo(2_000);
        JynamicShape large = JynamicShape.parse("large");
        assertThat(large.directories()).isZero();
        assertThat(large.jars()).isEqualTo(500);
        assertThat(large.classes()).isEqualTo(50_000);
    }

    @Test
    void keysChangeAPreset() {
        JynamicShape storm = JynamicShape.parse("storm,seed=-7,misses=3");
        assertThat(storm.seed()).isEqualTo(-7);
        assertThat(storm.misses()).isEqualTo(3);
        assertThat(storm.classes()).isEqualTo(2_000);
    }

    @Test
    void keysAloneMakeAShape() {
        assertThat(JynamicShape.parse("jars=20,directories=4,classes=500,class-bytes=2000,calls=3,resources=50,services=10,libraries=5,library-directories=2,misses=9,seed=3"))
                .isEqualTo(new JynamicShape(20, 4, 500, 2000, 3, 50, 10, 5, 2, 9, 3));
        assertThat(JynamicShape.parse("jars=3").directories()).isZero();
        assertThat(JynamicShape.parse("classes=3").directories()).isOne();
    }

    @Test
    void aPresetKeepsItsNameWhateverTheSeedAndLosesItWithItsShape() {
        assertThat(JynamicShape.parse("storm").name()).isEqualTo("storm");
        assertThat(JynamicShape.parse("storm,seed=7").name()).isEqualTo("storm");
        assertThat(JynamicShape.parse("storm,classes=7000").name()).isEqualTo("jynamic");
        assertThat(JynamicShape.parse("jars=2").name()).isEqualTo("jynamic");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "strom | there is no workload \"strom\"; known: trivial-100, storm, large, or KEY=NUMBER,... with the keys jars, directories",
        "'' | there is no workload \"\"",
        "storm,clases=3 | unknown key \"clases\" in \"storm,clases=3\"; known: jars, directories, classes, class-bytes, calls, resources, services, libraries, library-directories, misses, seed",
        "jars=3,storm | unknown key \"storm\"",
        "jars=3, | unknown key \"\"",
        "jars=many | \"jars=many\" is not jars=NUMBER",
        "storm,jars | \"jars\" is not jars=NUMBER",
        "jars=3,jars=4 | jars is given twice",
        "jars=-1 | jars=-1 is not in 0",
        "classes=0 | classes=0 is not in 1",
        "classes=99999999999 | classes=99999999999 is not in",
        "jars=0,directories=0 | no class path: jars and directories are both 0",
        "classes=5,services=6 | services=6 is not in 0 to 5",
        "libraries=1,library-directories=0 | library-directories=0 is not in 1",
        "classes=1,misses=1001 | more than 1000 a class"})
    void aWrongTextIsAnsweredInOneLine(String text, String message) {
        assertThatThrownBy(() -> JynamicShape.parse(text)).isInstanceOf(IllegalArgumentException.class).message().contains(message).hasLineCount(1);
    }
}
