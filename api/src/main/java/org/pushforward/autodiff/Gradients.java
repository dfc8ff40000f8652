package org.pushforward.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.graph.Checkpoint;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Derivatives as graphs.
 *
 * <p>Every result is an ordinary tensor that can be differentiated again. For example, the gradient penalty of a WGAN
 * uses {@code Gradients.of(critic, x)} in a loss that {@code Gradients.of(loss, parameters)} then differentiates. Any
 * node can be differentiated with respect to, not only inputs. If the result does not depend on a node, the derivative
 * is zero.
 */
@Stability(Stability.Level.STABLE)
public final class Gradients {
    private Gradients() {}

    /**
     * Returns the gradient of a scalar: for each node, a tensor of the node's type.
     *
     * @throws IllegalArgumentException if the value is not a floating-point scalar
     */
    public static List<Tensor> of(Tensor scalar, List<Tensor> inputs) {
        if (scalar.shape().rank() != 0 || !scalar.dtype().isFloating()) {
            throw new IllegalArgumentException(
                    "gradient of " + scalar + ": expected a floating-point scalar; sum() it, or use vjp()");
        }
        return vjp(List.of(scalar), inputs, List.of(scalar.zerosLike().add(1)));
    }

    /** Returns the gradient of a scalar with respect to one node. */
    public static Tensor of(Tensor scalar, Tensor input) {
        return of(scalar, List.of(input)).get(0);
    }

