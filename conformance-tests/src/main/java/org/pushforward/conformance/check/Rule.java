package org.pushforward.conformance.check;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One demand on backends.
 *
 * @param id the name that reports and lists of expected failures use, such as {@code OP-MATMUL}
 * @param level how binding it is
 * @param sentence the demand, as one sentence
 */
public record Rule(String id, RuleLevel level, String sentence) {
    private static final Pattern ID = Pattern.compile("[A-Z0-9]+(-[A-Z0-9]+)+");

    /** Refuses a malformed id, and a sentence without a full stop. */
    public Rule {
        Objects.requireNonNull(level, "level");
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "rule '" + id + "': expected two or more words in upper case, joined by hyphens");
        }
        if (!sentence.endsWith(".")) {
            throw new IllegalArgumentException(
                    "rule " + id + ": expected a sentence with a full stop, not '" + sentence + "'");
        }
    }

    /** Returns a rule that every backend keeps. */
    public static Rule required(String id, String sentence) {
        return new Rule(id, RuleLevel.required(), sentence);
    }
}
