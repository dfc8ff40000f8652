package org.pushforward.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pushforward.conformance.check.Check;

/**
 * The known bugs of a backend, from the resource {@code META-INF/conformance/NAME.xfail} in its jar or in its tests.
 *
 * <p>Each line is {@code rule-id | case-glob | reason | issue-url | expires}; blank lines and lines that begin with {@code #}
 * are ignored. The list is strict: a line that matches no failure, a case that passes although a line expects it to fail,
 * and an expired line are failures themselves.
 */
final class ExpectedFailures {
    private final List<ExpectedFailure> lines;
    private final LocalDate today;
    private final Set<ExpectedFailure> matched = new HashSet<>();

    private ExpectedFailures(List<ExpectedFailure> lines, LocalDate today) {
        this.lines = lines;
        this.today = today;
    }

    /** Returns the list of a backend, which is empty if there is no such resource. */
    static ExpectedFailures of(String backend, LocalDate today) {
        String resource = "META-INF/conformance/" + backend + ".xfail";
        try (InputStream stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            return stream == null
                    ? new ExpectedFailures(List.of(), today)
                    : parse(resource, new String(stream.readAllBytes(), StandardCharsets.UTF_8), today);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /**
     * Parses a list.
     *
     * @throws IllegalArgumentException if a line is malformed, naming the line
     */
    static ExpectedFailures parse(String origin, String text, LocalDate today) {
        List<ExpectedFailure> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(ExpectedFailure.parse(origin + ":" + number, line));
            }
        }
        return new ExpectedFailures(List.copyOf(lines), today);
    }

    /** Returns the line that expects a check to fail, if there is one that has not expired. */
    Optional<ExpectedFailure> of(Check check) {
        return lines.stream()
                .filter(line -> !line.expired(today) && line.covers(check))
                .findFirst();
    }

    /** Records that a line matched a failure. */
    void matched(ExpectedFailure line) {
        matched.add(line);
    }

    /** Returns whether a line names a rule. */
    boolean mention(String rule) {
        return lines.stream().anyMatch(line -> line.rule().equals(rule));
    }

    /**
     * Returns a description of each error in the lines.
     *
     * @param rules the ids of the rules whose checks have all run
     * @param known the ids of all rules of the kit
     */
    List<String> complaints(Set<String> rules, Set<String> known) {
        List<String> complaints = new ArrayList<>();
        for (ExpectedFailure line : lines) {
            if (!known.contains(line.rule())) {
                complaints.add(line.line() + ": there is no rule " + line.rule());
            } else if (line.expired(today)) {
                complaints.add(line.line() + ": expired on " + line.expires().orElseThrow() + " (" + line.issue()
                        + "): fix the bug, or renew the date");
            } else if (rules.contains(line.rule()) && !matched.contains(line)) {
                complaints.add(line.line() + ": no case of " + line.rule() + " that matches " + line.cases()
                        + " fails: remove the line");
            }
        }
        return complaints;
    }
}
