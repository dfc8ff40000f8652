package org.pushforward.conformance.check;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a backend must do, in one sentence.
 *
 * @param id the name by which reports and lists of expected failures call it, such as {@code OP-MATMUL}
 * @param level how binding it is
 * @param sentence what the backend must do
 */
public record Rule(String id, Level level, String sentence) {
    private static final Pattern ID = Pattern.compile("[A-Z0-9]+(-[A-Z0-9]+)+");

    /** Refuses an id of another form, and a sentence that does not end. */
    public Rule {
        Objects.requireNonNull(level, "level");
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("rule '" + id + "': expected upper-case words joined by hyphens");
        }
        if (!sentence.endsWith(".")) {
            throw new IllegalArgumentException("rule " + id + ": expected a sentence, not '" + sentence + "'");
        }
    }

    /** Returns a rule that every backend keeps. */
    public static Rule required(String id, String sentence) {
        return new Rule(id, Level.required(), sentence);
    }
}
