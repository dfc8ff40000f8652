package org.pushforward.files;

/**
 * Numbers in text. Most are short: their digits make a whole number below 2^53, and their power of ten is exact in float64 too, so
 * that one division or product of the two is rounded correctly (Clinger, <i>How to read floating point numbers accurately</i>, 1990).
 * The others go through Java's own reader.
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
     * Returns the number that characters say.
     *
     * @throws NumberFormatException if they say none
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

    /** Java's reader takes hexadecimal numbers, and types behind a number, which are not numbers of a table. */
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
