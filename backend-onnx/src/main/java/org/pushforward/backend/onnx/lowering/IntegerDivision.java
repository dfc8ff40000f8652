package org.pushforward.backend.onnx.lowering;

import java.util.List;
import java.util.Map;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;

/** Division that rounds down, and its remainder. The engine's own quotient rounds toward zero. */
public final class IntegerDivision {
    private IntegerDivision() {}

    /** Subtracts 1 from the engine's quotient where its remainder is negative. */
    static String quotient(Unary.FloorDiv p, Tensor y, List<String> x, ModelBuilder m) {
        String divisor = m.scalar(y.dtype(), p.divisor());
        String quotient = m.apply("Div", x.get(0), divisor);
        String rest = m.apply("Sub", x.get(0), m.apply("Mul", quotient, divisor));
        String below = m.apply("Less", rest, m.scalar(y.dtype(), 0));
        return m.apply("Sub", quotient, m.apply("Cast", Map.of("to", ElementTypes.code(y.dtype())), below));
    }

    /** For integers, the engine's remainder has the sign of the divisor. */
    static String remainder(Unary.FloorMod p, Tensor y, List<String> x, ModelBuilder m) {
        return m.apply("Mod", x.get(0), m.scalar(y.dtype(), p.divisor()));
    }

    /**
     * Takes C's remainder, which is exact but has the sign of the dividend, and adds the divisor where the sign is
     * wrong.
     */
    static String remainder(Binary.Remainder p, Tensor y, List<String> x, ModelBuilder m) {
        String zero = m.scalar(y.dtype(), 0);
        String rest = m.apply("Mod", Map.of("fmod", 1), x.get(0), x.get(1));
        String opposed = m.apply("Xor", m.apply("Less", rest, zero), m.apply("Less", x.get(1), zero));
        String wrong = m.apply("And", opposed, m.apply("Not", m.apply("Equal", rest, zero)));
        return m.apply("Where", wrong, m.apply("Add", rest, x.get(1)), rest);
    }
}
