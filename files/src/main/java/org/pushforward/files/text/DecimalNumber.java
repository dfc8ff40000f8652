package org.pushforward.files.text;

/**
 * Parses decimal numbers. Most are short: the digits form an integer below 2^53 and the power of ten is exact in float64, so their
 * quotient is rounded correctly (Clinger, <i>How to read floating point numbers accurately</i>, 1990). Java's own parser handles the
 * others.
 */
final class DecimalNumber {
    private static final int EXACT_DIGITS = 15;
    private static final double[] POWERS = new double[23];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private DecimalNumber() {}

    /**
     * Parses a number.
     *
     * @throws NumberFormatException if the characters are not a decimal number
     */
    static double parse(char[] text, int from, int length) {
        int at = from;
        int end = from + length;
        boolean negative = at < end && text[at] == '-';
        if (negative) {
            at++;
        }
        long digits = 0;
        int count = 0;
        int behindPoint = -1;
        for (; at < end; at++) {
            char next = text[at];
            if (next == '.' && behindPoint < 0) {
                behindPoint = 0;
            } else if (next >= '0' && next <= '9' && count < EXACT_DIGITS) {
                digits = 10 * digits + (next - '0');
                count++;
                behindPoint += behindPoint < 0 ? 0 : 1;
            } else {
                return slow(text, from, length);
            }
        }
        if (count == 0) {
            return slow(text, from, length);
        }
        double value = behindPoint > 0 ? digits / POWERS[behindPoint] : digits;
        return negative ? -value : value;
    }

    /** Refuses hexadecimal numbers and type suffixes, which Java's parser would accept. */
    private static double slow(char[] text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            char c = text[i];
            boolean known = c >= '0' && c <= '9' || c == '.' || c == 'e' || c == 'E' || c == '-' || c == '+';
            if (!known) {
                throw new NumberFormatException(new String(text, from, length));
            }
        }
        return Double.parseDouble(new String(text, from, length));
    }
}
