package org.pushforward.backend.djl.script;

import static org.pushforward.backend.djl.script.Torch.call;
import static org.pushforward.backend.djl.script.Torch.first;
import static org.pushforward.backend.djl.script.Torch.names;

import java.util.List;
import java.util.Map;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * The lowerings of composites that libtorch computes in one pass over memory, which is the cost of elementwise
 * operations.
 */
final class Composites {
    /** From here on, e^-x is negligible compared to x in either precision; above, libtorch returns x. */
    private static final int SOFTPLUS_IS_THE_IDENTITY = 40;
    /** From here on, GELU is the identity in either precision. */
    private static final int GELU_IS_THE_IDENTITY = 40;

    private Composites() {}

    static void addTo(Map<Class<? extends Primitive>, TorchLowering<?>> t) {
        TorchLowerings.function(t, Smooth.Sigmoid.class, "sigmoid");
        TorchLowerings.function(t, Smooth.SigmoidGradient.class, "sigmoid_backward");
        TorchLowerings.function(t, Smooth.TanhGradient.class, "tanh_backward");
        TorchLowerings.function(t, Smooth.Silu.class, "silu");
        TorchLowerings.function(t, Smooth.SiluGradient.class, "silu_backward");
        TorchLowerings.put(t, Smooth.Gelu.class, Composites::gelu);
        TorchLowerings.function(t, Smooth.GeluGradient.class, "gelu_backward");
        TorchLowerings.put(
                t, Smooth.Softplus.class, (p, x, s) -> call("softplus", first(x, s), 1, SOFTPLUS_IS_THE_IDENTITY));

        TorchLowerings.put(t, Rectified.LeakyReluGradient.class, Rectifier::pullBack);

        TorchLowerings.put(
                t, Normalization.Softmax.class, (p, x, s) -> call("_softmax", first(x, s), p.axis(), "False"));
        TorchLowerings.put(
                t, Normalization.LogSoftmax.class, (p, x, s) -> call("_log_softmax", first(x, s), p.axis(), "False"));
        TorchLowerings.put(t, Normalization.SoftmaxGradient.class, (p, x, s) -> {
            List<String> operands = names(x, s);
            return call(
                    "_softmax_backward_data", operands.get(0), operands.get(1), p.axis(), ScriptWriter.code(x.dtype()));
        });
        TorchLowerings.put(t, Normalization.GroupNorm.class, Composites::groupNorm);
        TorchLowerings.put(t, Normalization.GroupNormGradient.class, Composites::groupNormGradient);

        TorchLowerings.put(t, AdamUpdate.AdamStep.class, (p, x, s) -> s.memory(x));
        TorchLowerings.put(t, AdamUpdate.AdamFirstMoment.class, (p, x, s) -> s.memory(x));
        TorchLowerings.put(t, AdamUpdate.AdamSecondMoment.class, (p, x, s) -> s.memory(x));
    }

    /** On some processors libtorch doubles x before it halves it, so that a large x becomes infinity. */
    private static String gelu(Smooth.Gelu p, Tensor node, ScriptWriter s) {
        String x = first(node, s);
        return call("where", call("gt", x, GELU_IS_THE_IDENTITY), x, call("gelu", x));
    }

    /** The mean and deviation of each group. The norm and its gradient share them, so they are computed once. */
    private record Statistics(Tensor operand, int groups, double epsilon) {}

    private static String groupNorm(Normalization.GroupNorm p, Tensor node, ScriptWriter s) {
        Tensor operand = node.operands().get(0);
        return operand.shape().size() == 0
                ? s.name(operand)
                : normalized(new Statistics(operand, p.groups(), p.epsilon()), s)
                        .get(0);
    }

    private static String groupNormGradient(Normalization.GroupNormGradient p, Tensor node, ScriptWriter s) {
        Tensor operand = node.operands().get(1);
        if (operand.shape().size() == 0) {
            return s.name(operand);
        }
        List<String> normalized = normalized(new Statistics(operand, p.groups(), p.epsilon()), s);
        String cotangent = s.let(call("contiguous", first(node, s)));
        String call = call(
                "native_group_norm_backward",
                cotangent,
                s.let(call("contiguous", s.name(operand))),
                normalized.get(1),
                normalized.get(2),
                "None",
                extents(operand.shape()),
                p.groups(),
                "[True, False, False]");
        return s.let(call, 3).get(0);
    }

    /** Returns the names of the value, the mean and the reciprocal of the deviation. */
    private static List<String> normalized(Statistics key, ScriptWriter s) {
        return s.once(key, () -> {
            String operand = s.let(call("contiguous", s.name(key.operand())));
            String call = call(
                    "native_group_norm",
                    operand,
                    "None, None",
                    extents(key.operand().shape()),
                    key.groups(),
                    ScriptWriter.number(key.epsilon()));
            return s.let(call, 3);
        });
    }

    /** Returns the numbers of samples, of channels and of elements of a channel. */
    private static String extents(Shape shape) {
        int samples = shape.dim(0);
        int channels = shape.dim(1);
        return samples + ", " + channels + ", " + shape.size() / (samples * channels);
    }
}
