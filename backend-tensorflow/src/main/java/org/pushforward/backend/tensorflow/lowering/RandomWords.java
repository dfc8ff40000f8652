package org.pushforward.backend.tensorflow.lowering;

import java.util.List;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/** The lowering of random bits: Philox in int64 arithmetic. */
final class RandomWords {
    private static final long WORD = 0xFFFFFFFFL;

    private final Emitter emit;

    private RandomWords(Emitter emit) {
        this.emit = emit;
    }

    static Output<?> philox(RandomBits p, Tensor y, List<Output<?>> x, Emitter emit) {
        return new RandomWords(emit).rounds(x.get(0), x.get(1));
    }

    private Output<?> rounds(Output<?> key, Output<?> counters) {
        Operation keys = unpack(key, 2);
        Operation words = unpack(counters, 4);
        Output<?> key0 = keys.output(0);
        Output<?> key1 = keys.output(1);
        Output<?>[] word = {words.output(0), words.output(1), words.output(2), words.output(3)};
        for (int round = 0; round < RandomBits.ROUNDS; round++) {
            Output<?> left = emit.op("Mul", word[0], whole(RandomBits.MULTIPLIERS.get(0)));
            Output<?> right = emit.op("Mul", word[2], whole(RandomBits.MULTIPLIERS.get(1)));
            word = new Output<?>[] {
                xor(xor(high(right), word[1]), key0), low(right), xor(xor(high(left), word[3]), key1), low(left)
            };
            key0 = low(emit.op("AddV2", key0, whole(RandomBits.WEYL.get(0))));
            key1 = low(emit.op("AddV2", key1, whole(RandomBits.WEYL.get(1))));
        }
        return emit.begin("Pack").addInputList(word).setAttr("axis", -1).build().output(0);
    }

    private Operation unpack(Output<?> x, int count) {
        return emit.begin("Unpack")
                .addInput(x)
                .setAttr("num", count)
                .setAttr("axis", -1)
                .build();
    }

    private Output<?> whole(long value) {
        return emit.scalar(DType.I64, value);
    }

    private Output<?> xor(Output<?> x, Output<?> y) {
        return emit.op("BitwiseXor", x, y);
    }

    private Output<?> low(Output<?> x) {
        return emit.op("BitwiseAnd", x, whole(WORD));
    }

    /** The shift replicates the sign bit, which is not part of the word. */
    private Output<?> high(Output<?> x) {
        return low(emit.op("RightShift", x, whole(Integer.SIZE)));
    }
}
