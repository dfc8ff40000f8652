package org.pushforward.graph.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** A position in a text that advances over what it reads. It reports errors with line and column. */
final class TextCursor {
    private static final int LONGEST_EXCERPT = 40;

    private final String source;
    private final String text;
    private int position;

    TextCursor(String source, String text) {
        this.source = source;
        this.text = text;
    }

    int position() {
        return position;
    }

    /** Returns an error at a position. */
    GraphFormatException error(int place, String problem) {
        int line = 1;
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0 && end < place; end = text.indexOf('\n', start)) {
            line++;
            start = end + 1;
        }
        return new GraphFormatException(source, line, place - start + 1, problem);
    }

    /** Returns the error for finding something unexpected at a position. */
    GraphFormatException unexpected(int place, String expected) {
        return error(place, "found " + excerpt(place) + ", expected " + expected);
    }

    private String excerpt(int place) {
        if (place >= text.length()) {
            return "the end of the text";
        }
        int end = text.indexOf('\n', place);
        int rest = end < 0 ? text.length() : end;
        if (rest == place) {
            return "the end of the line";
        }
        int last = Math.min(rest, place + LONGEST_EXCERPT);
        return Quoted.of(text.substring(place, last)) + (last < rest ? "..." : "");
    }

    /** Returns whether a literal comes next. */
    boolean sees(String literal) {
        return text.startsWith(literal, position);
    }

    /** Advances over a literal if it comes next, and returns whether it did. */
    boolean accept(String literal) {
        boolean seen = sees(literal);
        if (seen) {
            position += literal.length();
        }
        return seen;
    }

    /** Advances over a literal, which must come next. */
    void expect(String literal) {
        if (!accept(literal)) {
            throw unexpected(position, literal.equals("\n") ? "the end of the line" : Quoted.of(literal));
        }
    }

    /** Returns the next characters of a kind; possibly none. */
    String run(IntPredicate kind) {
        int start = position;
        while (position < text.length() && kind.test(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    /** Returns a name: lowercase letters, digits and underscores. */
    String name(String expected) {
        int start = position;
        String name = run(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_');
        if (name.isEmpty()) {
            throw unexpected(start, expected);
        }
        return name;
    }

    int integer() {
        int start = position;
        String digits = run(c -> c >= '0' && c <= '9' || c == '-');
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw unexpected(start, "an integer of 32 bits");
        }
    }

    double real() {
        int start = position;
        String number = run(c -> c >= '0' && c <= '9' || "+-.EINafinty".indexOf(c) >= 0);
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw unexpected(start, "a number, NaN, Infinity or -Infinity");
        }
    }

    boolean truth() {
        if (!sees("true") && !sees("false")) {
            throw unexpected(position, "true or false");
        }
        return accept("true") || !accept("false");
    }

    String quoted() {
        int start = position;
        expect("\"");
        int end = position;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length() || text.charAt(end) != '"') {
            throw unexpected(start, "a name with a closing quotation mark");
        }
        String name = Quoted.parse(text.substring(position, end))
                .orElseThrow(() -> unexpected(
                        start,
                        "printable ASCII characters; all others are written as \\u and four hexadecimal digits"));
        position = end + 1;
        return name;
    }

    /** Returns integers in brackets, at most one for each possible axis. */
    List<Integer> integers() {
        int start = position;
        expect("[");
        List<Integer> integers = new ArrayList<>();
        if (accept("]")) {
            return integers;
        }
        do {
            if (integers.size() == Shape.MAX_RANK) {
                throw unexpected(start, "at most " + Shape.MAX_RANK + " integers");
            }
            integers.add(integer());
        } while (accept(", "));
        expect("]");
        return integers;
    }

    Shape shape() {
        int start = position;
        List<Integer> dims = integers();
        try {
            return Shape.of(dims);
        } catch (IllegalArgumentException e) {
            throw error(start, e.getMessage());
        }
    }

    DType dtype() {
        for (DType dtype : DType.values()) {
            if (accept(dtype.toString())) {
                return dtype;
            }
        }
        throw unexpected(position, "one of the element types " + List.of(DType.values()));
    }

    TensorType type() {
        return new TensorType(dtype(), shape());
    }
}
