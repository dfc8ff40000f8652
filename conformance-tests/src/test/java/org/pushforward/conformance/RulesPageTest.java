package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.pushforward.conformance.check.Rule;

/** The page that lists the rules is what the code says. */
class RulesPageTest {
    private static final Path PAGE = Path.of("../docs/conformance-rules.md");

    @Test
    void thePageOfRulesIsUpToDate() throws IOException {
        String written = text();
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(PAGE, written);
        }
        assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
                .as("docs/conformance-rules.md is stale:"
                        + " ./mvnw -pl conformance-tests test -Dtest=RulesPageTest -Dregenerate=true")
                .isEqualTo(written);
    }

    private static String text() {
        StringBuilder page = new StringBuilder("""
                # Rules of the conformance kit

                What every backend keeps. This page is written from the code; a test fails when it is stale. A rule's level is
                REQUIRED (every backend keeps it), OPTIONAL (one with the capability in brackets does), STOCHASTIC (every
                backend keeps it, but a test may miss that one does not) or UNTESTED (no test shows it, for the reason in
                brackets). [How to write a backend](writing-a-backend.md) says how to run the kit and what may be declared.
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
