package org.pushforward.benchmark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelsPageTest {
    private static final Path PAGE = Path.of("../docs/models.md");

    @Test
    void thePageOfModelsIsUpToDate() throws IOException {
        String written = ModelsPage.text();
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(PAGE, written);
        }
        assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
                .as("docs/models.md is stale: ./mvnw -pl benchmark test -Dtest=ModelsPageTest -Dregenerate=true")
                .isEqualTo(written);
    }
}
