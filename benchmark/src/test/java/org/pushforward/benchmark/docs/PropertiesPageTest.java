package org.pushforward.benchmark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of properties names tests that exist, and each property is either held by one or waits. */
class PropertiesPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("^\\| (P\\d+) \\|[^|]*\\| (held: |waiting for )([^|]*)\\|$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final Pattern METHOD =
            Pattern.compile("@(?:Test|ParameterizedTest)\\b.*?\\bvoid (\\w+)\\(", Pattern.DOTALL);

    private static Map<String, Matcher> rows() throws IOException {
        Map<String, Matcher> rows = new TreeMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/properties.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row);
            }
        }
        return rows;
    }

    /** Returns the names of tests of a class of this name in any module, empty if there is none. */
    private static List<String> tests(String name) throws IOException {
        List<String> tests = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path folder = module.resolve("src/test/java");
                if (Files.isDirectory(folder)) {
                    collect(folder, name + ".java", tests);
                }
            }
        }
        return tests;
    }

    private static void collect(Path folder, String file, List<String> tests) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(path -> path.getFileName().toString().equals(file)).forEach(path -> {
                try {
                    METHOD.matcher(Files.readString(path)).results().forEach(found -> tests.add(found.group(1)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void everyPropertyIsListed() throws IOException {
        assertThat(rows().keySet())
                .containsExactlyInAnyOrder(
                        "P7", "P8", "P9", "P10", "P11", "P14", "P16", "P20", "P28", "P29", "P30", "P31", "P32", "P33",
                        "P34");
    }

    @Test
    void everyNamedTestExists() throws IOException {
        for (Map.Entry<String, Matcher> row : rows().entrySet()) {
            int named = 0;
            Matcher test = NAMED.matcher(row.getValue().group(3));
            while (test.find()) {
                named++;
                assertThat(tests(test.group(1)))
                        .as("tests of %s, which %s names", test.group(1), row.getKey())
                        .contains(test.group(2));
            }
            if (row.getValue().group(2).startsWith("held")) {
                assertThat(named).as("tests that hold %s", row.getKey()).isPositive();
            }
        }
    }
}
