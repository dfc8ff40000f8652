package org.pushforward.graph.text;

import java.util.Optional;

/** Names in quotation marks, escaped so that they contain only printable ASCII characters. */
final class Quoted {
    private static final int HEXADECIMAL = 16;
    private static final int DIGITS = 4;

    private Quoted() {}

    /** Returns a name in quotation marks. */
    static String of(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : name.toCharArray()) {
            if (isPlain(c)) {
                quoted.append(c);
            } else if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append(String.format("\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }

    /** Returns the name between the quotation marks, if it is escaped correctly. */
    static Optional<String> parse(String quoted) {
        StringBuilder name = new StringBuilder();
        int i = 0;
        while (i < quoted.length()) {
            char c = quoted.charAt(i++);
            if (isPlain(c)) {
                name.append(c);
            } else if (quoted.startsWith("\\", i - 1) && (quoted.startsWith("\"", i) || quoted.startsWith("\\", i))) {
                name.append(quoted.charAt(i++));
            } else if (quoted.startsWith("\\u", i - 1) && i + 1 + DIGITS <= quoted.length()) {
                String digits = quoted.substring(i + 1, i + 1 + DIGITS);
                if (!digits.matches("[0-9a-f]{4}")) {
                    return Optional.empty();
                }
                name.append((char) Integer.parseInt(digits, HEXADECIMAL));
                i += 1 + DIGITS;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(name.toString());
    }
}
