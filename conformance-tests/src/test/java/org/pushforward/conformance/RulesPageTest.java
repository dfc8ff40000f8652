package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.pushforward.conformance.check.Rule;

/** The page that lists the rules agrees with the code. */
class RulesPageTest {
    private static final Path PAGE = Path.of("../docs/conformance-rules.md");

    @Test
    void thePageOfRulesIsUpToDate() throws IOException {
        String written = text();
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(PAGE, written);
        }
        assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
                .as("docs/conformance-rules.md is out of date:"
                        + " ./mvnw -pl conformance-tests test -Dtest=RulesPageTest -Dregenerate=true")
                .isEqualTo(written);
    }

    private static String text() {
        StringBuilder page = new StringBuilder("""
                # Rules of the conformance kit

                The demands on every backend. This page is generated from the code, and a test fails if it is out of date.
                [Writing a backend](writing-a-backend.md) says how to run the kit and what a backend may declare to be missing.

                Each rule is REQUIRED or STOCHASTIC, and every backend keeps both kinds. A test may miss a backend that breaks a
                STOCHASTIC rule.

                The sections build on each other. If several fail, begin with the first.
                """);
        for (Section section : Section.values()) {
            page.append("\n## ")
                    .append(section)
                    .append("\n\n| rule | level | what it demands |\n| --- | --- | --- |\n");
            for (Rule rule : section.rules()) {
                page.append("| ")
                        .append(rule.id())
                        .append(" | ")
                        .append(rule.level())
                        .append(" | ")
                        .append(rule.sentence().replace("|", "\\|"))
                        .append(" |\n");
            }
        }
        return page.toString();
    }
}
