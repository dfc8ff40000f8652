package org.pushforward.benchmark.report.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Formats numbers for the readers of a page. */
public final class Numbers {
    private static final double SMALLEST_FIXED = 1e-3;
    private static final double LARGEST_FIXED = 1e5;
    /** A model that diverged has scores above this, whose digits nobody reads. */
    private static final double LARGEST_WITH_ERROR = 1e9;

    private Numbers() {}

    /** Returns a number with the given number of decimals. */
    public static String fixed(double value, int decimals) {
        return Double.isFinite(value)
                ? withMinus(String.format(Locale.ROOT, "%." + decimals + "f", value))
                : notFinite(value);
    }

    /** Returns a number with the given number of significant digits, in the form 1.2e-7 if it is very small or large. */
    public static String significant(double value, int digits) {
        if (!Double.isFinite(value)) {
            return notFinite(value);
        }
        if (value == 0) {
            return "0";
        }
        double magnitude = Math.abs(value);
        if (magnitude < SMALLEST_FIXED || magnitude >= LARGEST_FIXED) {
            String text = String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
            return withMinus(text.replaceAll("e([+-])0?", "e$1").replace("e+", "e"));
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        int beforePoint = rounded.precision() - rounded.scale();
        return withMinus(rounded.setScale(Math.max(0, digits - beforePoint), RoundingMode.UNNECESSARY)
                .toPlainString());
    }

    /**
     * Returns a number with its error, such as 2.11 ± 0.04 or 0.0213 ± 0.0021. Both are rounded to the first significant digit of
     * the error, or to the second if the first two digits are below 30; further digits would carry no information. If the error is
     * unknown, returns only the number, with three digits. Numbers from 1e9 on are written with an exponent.
     */
    public static String withError(double value, double error) {
        if (!Double.isFinite(value) || !(error > 0) || Double.isInfinite(error)) {
            return significant(value, 3);
        }
        if (Math.max(Math.abs(value), error) >= LARGEST_WITH_ERROR) {
            return significant(value, 3) + " ± " + significant(error, 2);
        }
        BigDecimal two = new BigDecimal(error).round(new MathContext(2));
        int leading = two.movePointRight(two.scale() - two.precision() + 2).intValue();
        // From 95 on, rounding gives the next power of ten, which is shown with two digits like every 10.
        boolean oneDigit = leading >= 30 && leading < 95;
        BigDecimal rounded = leading < 95 ? two : two.round(new MathContext(1));
        int firstDigit = rounded.precision() - rounded.scale() - 1;
        int decimals = Math.max(0, (oneDigit ? 0 : 1) - firstDigit);
        return fixed(value, decimals) + " ± " + fixed(error, decimals);
    }

    /** Returns an integer with thousands separators. */
    public static String count(long value) {
        return withMinus(String.format(Locale.ROOT, "%,d", value));
    }

    /** Returns a share as a percentage. */
    public static String percent(double share, int decimals) {
        return fixed(100 * share, decimals) + " %";
    }

    /** Returns a duration in seconds, or in minutes and seconds if it is two minutes or longer. */
    public static String duration(Duration duration) {
        double seconds = seconds(duration);
        if (seconds >= 120) {
            long whole = Math.round(seconds);
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return (seconds < 10 ? fixed(seconds, 2) : fixed(seconds, 1)) + " s";
    }

    /** Returns a duration in seconds. */
    public static double seconds(Duration duration) {
        return duration.toNanos() * 1e-9;
    }

    private static String notFinite(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
    }

    private static String withMinus(String text) {
        return text.replace('-', '−');
    }
}
