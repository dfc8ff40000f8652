package org.pushforward.backend.tensorflow.lowering;

import java.util.List;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Tensor;
import org.tensorflow.Output;

/** The lowerings of an Adam update that is not done in place, by its elementwise formula. */
final class AdamFormula {
    private AdamFormula() {}

    static Output<?> firstMoment(AdamUpdate.AdamFirstMoment p, Tensor y, List<Output<?>> x, Emitter emit) {
        return mixed(x.get(0), emit.op("Mul", x.get(1), emit.scalar(y.dtype(), 1 - p.beta())), p.beta(), y, emit);
    }

    static Output<?> secondMoment(AdamUpdate.AdamSecondMoment p, Tensor y, List<Output<?>> x, Emitter emit) {
        Output<?> scaled = emit.op("Mul", x.get(1), emit.scalar(y.dtype(), Math.sqrt(1 - p.beta())));
        return mixed(x.get(0), emit.op("Square", scaled), p.beta(), y, emit);
    }

    private static Output<?> mixed(Output<?> old, Output<?> added, double beta, Tensor y, Emitter emit) {
        return emit.op("AddV2", emit.op("Mul", old, emit.scalar(y.dtype(), beta)), added);
    }

    static Output<?> step(AdamUpdate.AdamStep p, Tensor y, List<Output<?>> x, Emitter emit) {
        Output<?> gradient = x.get(3);
        Output<?> m = firstMoment(new AdamUpdate.AdamFirstMoment(p.beta1()), y, List.of(x.get(1), gradient), emit);
        Output<?> v = secondMoment(new AdamUpdate.AdamSecondMoment(p.beta2()), y, List.of(x.get(2), gradient), emit);
        Output<?> root = emit.op("Mul", emit.op("Sqrt", v), x.get(5));
        Output<?> scale = emit.op("AddV2", root, emit.scalar(y.dtype(), p.epsilon()));
        Output<?> kept = p.decay() == 0 ? x.get(0) : emit.op("Mul", x.get(0), x.get(6));
        return emit.op("Sub", kept, emit.op("RealDiv", emit.op("Mul", m, x.get(4)), scale));
    }
}
