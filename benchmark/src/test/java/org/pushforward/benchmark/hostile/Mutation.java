package org.pushforward.benchmark.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.commons.rng.UniformRandomProvider;

/** A random change of the bytes of a file, as made by a failing disk, a failing program or an attacker. */
enum Mutation {
    /** The end is missing. */
    TRUNCATED {
        @Override
        byte[] of(byte[] file, UniformRandomProvider random) {
            return Arrays.copyOf(file, position(file, random));
        }
    },

    /** Some bits are inverted. */
    FLIPPED {
        @Override
        byte[] of(byte[] file, UniformRandomProvider random) {
            byte[] changed = file.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                changed[position(file, random)] ^= (byte) (1 << random.nextInt(8));
            }
            return changed;
        }
    },

    /** A binary number, such as a length, is extreme. */
    EXTREME_INTEGER {
        @Override
        byte[] of(byte[] file, UniformRandomProvider random) {
            ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            byte[] eight = ByteBuffer.allocate(8)
                    .order(order)
                    .putLong(INTEGERS.get(random.nextInt(INTEGERS.size())))
                    .array();
            int width = 1 << random.nextInt(4);
            byte[] number = order == ByteOrder.LITTLE_ENDIAN
                    ? Arrays.copyOf(eight, width)
                    : Arrays.copyOfRange(eight, 8 - width, 8);
            int at = position(file, random);
            byte[] changed = file.clone();
            System.arraycopy(number, 0, changed, at, Math.min(width, file.length - at));
            return changed;
        }
    },

    /** A number in the text is extreme or no number. */
    EXTREME_NUMBER {
        @Override
        byte[] of(byte[] file, UniformRandomProvider random) {
            String text = new String(file, StandardCharsets.ISO_8859_1);
            List<MatchResult> found = DIGITS.matcher(text).results().toList();
            if (found.isEmpty()) {
                return FLIPPED.of(file, random);
            }
            MatchResult number = found.get(random.nextInt(found.size()));
            String other = NUMBERS.get(random.nextInt(NUMBERS.size()));
            return replaced(file, number.start(), number.end(), other.getBytes(StandardCharsets.ISO_8859_1));
        }
    },

    /** A part is missing. */
    CUT_OUT {
        @Override
        byte[] of(byte[] file, UniformRandomProvider random) {
            int from = position(file, random);
            int end = from + 1 + random.nextInt(Math.min(64, file.length - from));
            return replaced(file, from, end, new byte[0]);
        }
    },

    /** A part occurs twice, or at another place. */
    REPEATED {
        @Override
        byte[] of(byte[] file, UniformRandomProvider random) {
            int from = position(file, random);
            int end = from + 1 + random.nextInt(Math.min(64, file.length - from));
            int at = position(file, random);
            return replaced(file, at, at, Arrays.copyOfRange(file, from, end));
        }
    },

    /** A bracket, a key or a space is repeated thousands of times. */
    NESTED {
        @Override
        byte[] of(byte[] file, UniformRandomProvider random) {
            String token = TOKENS.get(random.nextInt(TOKENS.size()));
            int at = position(file, random);
            String many = token.repeat(1 << 8 + random.nextInt(7));
            return replaced(file, at, at, many.getBytes(StandardCharsets.ISO_8859_1));
        }
    },

    /** A part is noise. */
    NOISE {
        @Override
        byte[] of(byte[] file, UniformRandomProvider random) {
            byte[] noise = new byte[1 + random.nextInt(32)];
            random.nextBytes(noise);
            int from = position(file, random);
            return replaced(file, from, Math.min(file.length, from + random.nextInt(noise.length + 1)), noise);
        }
    };

    private static final int HEADER = 512;
    private static final Pattern DIGITS = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final List<Long> INTEGERS = List.of(
            0L, 1L, 0x7fL, 0xffL, 0x7fffL, 0xffffL, 0x7fffffffL, 0xffffffffL, 1L << 31, 1L << 60, Long.MAX_VALUE, -1L);
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "2147483647",
            "2147483648",
            "1152921504606846976",
            "9223372036854775808",
            "1e400",
            "-1e39",
            "1e-400",
            "NaN",
            "inf",
            "0x10",
            "00",
            "1_000",
            "",
            "1,1,1,1,1,1,1,1,1,1",
            "99999999999999999999999999");
    private static final List<String> TOKENS =
            List.of("[", "{", "(", "{\"a\":", "- ", "a: {", "[[", "\"", "\n", " ", ",", "1,", "0", "%0, ", "#", "\0");

    /** Returns the changed bytes. */
    abstract byte[] of(byte[] file, UniformRandomProvider random);

    /** Returns a random position, in half of the cases in the first {@value #HEADER} bytes. */
    private static int position(byte[] file, UniformRandomProvider random) {
        return random.nextInt(random.nextBoolean() ? file.length : Math.min(HEADER, file.length));
    }

    private static byte[] replaced(byte[] file, int from, int end, byte[] other) {
        return ByteBuffer.allocate(file.length - (end - from) + other.length)
                .put(file, 0, from)
                .put(other)
                .put(file, end, file.length - end)
                .array();
    }
}
