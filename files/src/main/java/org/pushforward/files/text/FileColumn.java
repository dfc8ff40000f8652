package org.pushforward.files.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** A column of a text file while it is read. Not safe for use by several threads. */
final class FileColumn {
    private static final int SHOWN = 40;

    private final String name;
    private final Optional<List<String>> words;
    private final Map<String, String> known = new HashMap<>();
    private double[] numbers = new double[16];
    private int count;
    private String problem;

    FileColumn(String name, boolean asText) {
        this.name = name;
        this.words = asText ? Optional.of(new ArrayList<>()) : Optional.empty();
    }

    void add(char[] text, int from, int length, long line) {
        words.ifPresent(list -> {
            String word = new String(text, from, length);
            // Most text columns have few distinct words.
            list.add(known.size() < 1000 ? known.computeIfAbsent(word, any -> word) : word);
        });
        if (problem != null) {
            return;
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, 2L * count)));
        }
        try {
            numbers[count] =
                    DelimitedText.isMissing(text, from, length) ? Double.NaN : DecimalNumber.parse(text, from, length);
            if (Double.isInfinite(numbers[count])) {
                throw new NumberFormatException("out of range");
            }
            count++;
        } catch (NumberFormatException e) {
            String shown = new String(text, from, Math.min(length, SHOWN)).replaceAll("\\p{Cntrl}", "?");
            problem = "line " + line + " has '" + shown + "'";
            numbers = new double[0];
        }
    }

    String name() {
        return name;
    }

    /** Returns the first field that is not a number, with its line; null if there is none. */
    String problem() {
        return problem;
    }

    /** Removes and returns the last number. */
    double take() {
        count--;
        return numbers[count];
    }

    HostArray numbers(int rows) {
        return HostArray.wrap(Shape.of(rows), Arrays.copyOf(numbers, rows));
    }

    Optional<String[]> words() {
        return words.map(list -> list.toArray(String[]::new));
    }
}
