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
 * A function whose first and second derivatives a backend must compute as the interpreter does.
 *
 * @param label what is particular about it
 * @param subject the primitive that is differentiated
 * @param operands float64 values of the variables, and values of other types that are not differentiated
 * @param slope what derivatives the function has at the operands
 * @param function the result from the operands
 */
public record GradientCase(
        String label,
        Class<? extends Primitive> subject,
        List<HostArray> operands,
        Slope slope,
        Function<List<Tensor>, Tensor> function) {
    /** With what the ids of the rules of first derivatives begin. */
    public static final String FIRST = "VJP-";
    /** With what the ids of the rules of second derivatives begin. */
    public static final String SECOND = "VJP2-";

    /** What derivatives a function has somewhere. */
    public enum Slope {
        /** Two, and differences of values agree with them. */
        SMOOTH,
        /** One, by convention. */
        KINK,
        /** Two, with which differences of values do not agree because part of the first was stopped. */
        STOPPED;

        boolean twice() {
            return this != KINK;
        }
    }

    /** Returns the case of a primitive at operands where it is smooth. */
    public static GradientCase of(Primitive primitive, String label, HostArray... operands) {
        return new GradientCase(
                label, primitive.getClass(), List.of(operands), Slope.SMOOTH, x -> Tensor.of(primitive, x));
    }

    /** Returns the case of a primitive at operands where it has a kink. */
    public static GradientCase atKink(Primitive primitive, String label, HostArray... operands) {
        return new GradientCase(
                label, primitive.getClass(), List.of(operands), Slope.KINK, x -> Tensor.of(primitive, x));
    }

    /** Returns the cases for a backend in one of the floating types: the first derivative and, if there is one, the second. */
    public List<ConformanceCase> in(DType dtype) {
        List<HostArray> values = new ArrayList<>();
        operands.forEach(operand -> values.add(operand.dtype().isFloating() ? operand.cast(dtype) : operand));
        List<Tensor> x = values.stream().map(Tensor::constant).toList();
        Samples samples = new Samples(subject.getSimpleName() + label);
        values.add(vector(samples, function.apply(x)));
        ConformanceCase first = derivative(FIRST, dtype, values, this::first);
        if (!slope.twice()) {
            return List.of(first);
        }
        List<HostArray> more = new ArrayList<>(values);
        variables(x).forEach(variable -> more.add(vector(samples, variable)));
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

    private static HostArray vector(Samples samples, Tensor like) {
        return samples.uniform(like.dtype(), like.shape(), -1, 1);
    }

    /** The derivatives, from the operands and a cotangent. */
    private List<Tensor> first(List<Tensor> inputs) {
        List<Tensor> x = inputs.subList(0, operands.size());
        return Gradients.vjp(List.of(function.apply(x)), variables(x), List.of(inputs.get(operands.size())));
    }

    /** The derivatives of the derivatives, from the operands, a cotangent, and a cotangent of each derivative. */
    private List<Tensor> second(List<Tensor> inputs) {
        List<Tensor> all = new ArrayList<>(variables(inputs.subList(0, operands.size())));
        all.add(inputs.get(operands.size()));
        return Gradients.vjp(first(inputs), all, inputs.subList(operands.size() + 1, inputs.size()));
    }

    /** Returns those of the tensors, one for each operand, that are differentiated. */
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
