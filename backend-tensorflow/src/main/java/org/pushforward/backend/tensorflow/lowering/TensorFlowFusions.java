package org.pushforward.backend.tensorflow.lowering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction.Conv2d;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * Finds nodes that are computed together without storing intermediate values: a convolution with the biases that are
 * added to it, and a group norm with the biases that are added to its operand and the scale of the channels.
 */
public final class TensorFlowFusions {
    /**
     * A convolution and the biases that are added to its channels.
     *
     * @param convolution the convolution
     * @param biases the biases, before they are broadcast
     */
    record Biased(Tensor convolution, List<Tensor> biases) {}

    /**
     * A group norm, or the gradient of one.
     *
     * @param node the norm or the gradient itself
     * @param x the operand of the norm, without the biases
     * @param biases the biases that are added to x, before they are broadcast
     * @param scale the scale of the channels, before it is broadcast; empty for a gradient
     */
    record Norm(Tensor node, Tensor x, List<Tensor> biases, Optional<Tensor> scale) {}

    private final Map<Tensor, List<Tensor>> users = new IdentityHashMap<>();
    private final Set<Tensor> results = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Tensor, Norm> norms = new IdentityHashMap<>();
    private final Map<Tensor, Biased> biased = new IdentityHashMap<>();
    private final boolean convolutions;

    /**
     * Finds the fusions in a graph.
     *
     * @param convolutions whether the engine has a kernel for convolutions with biases
     */
    public TensorFlowFusions(Graph graph, boolean convolutions) {
        this.convolutions = convolutions;
        results.addAll(graph.outputs().values());
        graph.states().forEach(state -> results.add(state.next()));
        for (Tensor node : graph.nodes()) {
            node.operands().forEach(operand -> users.computeIfAbsent(operand, none -> new ArrayList<>())
                    .add(node));
        }
        graph.nodes().forEach(this::find);
    }

    /** Returns the convolution and the biases that a node is computed from, if it is fused. */
    Optional<Biased> biased(Tensor node) {
        return Optional.ofNullable(biased.get(node));
    }

    /** Returns the norm that a node is computed with, if it is fused. */
    Optional<Norm> norm(Tensor node) {
        return Optional.ofNullable(norms.get(node));
    }

    /** Returns the nodes that a node is computed from. */
    public List<Tensor> operands(Tensor node) {
        if (biased.containsKey(node)) {
            Biased found = biased.get(node);
            return Stream.of(found.convolution().operands(), found.biases())
                    .flatMap(List::stream)
                    .toList();
        }
        if (norms.containsKey(node)) {
            Norm found = norms.get(node);
            List<Tensor> operands = new ArrayList<>(found.node().operands());
            operands.set(operands.size() - 1, found.x());
            operands.addAll(found.biases());
            found.scale().ifPresent(operands::add);
            return operands;
        }
        return Tiling.operands(node);
    }

    private void find(Tensor node) {
        if (isNorm(node)) {
            norms.put(node, norm(node, Optional.empty()));
        } else if (node.primitive() instanceof Binary.Mul) {
            Tensor normal = node.operands().get(0);
            Optional<Tensor> scale =
                    perChannel(node.operands().get(1)).filter(s -> s.shape().size() == node.dim(1));
            if (normal.primitive() instanceof Normalization.GroupNorm && isUsedOnce(normal) && scale.isPresent()) {
                norms.put(node, norm(normal, scale));
            }
        } else if (node.primitive() instanceof Binary.Add
                && convolutions
                && node.dtype() == DType.F32
                && node.shape().size() > 0) {
            List<Tensor> biases = new ArrayList<>();
            Tensor x = withoutBiases(node, biases);
            boolean alike = biases.stream().allMatch(bias -> bias.shape().size() == node.dim(1));
            if (!biases.isEmpty()
                    && alike
                    && x.primitive() instanceof Conv2d p
                    && p.geometry().groups() == 1
                    && isUsedOnce(x)) {
                biased.put(node, new Biased(x, biases));
            }
        }
    }

    private static boolean isNorm(Tensor node) {
        return node.primitive() instanceof Normalization.GroupNorm
                || node.primitive() instanceof Normalization.GroupNormGradient;
    }

    private Norm norm(Tensor node, Optional<Tensor> scale) {
        Tensor image = node.operands().get(node.operands().size() - 1);
        boolean isSeenByNormsOnly = !results.contains(image)
                && users.get(image).stream().allMatch(user -> isNorm(user) && !isCotangent(image, user));
        List<Tensor> biases = new ArrayList<>();
        Tensor x = isSeenByNormsOnly ? withoutBiases(image, biases) : image;
        return x.primitive() instanceof Conv2d && node.shape().size() > 0
                ? new Norm(node, x, biases, scale)
                : new Norm(node, image, List.of(), scale);
    }

    private static boolean isCotangent(Tensor x, Tensor user) {
        return user.operands().size() == 2 && user.operands().get(0) == x;
    }

    /** Returns a sum without its biases, which are added to the list, as far as no other node uses a partial sum. */
    private Tensor withoutBiases(Tensor sum, List<Tensor> biases) {
        Tensor rest = sum;
        while (rest.primitive() instanceof Binary.Add && (rest == sum || isUsedOnce(rest))) {
            Optional<Tensor> bias = perChannel(rest.operands().get(1));
            if (bias.isEmpty()) {
                return rest;
            }
            biases.add(bias.get());
            rest = rest.operands().get(0);
        }
        return rest;
    }

    private boolean isUsedOnce(Tensor node) {
        return !results.contains(node) && users.get(node).size() == 1;
    }

    /** Returns the operand of a broadcast that repeats one number per channel. */
    private static Optional<Tensor> perChannel(Tensor node) {
        if (!(node.primitive() instanceof Movement.Broadcast) || node.shape().rank() < 2) {
            return Optional.empty();
        }
        Tensor source = node.operands().get(0);
        int samples = node.shape().rank() == source.shape().rank() ? source.dim(0) : 1;
        boolean channels = source.shape().rank() >= node.shape().rank() - 1
                && source.shape().size() == samples * node.dim(1)
                && source.dim(1 - node.shape().rank()) == node.dim(1);
        return channels ? Optional.of(source) : Optional.empty();
    }
}
