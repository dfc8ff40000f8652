package org.pushforward.zoo.score;

import java.util.Optional;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Activation;
import org.pushforward.nn.Convolution;
import org.pushforward.nn.Dense;
import org.pushforward.nn.GroupNormalization;
import org.pushforward.nn.Scope;

/**
 * A residual block of two convolutions; the noise level is added between them:
 *
 * <pre>
 * h = conv3x3(SiLU(norm(x))) + dense(embedding),   y = shortcut(x) + conv3x3(SiLU(norm(h)))
 * </pre>
 *
 * <p>The shortcut is a 1x1 convolution if the number of channels changes, and otherwise the identity. He, Zhang, Ren and
 * Sun, <i>Identity mappings in deep residual networks</i>, 2016.
 */
final class ResidualBlock {
    private final GroupNormalization firstNorm;
    private final Convolution first;
    private final Dense level;
    private final GroupNormalization secondNorm;
    private final Convolution second;
    private final Optional<Convolution> shortcut;

    ResidualBlock(Scope scope, int inputs, int outputs, int groups, int embedding) {
        firstNorm = new GroupNormalization(scope.child("norm").child(0), groups, inputs);
        first = Convolution.same(scope.child("conv").child(0), inputs, outputs, 3);
        level = new Dense(scope.child("level"), embedding, outputs);
        secondNorm = new GroupNormalization(scope.child("norm").child(1), groups, outputs);
        second = Convolution.same(scope.child("conv").child(1), outputs, outputs, 3);
        shortcut = inputs == outputs
                ? Optional.empty()
                : Optional.of(Convolution.same(scope.child("shortcut"), inputs, outputs, 1));
    }

    /**
     * Returns y.
     *
     * @param x of shape [n, inputs, rows, columns]
     * @param embedding the embedding of the noise level, of shape [n, width] or [1, width]
     */
    Tensor apply(Tensor x, Tensor embedding) {
        Tensor h = first.apply(Activation.SILU.apply(firstNorm.apply(x)));
        Tensor told = h.add(level.apply(embedding).expandDims(-1).expandDims(-1));
        Tensor y = second.apply(Activation.SILU.apply(secondNorm.apply(told)));
        return shortcut.map(convolution -> convolution.apply(x)).orElse(x).add(y);
    }
}
