package org.pushforward.benchmark.config;

import org.pushforward.settings.SettingException;

/** Names that appear in tables, on pages, and in progress output. */
final class DisplayName {
    private static final int LONGEST = 100;

    private DisplayName() {}

    /** Refuses an empty name, a long one, and one with control characters or line breaks. */
    static void check(String component, String name) {
        boolean plain = name.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
        String shown = name.replaceAll("\\p{C}", "?");
        SettingException.unless(
                plain && !name.isBlank() && name.length() <= LONGEST,
                component,
                "'" + shown.substring(0, Math.min(shown.length(), LONGEST)) + "'",
                "a name of 1 to " + LONGEST + " letters, without control characters");
    }
}
