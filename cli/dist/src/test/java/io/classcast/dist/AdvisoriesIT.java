package io.classcast.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No library of the distribution has a published vulnerability that we know of, and none was added or changed without a look. */
class AdvisoriesIT {
    @Test
    void theLibrariesOfTheDistributionHaveNoKnownVulnerability() throws IOException {
        Advisories advisories = Advisories.read(Path.of(System.getProperty("classcast.advisories")));
        List<String> problems = new ArrayList<>();
        Set<String> libraries = new HashSet<>();
        for (JsonNode component : new ObjectMapper().readTree(Path.of(System.getProperty("classcast.bill")).toFile()).path("components")) {
            if (!component.path("group").asText().equals("io.classcast")) {
                String library = component.path("group").asText() + ":" + component.path("name").asText();
                libraries.add(library);
                problems.addAll(advisories.problems(library, component.path("version").asText()));
            }
        }

        assertThat(problems).as("see advisories.tsv").isEmpty();
        assertThat(advisories.libraries()).as("what is not shipped any more needs no line").isEqualTo(libraries);
    }

    @Test
    void aVersionInARangeOrOneThatNobodyLookedUpIsAProblem(@TempDir Path directory) throws IOException {
        Path table = Files.writeString(directory.resolve("table"), """
                # a comment
                checked\tg:a\t1.5.7-13\t2026-11-22
                advisory\tg:a\tOLD\t-\t1.5\tlong gone
                advisory\tg:a\tNEW\t1.2.0\t1.5.7-14\tnot fixed yet
                advisory\tg:a\tOURS\t-\t-\tnever fixed
                accepted\tg:a\tOURS\twe do not call it
                """);
        Advisories advisories = Advisories.read(table);

        assertThat(advisories.problems("g:a", "1.5.7-13")).containsExactly("g:a 1.5.7-13 is concerned by NEW, fixed in 1.5.7-14");
        assertThat(advisories.problems("g:a", "1.5.7-14")).containsExactly("g:a 1.5.7-14 was not looked up; the table has 1.5.7-13");
        assertThat(advisories.problems("g:b", "1")).containsExactly("g:b 1 was not looked up; the table has null");
        assertThatThrownBy(() -> Advisories.read(Files.writeString(table, "checked\tg:a\n"))).hasMessage("not understood: checked\tg:a");
    }
}
