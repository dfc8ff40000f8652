package org.pushforward.conformance.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.conformance.Section;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.Tolerance;

/** docs/writing-a-backend.md names rules and classes of tolerances that exist, and its programs run. */
class WritingABackendPageTest {
    private static final Path PAGE = Path.of("../docs/writing-a-backend.md");
    private static final Path SOURCES = Path.of("src/test/java/org/pushforward/conformance/tiny");

    @TempDir
    private Path folder;

    @Test
    void everyRuleThatItNamesExists() throws IOException {
        List<String> named = Pattern.compile("`([A-Z0-9]+(?:-[A-Z0-9]+)+)`")
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(Section.allRules()).extracting(Rule::id).containsAll(named);
    }

    @Test
    void thePageExplainsEveryToleranceClass() throws IOException {
        String page = Files.readString(PAGE);
        for (Tolerance.ToleranceClass kind : Tolerance.ToleranceClass.values()) {
            assertThat(page).contains("| " + kind + " |");
        }
    }

    @Test
    void itsTestClassAndItsProgramAreTheTinyBackends() throws IOException {
        List<String> blocks = Pattern.compile("(?s)```java\n(.*?)```")
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) ->
                        match.group(1).replace("mine", "tiny").replace("MyConf", "TinyConf"))
                .map(WritingABackendPageTest::withoutSpace)
                .toList();
        for (String file : List.of("TinyConformanceTest.java", "RunWithoutJUnit.java")) {
            String source = withoutSpace(Files.readString(SOURCES.resolve(file)));
            assertThat(blocks).as(file).anyMatch(source::contains);
        }
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void itsProgramWritesAReport() {
        String filter = System.getProperty("conformance.case");
        System.setProperty("conformance.case", "LIFE-NO-INPUT");
        try {
            assertThat(RunWithoutJUnit.conforms(folder.resolve("tiny.html"))).isTrue();
        } finally {
            if (filter == null) {
                System.clearProperty("conformance.case");
            } else {
                System.setProperty("conformance.case", filter);
            }
        }
        assertThat(folder.resolve("tiny.md")).content().contains("| LIFE-NO-INPUT | REQUIRED | 1 passed |");
    }
}
