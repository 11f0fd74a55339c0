package io.classcast.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jdk.internal.misc.Unsafe;
import org.junit.jupiter.api.Test;

class JdkFieldsTest {
    private static final class Example {
        private static final String COMMON = "of all";
        private final String name = new String("named");
        private final StringBuilder only = new StringBuilder("only");
        private volatile StringBuilder later;
        private Integer one = 1;
        private Integer two = 2;
    }

    private static Object get(String field, Class<?> type) throws NoSuchFieldException {
        return Unsafe.getUnsafe().getReference(new Example(), JdkFields.offset(Example.class, field, type));
    }

    @Test
    void aFieldIsFoundByItsNameOrAsTheOnlyOneOfItsTypeThatIsNotVolatile() throws NoSuchFieldException {
        assertThat(get("name", String.class)).isEqualTo("named");
        assertThat(get("two", Integer.class)).isEqualTo(2);
        assertThat(get("renamed", StringBuilder.class)).hasToString("only");
        assertThat(get("later", StringBuilder.class)).isNull();
        assertThat(Example.COMMON).isNotNull();
    }

    @Test
    void aFieldThatCouldBeTwoOrThatHasAnotherTypeIsNotFound() {
        assertThatThrownBy(() -> get("renamed", Integer.class)).isInstanceOf(NoSuchFieldException.class)
                .hasMessageContaining("Example.renamed");
        assertThatThrownBy(() -> get("name", Long.class)).isInstanceOf(NoSuchFieldException.class);
        assertThatThrownBy(() -> JdkFields.named(Example.class, "renamed")).isInstanceOf(NoSuchFieldException.class);
    }
}
