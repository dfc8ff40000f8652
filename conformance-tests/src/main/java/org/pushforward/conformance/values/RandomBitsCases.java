package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.RandomBits;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of Philox4x32-10, whose words must agree in every bit. */
final class RandomBitsCases {
    private static final long LARGEST = 0xFFFFFFFFL;

    private RandomBitsCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        add(cases, "known answer of zeros", key(0, 0), words(0, 0, 0, 0));
        add(cases, "known answer of ones", key(LARGEST, LARGEST), words(LARGEST, LARGEST, LARGEST, LARGEST));
        add(
                cases,
                "known answer of pi",
                key(0xa4093822L, 0x299f31d0L),
                words(0x243f6a88L, 0x85a308d3L, 0x13198a2eL, 0x03707344L));
        for (int word = 0; word < 4; word++) {
            long[] counter = new long[4];
            counter[word] = 0x80000000L;
            add(cases, "sign bit of word " + word, key(1, 2), words(counter));
        }
        add(cases, "sign bits of the key", key(0x80000000L, 0x80000000L), words(1, 2, 3, 4));
        RandomOperands random = new RandomOperands("random bits");
        for (Shape shape : TestOperands.EDGE_SHAPES) {
            Shape counters = shape.rank() == 0 ? Shape.of(4) : shape.with(-1, 4);
            add(cases, "counters of " + shape, anything(random, Shape.of(2)), anything(random, counters));
        }
        add(
                cases,
                "no counters",
                key(3, 4),
                HostArray.zeros(words(0, 0, 0, 0).type().with(Shape.of(0, 4))));
        add(cases, "many counters", anything(random, Shape.of(2)), consecutive(1000));
        add(cases, "any words", anything(random, Shape.of(2)), anything(random, Shape.of(257, 4)));
        return cases;
    }

    private static HostArray key(long first, long second) {
        return HostArray.of(Shape.of(2), first, second);
    }

    private static HostArray words(long... words) {
        return HostArray.of(Shape.of(4), words);
    }

    /** Returns words from their whole range. */
    private static HostArray anything(RandomOperands random, Shape shape) {
        return random.uniform(DType.I64, shape, 0, LARGEST);
    }

    /** Returns consecutive counters; the lowest word overflows in the middle. */
    private static HostArray consecutive(int count) {
        long[] words = new long[4 * count];
        for (int i = 0; i < count; i++) {
            long low = LARGEST - count / 2 + i;
            words[4 * i] = low & LARGEST;
            words[4 * i + 1] = low >>> 32;
        }
        return HostArray.of(Shape.of(count, 4), words);
    }

    private static void add(List<ConformanceCase> cases, String label, HostArray key, HostArray counters) {
        cases.add(ConformanceCase.of(new RandomBits(), label, Tolerance.exact(), key, counters));
    }
}
