package org.pushforward.conformance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/**
 * A function whose first and second derivatives must be the reference interpreter's.
 *
 * @param label tells the case from others of the same primitive
 * @param subject the primitive that is differentiated
 * @param operands the operands; those of type float64 are variables
 * @param smoothness which derivatives the function has at the operands
 * @param function computes the result from the operands
 */
public record GradientCase(
        String label,
        Class<? extends Primitive> subject,
        List<HostArray> operands,
        Smoothness smoothness,
        Function<List<Tensor>, Tensor> function) {
    /** The prefix of the rules about first derivatives. */
    public static final String FIRST = "VJP-";
    /** The prefix of the rules about second derivatives. */
    public static final String SECOND = "VJP2-";

    /** Which derivatives a function has at a point. */
    public enum Smoothness {
        /** Two, which agree with finite differences. */
        SMOOTH,
        /** Only the first, by convention. */
        KINK,
        /** Two, which disagree with finite differences because a gradient is stopped. */
        STOPPED;

        boolean twice() {
            return this != KINK;
        }
    }

    /** Returns the case of a primitive at operands where it is smooth. */
    public static GradientCase of(Primitive primitive, String label, HostArray... operands) {
        return new GradientCase(
                label, primitive.getClass(), List.of(operands), Smoothness.SMOOTH, x -> Tensor.of(primitive, x));
    }

    /** Returns the case of a primitive at operands where it has a kink. */
    public static GradientCase atKink(Primitive primitive, String label, HostArray... operands) {
        return new GradientCase(
                label, primitive.getClass(), List.of(operands), Smoothness.KINK, x -> Tensor.of(primitive, x));
    }

    /** Returns the cases in a floating-point type: of the first derivative and, if there is one, of the second. */
    public List<ConformanceCase> casesIn(DType dtype) {
        List<HostArray> values = new ArrayList<>();
        operands.forEach(operand -> values.add(operand.dtype().isFloating() ? operand.cast(dtype) : operand));
        List<Tensor> x = values.stream().map(Tensor::constant).toList();
        RandomOperands random = new RandomOperands(subject.getSimpleName() + label);
        values.add(vector(random, function.apply(x)));
        ConformanceCase first = derivative(FIRST, dtype, values, this::first);
        if (!smoothness.twice()) {
            return List.of(first);
        }
        List<HostArray> more = new ArrayList<>(values);
        variables(x).forEach(variable -> more.add(vector(random, variable)));
        return List.of(first, derivative(SECOND, dtype, more, this::second));
    }

    private ConformanceCase derivative(
            String prefix, DType dtype, List<HostArray> values, Function<List<Tensor>, List<Tensor>> program) {
        return new ConformanceCase(
                prefix + ConformanceCase.rule(subject) + "[" + dtype + ", " + label + "]",
                subject,
                values,
                program,
                Tolerance.gradient());
    }

    private static HostArray vector(RandomOperands random, Tensor like) {
        return random.uniform(like.dtype(), like.shape(), -1, 1);
    }

    /** Returns the derivatives from the operands and a cotangent. */
    private List<Tensor> first(List<Tensor> inputs) {
        List<Tensor> x = inputs.subList(0, operands.size());
        return Gradients.vjp(List.of(function.apply(x)), variables(x), List.of(inputs.get(operands.size())));
    }

    /** Returns the second derivatives from the operands, a cotangent, and a cotangent of each first derivative. */
    private List<Tensor> second(List<Tensor> inputs) {
        List<Tensor> all = new ArrayList<>(variables(inputs.subList(0, operands.size())));
        all.add(inputs.get(operands.size()));
        return Gradients.vjp(first(inputs), all, inputs.subList(operands.size() + 1, inputs.size()));
    }

    /** Returns the variables among tensors that stand for the operands. */
    public List<Tensor> variables(List<Tensor> x) {
        return IntStream.range(0, x.size())
                .filter(i -> operands.get(i).dtype().isFloating())
                .mapToObj(x::get)
                .toList();
    }

    @Override
    public String toString() {
        return ConformanceCase.rule(subject) + "[" + label + "]";
    }
}
