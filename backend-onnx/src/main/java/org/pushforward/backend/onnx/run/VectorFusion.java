package org.pushforward.backend.onnx.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.backend.onnx.plan.VectorKernel;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;

/**
 * A node and those of its operands that one loop computes together, because even a pass over arrays in the cache takes longer than an
 * operation: sums and differences whose second term is a product, a number times a vector, or a number times the sign of a vector; and such
 * a sum in which a moment is guarded by adding a number and subtracting it again.
 *
 * @param kernel the loop
 * @param operands what it reads
 */
record VectorFusion(VectorKernel kernel, List<Tensor> operands) {

    /**
     * Returns the loop that computes a node.
     *
     * @param uses how often each node is used; a node that is used several times has a loop of its own
     */
    static VectorFusion of(Tensor node, Map<Tensor, Integer> uses) {
        return guarded(node, uses)
                .or(() -> sum(node, uses))
                .orElseGet(
                        () -> new VectorFusion(VectorKernel.of(node.primitive()).orElseThrow(), node.operands()));
    }

    /** Returns c + s a + p - q or c - s a + p - q for numbers s, p and q. */
    private static Optional<VectorFusion> guarded(Tensor node, Map<Tensor, Integer> uses) {
        if (!(node.primitive() instanceof Binary.Sub)) {
            return Optional.empty();
        }
        Tensor raised = node.operands().get(0);
        Optional<Tensor> lowered = number(node.operands().get(1));
        if (lowered.isEmpty() || !(raised.primitive() instanceof Binary.Add) || uses.get(raised) > 1) {
            return Optional.empty();
        }
        Tensor sum = raised.operands().get(0);
        Optional<Tensor> added = number(raised.operands().get(1));
        if (added.isEmpty() || uses.get(sum) > 1) {
            return Optional.empty();
        }
        return term(sum, uses).flatMap(term -> numberIn(term)
                .map(s -> new VectorFusion(
                        VectorKernel.guardedMultiple(sum.primitive() instanceof Binary.Sub),
                        List.of(s, factor(term), rest(sum, term), added.get(), lowered.get()))));
    }

    private static Optional<VectorFusion> sum(Tensor node, Map<Tensor, Integer> uses) {
        boolean negative = node.primitive() instanceof Binary.Sub;
        return term(node, uses).map(term -> {
            Tensor rest = rest(node, term);
            Optional<Tensor> number = numberIn(term);
            if (number.isEmpty()) {
                List<Tensor> operands = new ArrayList<>(term.operands());
                operands.add(rest);
                return new VectorFusion(VectorKernel.addedProduct(negative), operands);
            }
            Tensor factor = factor(term);
            boolean sign = factor.primitive() instanceof Unary.Sign && uses.get(factor) == 1;
            return sign
                    ? new VectorFusion(
                            VectorKernel.addedSign(negative),
                            List.of(number.get(), factor.operands().get(0), rest))
                    : new VectorFusion(VectorKernel.addedMultiple(negative), List.of(number.get(), factor, rest));
        });
    }

    /** Returns the product that only a sum or a difference uses. */
    private static Optional<Tensor> term(Tensor node, Map<Tensor, Integer> uses) {
        boolean sum = node.primitive() instanceof Binary.Add;
        return sum || node.primitive() instanceof Binary.Sub
                ? node.operands().stream()
                        .skip(sum ? 0 : 1)
                        .filter(x -> x.primitive() instanceof Binary.Mul && uses.get(x) == 1)
                        .findFirst()
                : Optional.empty();
    }

    /** Returns the other operand of a sum. */
    private static Tensor rest(Tensor sum, Tensor term) {
        List<Tensor> operands = sum.operands();
        return operands.get(operands.get(0) == term ? 1 : 0);
    }

    /** Returns the number in a product of a vector and a number. */
    private static Optional<Tensor> numberIn(Tensor product) {
        return product.operands().stream().flatMap(x -> number(x).stream()).findFirst();
    }

    /** Returns the vector in a product of a vector and a number. */
    private static Tensor factor(Tensor product) {
        List<Tensor> operands = product.operands();
        return operands.get(number(operands.get(0)).isPresent() ? 1 : 0);
    }

    private static Optional<Tensor> number(Tensor node) {
        return node.primitive() instanceof Movement.Broadcast
                ? Optional.of(node.operands().get(0))
                : Optional.empty();
    }
}
