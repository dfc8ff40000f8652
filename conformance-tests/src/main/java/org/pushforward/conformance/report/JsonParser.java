package org.pushforward.conformance.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON (RFC 8259) into maps, lists, texts, doubles, truth values and null. Not safe for use by several threads. */
final class JsonParser {
    /** Deeper documents are refused, since each level takes stack. */
    private static final int DEEPEST = 100;

    private final String text;
    private int position;
    private int depth;

    JsonParser(String text) {
        this.text = text;
    }

    /**
     * Returns the only value of the text.
     *
     * @throws IllegalArgumentException if the text is not JSON, saying where
     */
    Object document() {
        Object value = value();
        if (peek() != '\0') {
            throw unexpected("the end");
        }
        return value;
    }

    private Object value() {
        if (++depth > DEEPEST) {
            throw unexpected("at most " + DEEPEST + " levels");
        }
        char next = peek();
        Object value =
                switch (next) {
                    case '{' -> object();
                    case '[' -> array();
                    case '"' -> string();
                    case 't' -> word("true", true);
                    case 'f' -> word("false", false);
                    case 'n' -> word("null", null);
                    default -> number();
                };
        depth--;
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        take('{');
        while (peek() != '}') {
            if (!members.isEmpty()) {
                take(',');
            }
            peek();
            String name = string();
            take(':');
            members.put(name, value());
        }
        take('}');
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        take('[');
        while (peek() != ']') {
            if (!elements.isEmpty()) {
                take(',');
            }
            elements.add(value());
        }
        take(']');
        return elements;
    }

    private String string() {
        take('"');
        StringBuilder string = new StringBuilder();
        while (current() != '"') {
            if (current() == '\0') {
                throw unexpected("the end of a text");
            }
            string.append(current() == '\\' ? escaped() : text.charAt(position++));
        }
        position++;
        return string.toString();
    }

    private char escaped() {
        position++;
        char kind = current();
        position++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> throw unexpected("an escape such as \\n");
        };
    }

    private char unicode() {
        String digits = text.substring(position, Math.min(position + 4, text.length()));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw unexpected("four hexadecimal digits");
        }
        position += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, position)) {
            throw unexpected(word);
        }
        position += word.length();
        return meaning;
    }

    private Double number() {
        int start = position;
        while ("+-.eE0123456789".indexOf(current()) >= 0) {
            position++;
        }
        try {
            return Double.valueOf(text.substring(start, position));
        } catch (NumberFormatException e) {
            position = start;
            throw unexpected("a value");
        }
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw unexpected("'" + expected + "'");
        }
        position++;
    }

    /** Skips white space and returns what follows, or NUL at the end. */
    private char peek() {
        while (" \t\r\n".indexOf(current()) >= 0) {
            position++;
        }
        return current();
    }

    private char current() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private IllegalArgumentException unexpected(String expectation) {
        long line = text.substring(0, Math.min(position, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return new IllegalArgumentException("line " + line + ": expected " + expectation);
    }
}
