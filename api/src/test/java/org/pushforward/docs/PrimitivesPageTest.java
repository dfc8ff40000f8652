package org.pushforward.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PrimitivesPageTest {
    private static final Path PAGE = Path.of("../docs/primitives.md");

    @Test
    void thePageOfPrimitivesIsUpToDate() throws IOException {
        String written = PrimitivesPage.text();
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(PAGE, written);
        }
        assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
                .as("docs/primitives.md is stale: ./mvnw -pl api test -Dtest=PrimitivesPageTest -Dregenerate=true")
                .isEqualTo(written);
    }
}
