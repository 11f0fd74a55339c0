package io.classcast.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import jdk.internal.loader.Resource;
import org.junit.jupiter.api.Test;

class PathShapeTest {
    @Test
    void thisJdksSearchPathIsKnownByBothLooks() {
        for (PathShape shape : new PathShape[] {PathShape.look(), PathShape.lookAtLookups()}) {
            assertThat(shape.constructor.parameterType(0)).isEqualTo(URL[].class);
            assertThat(shape.lookup(Resource.class)).startsWith("(Ljava/lang/String;").endsWith(")Ljdk/internal/loader/Resource;");
            assertThat(shape.checked).isEqualTo(Runtime.version().feature() < 24);
        }
    }
}
