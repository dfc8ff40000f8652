package org.pushforward.conformance;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pushforward.conformance.check.Check;

/**
 * A line in the list of a backend's expected failures.
 *
 * @param line the file and the number of the line, for messages
 * @param rule the id of the broken rule
 * @param cases a glob for the labels of the cases that fail, in which {@code *} matches any text
 * @param reason why they fail
 * @param issue where the bug is tracked
 * @param expires the last day on which the line counts; empty if it never expires
 */
record ExpectedFailure(
        String line, String rule, String cases, String reason, String issue, Optional<LocalDate> expires) {
    private static final String NEVER = "never";
    private static final String FORM =
            "rule-id | case-glob | reason | issue-url | expires (a date such as 2027-06-30, or " + NEVER + ")";

    /**
     * Parses a line.
     *
     * @throws IllegalArgumentException if the line is malformed
     */
    static ExpectedFailure parse(String line, String text) {
        String[] columns = text.split("\\|", -1);
        for (int i = 0; i < columns.length; i++) {
            columns[i] = columns[i].strip();
        }
        if (columns.length != 5 || columns[2].isEmpty()) {
            throw new IllegalArgumentException(line + ": expected " + FORM + ", not: " + text);
        }
        try {
            Optional<LocalDate> expires =
                    columns[4].equals(NEVER) ? Optional.empty() : Optional.of(LocalDate.parse(columns[4]));
            return new ExpectedFailure(line, columns[0], columns[1], columns[2], columns[3], expires);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(line + ": expected " + FORM + ", not: " + text, e);
        }
    }

    /** Returns whether this line expects a check to fail. */
    boolean covers(Check check) {
        String pattern = Pattern.quote(cases).replace("*", "\\E.*\\Q");
        return check.rule().id().equals(rule) && check.label().matches(pattern);
    }

    boolean expired(LocalDate today) {
        return expires.isPresent() && today.isAfter(expires.get());
    }
}
