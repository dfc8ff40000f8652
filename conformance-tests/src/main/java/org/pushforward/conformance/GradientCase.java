package org.pushforward.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * A function whose first and second derivatives a backend must compute as the interpreter does.
 *
 * @param label what is particular about it
 * @param subject the primitive that is differentiated
 * @param operands float64 values of the variables, and values of other types that are not differentiated
 * @param smooth whether the function has two derivatives at the operands; at a kink only the first is compared
 * @param function the result from the operands
 */
record GradientCase(
        String label,
        Class<? extends Primitive> subject,
        List<HostArray> operands,
        boolean smooth,
        Function<List<Tensor>, Tensor> function) {

    /** Returns the case of a primitive at operands where it is smooth. */
    static GradientCase of(Primitive primitive, String label, HostArray... operands) {
        return new GradientCase(label, primitive.getClass(), List.of(operands), true, x -> Tensor.of(primitive, x));
    }

    /** Returns the case of a primitive at operands where it has a kink. */
    static GradientCase atKink(Primitive primitive, String label, HostArray... operands) {
        return new GradientCase(label, primitive.getClass(), List.of(operands), false, x -> Tensor.of(primitive, x));
    }

    /** Returns the case for a backend, in one of the floating types. */
    ConformanceCase in(DType dtype) {
        List<HostArray> values = new ArrayList<>();
        operands.forEach(operand -> values.add(operand.dtype().isFloating() ? operand.cast(dtype) : operand));
        Samples samples = new Samples(subject.getSimpleName() + label);
        for (TensorType type : vectorTypes(values)) {
            values.add(samples.uniform(type.dtype(), type.shape(), -1, 1));
        }
        return new ConformanceCase(
                "VJP-" + ConformanceCase.rule(subject) + "[" + dtype + ", " + label + "]",
                subject,
                values,
                this::derivatives,
                Tolerance.gradient());
    }

    /** The type of the cotangent, then, where there is a second derivative, of each of the first. */
    private List<TensorType> vectorTypes(List<HostArray> values) {
        List<Tensor> x = values.stream().map(Tensor::constant).toList();
        List<TensorType> types = new ArrayList<>(List.of(function.apply(x).type()));
        if (smooth) {
            variables(x).forEach(variable -> types.add(variable.type()));
        }
        return types;
    }

    /** The first derivatives and, where the function is smooth, the derivatives of those. */
    private List<Tensor> derivatives(List<Tensor> inputs) {
        List<Tensor> x = inputs.subList(0, operands.size());
        Tensor cotangent = inputs.get(operands.size());
        List<Tensor> variables = variables(x);
        List<Tensor> first = Gradients.vjp(List.of(function.apply(x)), variables, List.of(cotangent));
        List<Tensor> results = new ArrayList<>(first);
        if (smooth) {
            List<Tensor> all = new ArrayList<>(variables);
            all.add(cotangent);
            results.addAll(Gradients.vjp(first, all, inputs.subList(operands.size() + 1, inputs.size())));
        }
        return results;
    }

    /** Returns those of the tensors, one for each operand, that are differentiated. */
    List<Tensor> variables(List<Tensor> x) {
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
