package org.pushforward.benchmark.config;

import org.pushforward.settings.SettingException;

/** Checks names that are shown in tables, reports and progress lines. */
final class DisplayName {
    private static final int LONGEST = 100;

    private DisplayName() {}

    /** Refuses a name that is blank or too long, or contains control characters or line breaks. */
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
                "a name of 1 to " + LONGEST + " characters, without control characters");
    }
}
