package org.pushforward.benchmark.infer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Writes numbers in files of maps so that different ones stay different. */
final class FileNumbers {
    private static final int FEWEST_DIGITS = 4;
    private static final int ALL_DIGITS = 17;
    /** The digits of a coordinate beyond the first one of the distance to the next cell. */
    private static final int FINER = 5;

    private FileNumbers() {}

    /**
     * Returns a coordinate, rounded to about a millionth of a step.
     *
     * @param step the distance to the next cell
     */
    static String coordinate(double value, double step) {
        int exponent = (int) Math.floor(Math.log10(Math.abs(step)));
        return BigDecimal.valueOf(value)
                .setScale(FINER - exponent, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Returns short names of numbers, with four significant digits or as many more as they need to differ. */
    static List<String> names(List<Double> numbers) {
        long different = numbers.stream().distinct().count();
        for (int digits = FEWEST_DIGITS; ; digits++) {
            int precision = digits;
            List<String> names =
                    numbers.stream().map(number -> name(number, precision)).toList();
            if (digits == ALL_DIGITS || names.stream().distinct().count() == different) {
                return names;
            }
        }
    }

    private static String name(double number, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "g", number)
                .replaceAll("(\\.\\d*?)0+$", "$1")
                .replaceAll("\\.$", "");
    }
}
