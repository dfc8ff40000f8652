package org.pushforward.backend.onnx.lowering;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Map;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Random bits in int64 arithmetic, whose products wrap as the generator requires. Only unsigned types have shifts, and
 * casts between signed and unsigned integers keep the bits.
 */
final class OnnxPhilox {
    private OnnxPhilox() {}

    /** The even words form one row and the odd words another, so that a round takes few operators. */
    static String lower(RandomBits p, Tensor y, List<String> x, ModelBuilder m) {
        int counters = y.shape().size() / 4;
        String pairs = m.reshape(x.get(1), Shape.of(counters, 2, 2));
        String words = m.apply("Transpose", Map.of("perm", List.of(2, 1, 0)), pairs);
        String even = part(words, 0, m);
        String odd = part(words, 1, m);
        String key = m.reshape(x.get(0), Shape.of(2, 1));
        String multipliers = pair(RandomBits.MULTIPLIERS.get(0), RandomBits.MULTIPLIERS.get(1), m);
        for (int round = 0; round < RandomBits.ROUNDS; round++) {
            String product = exchanged(m.apply("Mul", even, multipliers), m);
            even = m.apply("BitwiseXor", m.apply("BitwiseXor", high(product, m), odd), key(key, round, m));
            odd = low(product, m);
        }
        String joined = m.apply("Concat", Map.of("axis", 0), whole(even, counters, m), whole(odd, counters, m));
        return m.reshape(m.apply("Transpose", Map.of("perm", List.of(2, 1, 0)), joined), y.shape());
    }

    private static String part(String words, int which, ModelBuilder m) {
        return m.apply("Gather", Map.of("axis", 0), words, m.scalar(DType.I64, which));
    }

    private static String whole(String row, int counters, ModelBuilder m) {
        return m.reshape(row, Shape.of(1, 2, counters));
    }

    /** The key of a round: the initial key plus a multiple of the Weyl increments. */
    private static String key(String key, int round, ModelBuilder m) {
        long first = RandomBits.WEYL.get(0) * round;
        long second = RandomBits.WEYL.get(1) * round;
        return round == 0 ? key : low(m.apply("Add", key, pair(first, second, m)), m);
    }

    private static String pair(long first, long second, ModelBuilder m) {
        return m.constant(HostArray.wrap(Shape.of(2, 1), new long[] {first, second}));
    }

    private static String exchanged(String rows, ModelBuilder m) {
        return m.apply("Gather", Map.of("axis", 0), rows, m.longs(1, 0));
    }

    private static String low(String x, ModelBuilder m) {
        return m.apply("BitwiseAnd", x, m.scalar(DType.I64, 0xFFFFFFFFL));
    }

    private static String high(String x, ModelBuilder m) {
        String shifted = m.apply("BitShift", Map.of("direction", "RIGHT"), unsigned(x, m), unsigned(m.longs(32), m));
        return m.apply("Cast", Map.of("to", ElementTypes.code(DType.I64)), shifted);
    }

    private static String unsigned(String x, ModelBuilder m) {
        return m.apply("Cast", Map.of("to", TensorProto.DataType.UINT64_VALUE), x);
    }
}
