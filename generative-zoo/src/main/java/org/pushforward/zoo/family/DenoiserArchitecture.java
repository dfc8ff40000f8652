package org.pushforward.zoo.family;

import java.util.List;
import org.pushforward.data.Schema;
import org.pushforward.nn.ContextColumns;
import org.pushforward.nn.Scope;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.score.ClassEmbedding;
import org.pushforward.zoo.score.DenoiserMlp;
import org.pushforward.zoo.score.DenoiserNetwork;
import org.pushforward.zoo.score.UNet;

/** A setting that selects the network of a denoiser. */
@ChosenBy("kind")
public sealed interface DenoiserArchitecture {

    /**
     * Declares the network.
     *
     * @param scope where
     * @param event the shape of one sample
     * @param seen the floating-point context columns that the network takes in addition to the noisy data
     * @param classes the number of classes, or 0 for no class input
     * @throws IllegalArgumentException if the network does not support such samples; the message names the supported shapes
     */
    DenoiserNetwork build(Scope scope, Shape event, Schema seen, int classes);

    /**
     * A multilayer perceptron with SiLU, for data of any shape.
     *
     * @param hidden the width of each hidden layer
     */
    @Kind("mlp")
    record PerceptronDenoiser(List<Integer> hidden) implements DenoiserArchitecture {
        private static final int CLASS_WIDTH = 16;

        /** Three layers of width 128. */
        public PerceptronDenoiser() {
            this(List.of(128, 128, 128));
        }

        /** Refuses widths out of range. */
        public PerceptronDenoiser {
            hidden = Widths.checked("hidden", hidden);
        }

        @Override
        public DenoiserNetwork build(Scope scope, Shape event, Schema seen, int classes) {
            if (classes > 0) {
                return Flattened.network(
                        new ClassEmbedding(scope, classes, CLASS_WIDTH, context -> mlp(scope, event, context)), event);
            }
            return Flattened.network(mlp(scope, event, new ContextColumns(seen)), event);
        }

        private DenoiserNetwork mlp(Scope scope, Shape event, ContextColumns context) {
            return new DenoiserMlp(scope, event.size(), context, Widths.array(hidden));
        }
    }

    /**
     * A U-Net, for images [channels, rows, columns].
     *
     * @param levels the number of channels at each level, starting at the highest resolution
     * @param blocks the number of residual blocks at each level, on the way down and again on the way up
     * @param groups the number of channel groups of each group normalization
     * @param embedding the width of the embedding of noise levels
     * @param patch the side of the square patches whose pixels are channels of the first level; 1 for full resolution
     */
    @Kind("unet")
    record ConvolutionalDenoiser(List<Integer> levels, int blocks, int groups, int embedding, int patch)
            implements DenoiserArchitecture {
        /** Levels of 32, 64 and 64 channels, one block per level and direction, 8 normalization groups and an embedding of width 128. */
        public ConvolutionalDenoiser() {
            this(List.of(32, 64, 64), 1, 8, 128);
        }

        /** The first level has full resolution. */
        public ConvolutionalDenoiser(List<Integer> levels, int blocks, int groups, int embedding) {
            this(levels, blocks, groups, embedding, 1);
        }

        /** Refuses values out of range. */
        public ConvolutionalDenoiser {
            levels = Widths.checked("levels", levels);
            SettingException.between(1, 100, "blocks", blocks);
            SettingException.between(1, 65_536, "embedding", embedding);
            SettingException.between(1, 64, "patch", patch);
            int count = groups;
            SettingException.unless(
                    groups >= 1 && levels.stream().allMatch(channels -> channels % count == 0),
                    "groups",
                    groups,
                    "a number that divides the channels of every level, " + levels);
        }

        @Override
        public DenoiserNetwork build(Scope scope, Shape event, Schema seen, int classes) {
            if (event.rank() != 3) {
                throw new IllegalArgumentException("a U-Net cannot denoise data of shape " + event
                        + ": it takes images [channels, rows, columns]; network: {kind: mlp} takes any shape");
            }
            seen.columns().forEach((name, type) -> {
                Shape image = type.shape();
                if (image.rank() != 3 || !image.with(0, event.dim(0)).equals(event)) {
                    throw new IllegalArgumentException("a U-Net on images " + event + " cannot see the column '" + name
                            + "' of type " + type + ": it expects images with the same number of rows and columns");
                }
            });
            return UNet.builder(event.dim(0))
                    .levels(Widths.array(levels))
                    .patch(patch)
                    .blocks(blocks)
                    .groups(groups)
                    .embedding(embedding)
                    .seeing(seen)
                    .classes(classes)
                    .build(scope);
        }
    }
}
