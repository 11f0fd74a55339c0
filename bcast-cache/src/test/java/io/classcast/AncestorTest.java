package io.classcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AncestorTest {
    @Test
    void aNameWithParenthesesAndSpacesDoesNotHideTheParent() {
        assertThat(Ancestor.parentIn("42 (sh) S 41 42 42 0 -1")).isEqualTo("41");
        assertThat(Ancestor.parentIn("42 (a) S 7 (b) R 41 42 42 0 -1")).isEqualTo("41");
        assertThat(Ancestor.parentIn("")).isEmpty();
        assertThat(Ancestor.parentIn("42 (sh)")).isEmpty();
    }

    @Test
    void theParentIsTheOneThatTheJdkNames() {
        String parent = ProcessHandle.current().parent().map(p -> Long.toString(p.pid())).orElse(null);
        List<Ancestor> all = Ancestor.all();
        assertThat(all).isNotEmpty().hasSizeLessThanOrEqualTo(64);
        assertThat(all.get(0).pid()).isEqualTo(parent).isEqualTo(Ancestor.parent().pid());
        assertThat(all.get(0).commandLine()).isNotEmpty();
        assertThat(all.get(0).maps("no such library")).isFalse();
        assertThat(all.get(0).hasEnvironment(List.of("CLASSCAST_NOT_SET=1"))).isFalse();
    }
}