    /**
     * Returns the vector-Jacobian product J^T u: for each node, a tensor of the node's type.
     *
     * @param outputs the tensors to differentiate
     * @param inputs the nodes to differentiate with respect to
     * @param cotangents u: one of the type of each output
     * @throws IllegalArgumentException if a cotangent does not have the type of its output
     */
    public static List<Tensor> vjp(List<Tensor> outputs, List<Tensor> inputs, List<Tensor> cotangents) {
        checkPairs("cotangent", outputs, cotangents);
        List<Tensor> order = Topology.sort(outputs);
        Set<Tensor> dependent = dependentOn(inputs, order);
        Map<Tensor, Tensor> sums = new IdentityHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            sums.merge(outputs.get(i), cotangents.get(i), Tensor::add);
        }
        for (int i = order.size() - 1; i >= 0; i--) {
            Tensor node = order.get(i);
            Tensor cotangent = sums.get(node);
            if (cotangent == null || node.operands().stream().noneMatch(dependent::contains)) {
                continue;
            }
            List<Tensor> parts = DerivativeRules.pullBack(node, cotangent);
            for (int k = 0; k < parts.size(); k++) {
                Tensor operand = node.operands().get(k);
                if (parts.get(k) != null && dependent.contains(operand)) {
                    sums.merge(operand, parts.get(k), Tensor::add);
                }
            }
        }
        return inputs.stream()
                .map(input -> sums.containsKey(input) ? sums.get(input) : input.zerosLike())
                .toList();
    }

    /**
     * Returns the Jacobian-vector product J v: for each output, a tensor of the output's type. It is computed as the
     * derivative of the vector-Jacobian product, which is linear in its cotangent.
     *
     * @param outputs the tensors to differentiate
     * @param inputs the nodes to differentiate with respect to
     * @param tangents v: one of the type of each input
     * @throws IllegalArgumentException if a tangent does not have the type of its input
     */
    public static List<Tensor> jvp(List<Tensor> outputs, List<Tensor> inputs, List<Tensor> tangents) {
        checkPairs("tangent", inputs, tangents);
        // J^T u is linear in u, so any cotangents will do, as long as each is a separate node.
        List<Tensor> cotangents = outputs.stream().map(Tensor::zerosLike).toList();
        return vjp(vjp(outputs, inputs, cotangents), cotangents, tangents);
    }

    /**
     * Returns the Hessian-vector product of a scalar, computed as the gradient of the inner product of its gradient and
     * v.
     */
    public static Tensor hvp(Tensor scalar, Tensor input, Tensor v) {
        return vjp(List.of(of(scalar, input)), List.of(input), List.of(v)).get(0);
    }

    /**
     * Returns the value of a function whose derivative recomputes intermediate values instead of storing them. This
     * saves memory at the cost of a second evaluation. Checkpoints may be nested.
     *
     * @param function may use tensors other than its argument, such as parameters; the result is differentiable with
     * respect to them too
     */
    public static Tensor checkpoint(UnaryOperator<Tensor> function, Tensor argument) {
        return Checkpoint.of(x -> function.apply(x.get(0)), List.of(argument));
    }

    /**
     * Returns the Jacobian of a tensor: element {@code [i.., j..]} is the derivative of element {@code [i..]} of the
     * output with respect to element {@code [j..]} of the input. Each row takes one vector-Jacobian product, so this is
     * meant for few outputs.
     *
     * @throws IllegalArgumentException if both ranks together exceed {@link Shape#MAX_RANK}
     */
    public static Tensor jacobian(Tensor output, Tensor input) {
        int rows = output.shape().size();
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            Tensor cotangent = unit(output, rows, i).reshape(output.shape());
            parts.add(row(output, input, cotangent).expandDims(0));
        }
        Shape shape = joined(output.shape(), input.shape());
        return rows == 0
                ? Tensor.full(output.type().with(shape), 0)
                : Tensor.concat(0, parts).reshape(shape);
    }

    /**
     * Returns the Jacobian of each sample, of shape [n, k, ...], for an output of shape [n, k] and an input of shape
     * [n, ...]. Row i of the output must depend only on row i of the input; otherwise the result is undefined. It takes
     * k vector-Jacobian products for all samples together.
     *
     * @throws IllegalArgumentException if the output is not of rank 2, or the numbers of samples differ
     */
    public static Tensor jacobianPerSample(Tensor output, Tensor input) {
        if (output.shape().rank() != 2
                || input.shape().rank() == 0
                || input.dim(0) != output.dim(0)
                || output.dim(1) == 0) {
            throw new IllegalArgumentException("Jacobian per sample of " + output + " in " + input
                    + ": expected an output [n, k] and an input [n, ...]; reshape() the samples");
        }
        List<Tensor> rows = new ArrayList<>();
        for (int k = 0; k < output.dim(1); k++) {
            Tensor cotangent = unit(output, output.dim(1), k).broadcastTo(output.shape());
            rows.add(row(output, input, cotangent).expandDims(1));
        }
        return Tensor.concat(1, rows);
    }

    /**
     * Returns the divergence of a vector field at each sample, which is the trace of its Jacobian, of shape [n]. It
     * takes one vector-Jacobian product for each component. Undefined if samples depend on each other.
     *
     * @param output the field, [n, ...]
     * @param input where it is taken, of the same type
     * @throws IllegalArgumentException if the types differ or are of rank 0
     */
    public static Tensor divergence(Tensor output, Tensor input) {
        checkField(output, input);
        int samples = output.dim(0);
        int components = samples == 0 ? 0 : output.shape().size() / samples;
        Tensor sum = Tensor.full(output.type().with(Shape.of(samples)), 0);
        for (int k = 0; k < components; k++) {
            Tensor cotangent = unit(output, components, k)
                    .reshape(output.shape().with(0, 1))
                    .broadcastTo(output.shape());
            Tensor row = row(output, input, cotangent).reshape(samples, components);
            sum = sum.add(row.slice(1, k, k + 1).reshape(samples));
        }
        return sum;
    }

    /**
     * Returns Hutchinson's unbiased estimate of the divergence at each sample, v^T J v, of shape [n]. It takes one
     * vector-Jacobian product. Hutchinson, <i>A stochastic estimator of the trace</i>, 1989.
     *
     * @param output the field, [n, ...]
     * @param input where it is taken, of the same type
     * @param probe v, of the same type, with independent components of mean 0 and variance 1, such as random signs or
     * normal numbers
     * @throws IllegalArgumentException if the types differ or are of rank 0
     */
    public static Tensor divergence(Tensor output, Tensor input, Tensor probe) {
        checkField(output, input);
        Tensor products = row(output, input, probe).mul(probe);
        int[] axes = IntStream.range(1, output.shape().rank()).toArray();
        return axes.length == 0 ? products : products.sum(axes);
    }

    private static Tensor row(Tensor output, Tensor input, Tensor cotangent) {
        return vjp(List.of(output), List.of(input), List.of(cotangent)).get(0);
    }

    /** Returns the unit vector for a position, of shape [length]. */
    private static Tensor unit(Tensor like, int length, int axis) {
        double[] elements = new double[length];
        elements[axis] = 1;
        return Tensor.constant(HostArray.wrap(Shape.of(length), elements).cast(like.dtype()));
    }

    private static Shape joined(Shape first, Shape second) {
        return Shape.of(IntStream.concat(Arrays.stream(first.dims()), Arrays.stream(second.dims()))
                .boxed()
                .toList());
    }

    private static void checkField(Tensor output, Tensor input) {
        if (!output.type().equals(input.type()) || output.shape().rank() == 0) {
            throw new IllegalArgumentException("divergence of " + output + " in " + input
                    + ": expected a field [n, ...] of the type of its argument");
        }
    }

    private static Set<Tensor> dependentOn(Collection<Tensor> inputs, List<Tensor> order) {
        Set<Tensor> dependent = Collections.newSetFromMap(new IdentityHashMap<>());
        dependent.addAll(inputs);
        for (Tensor node : order) {
            if (node.dtype().isFloating() && node.operands().stream().anyMatch(dependent::contains)) {
                dependent.add(node);
            }
        }
        return dependent;
    }

    private static void checkPairs(String what, List<Tensor> nodes, List<Tensor> vectors) {
        if (!types(nodes).equals(types(vectors))) {
            throw new IllegalArgumentException(
                    "expected a " + what + " of the type of each of " + types(nodes) + ", not " + types(vectors));
        }
    }

    private static String types(List<Tensor> nodes) {
        return nodes.stream().map(node -> node.type().toString()).collect(Collectors.joining(", ", "{", "}"));
    }
}
