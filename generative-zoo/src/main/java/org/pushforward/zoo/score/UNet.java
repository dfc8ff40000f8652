package org.pushforward.zoo.score;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Activation;
import org.pushforward.nn.Convolution;
import org.pushforward.nn.Embedding;
import org.pushforward.nn.FourierEmbedding;
import org.pushforward.nn.GroupNormalization;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Resampling;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.Shape;

/**
 * A network on images at several resolutions. On the way down it has residual blocks at each level and halves rows and columns between
 * levels. After a block in the middle it has as many blocks on the way up, each of which also takes the output of its counterpart on the
 * way down.
 *
 * <pre>
 * stem conv3x3;   down: blocks, then conv3x3 with stride 2;   middle: a block
 * up: blocks on (h, skip), then each pixel as a square of four and conv3x3;   head: norm, SiLU, conv3x3
 * </pre>
 *
 * <p>The pixels of small square patches may be channels of the first level, which then has a lower resolution than the images.
 *
 * <p>A Fourier embedding and a perceptron pass the noise level to the blocks. The head starts at zero, so a preconditioned denoiser starts
 * as the exact denoiser of Gaussian data. Ronneberger, Fischer and Brox, <i>U-Net: convolutional networks for
 * biomedical image segmentation</i>, 2015; Ho, Jain and Abbeel, <i>Denoising diffusion probabilistic models</i>, 2020.
 */
public final class UNet implements DenoiserNetwork {
    private static final int FREQUENCIES = 64;
    private static final double HIGHEST_FREQUENCY = 64;

    private final int channels;
    private final int patch;
    private final FourierEmbedding frequencies = new FourierEmbedding(FREQUENCIES, HIGHEST_FREQUENCY);
    private final Mlp embedding;
    private final Optional<Embedding> classes;
    private final Schema seen;
    private final Convolution stem;
    private final List<List<ResidualBlock>> down = new ArrayList<>();
    private final List<Convolution> shrink = new ArrayList<>();
    private final ResidualBlock middle;
    private final List<List<ResidualBlock>> up = new ArrayList<>();
    private final List<Convolution> grow = new ArrayList<>();
    private final GroupNormalization norm;
    private final Convolution head;

    private UNet(Scope scope, Builder settings) {
        int[] widths = settings.widths;
        int top = widths[0];
        int bottom = widths[widths.length - 1];
        channels = settings.channels;
        patch = settings.patch;
        int pixels = patch * patch;
        embedding =
                new Mlp(scope.child("embedding"), Activation.SILU, FREQUENCIES, settings.embedding, settings.embedding);
        classes = settings.classes == 0
                ? Optional.empty()
                : Optional.of(new Embedding(
                        scope.child("classes"), settings.classes + 1, settings.embedding, Initializer.normal(1)));
        seen = settings.seen;
        int more = seen.columns().values().stream()
                .mapToInt(type -> type.shape().dim(0))
                .sum();
        stem = Convolution.same(scope.child("stem"), (channels + more) * pixels, top, 3);
        int width = top;
        for (int level = 0; level < widths.length; level++) {
            down.add(settings.blocks(scope.child("down").child(level), width, 0, widths[level]));
            width = widths[level];
            if (level + 1 < widths.length) {
                shrink.add(Convolution.builder(width, width, 3)
                        .stride(2)
                        .padding(1)
                        .build(scope.child("shrink").child(level)));
            }
        }
        middle = settings.block(scope.child("middle"), bottom, bottom);
        for (int level = widths.length - 1; level >= 0; level--) {
            up.add(0, settings.blocks(scope.child("up").child(level), width, widths[level], widths[level]));
            width = widths[level];
            if (level > 0) {
                grow.add(0, Convolution.same(scope.child("grow").child(level - 1), width, width, 3));
            }
        }
        norm = new GroupNormalization(scope.child("norm"), settings.groups, top);
        head = Convolution.builder(top, channels * pixels, 3)
                .padding(1)
                .initializer(Initializer.zeros())
                .build(scope.child("head"));
    }

    /**
     * Returns a builder with these defaults: levels of 32, 64 and 64 channels, one block per level and direction, 8 normalization groups
     * and an embedding of width 128.
     *
     * @param channels the number of channels of an image
     */
    public static Builder builder(int channels) {
        return new Builder(channels);
    }

    /**
     * Returns F, of the shape of x.
     *
     * @param x images, of shape [n, channels, rows, columns]; every level except the last halves rows and columns
     * @param noise c_noise, of shape [n, 1, 1, 1] or [1, 1, 1, 1]
     * @param context the additional images and the class of each row, if the network was built with them
     * @throws IllegalArgumentException if the number of channels differs, or rows or columns cannot be halved often enough
     */
    @Override
    public Tensor apply(Tensor x, Tensor noise, Context context) {
        check(x.shape());
        Tensor embedded = embedding.apply(frequencies.apply(noise.reshape(noise.dim(0), 1)));
        Tensor told = Activation.SILU.apply(
                classes.map(table -> embedded.add(table.apply(context.get(ClassConditional.LABEL))))
                        .orElse(embedded));
        List<Tensor> input = new ArrayList<>(List.of(x));
        seen.names().forEach(name -> input.add(context.get(name)));
        Tensor h = stem.apply(patches(Tensor.concat(1, input)));
        Deque<Tensor> skips = new ArrayDeque<>();
        for (int level = 0; level < down.size(); level++) {
            for (ResidualBlock block : down.get(level)) {
                h = block.apply(h, told);
                skips.push(h);
            }
            if (level < shrink.size()) {
                h = shrink.get(level).apply(h);
            }
        }
        h = middle.apply(h, told);
        for (int level = up.size() - 1; level >= 0; level--) {
            for (ResidualBlock block : up.get(level)) {
                h = block.apply(h.concat(1, skips.pop()), told);
            }
            if (level > 0) {
                h = grow.get(level - 1).apply(Resampling.nearest(h, 2));
            }
        }
        return pixels(head.apply(Activation.SILU.apply(norm.apply(h))));
    }

    /** Makes the pixels of each patch channels of one pixel. */
    private Tensor patches(Tensor images) {
        if (patch == 1) {
            return images;
        }
        int rows = images.dim(2) / patch;
        int columns = images.dim(3) / patch;
        return images.reshape(images.dim(0), images.dim(1), rows, patch, columns, patch)
                .transpose(0, 1, 3, 5, 2, 4)
                .reshape(images.dim(0), -1, rows, columns);
    }

    private Tensor pixels(Tensor patches) {
        if (patch == 1) {
            return patches;
        }
        int rows = patches.dim(2);
        int columns = patches.dim(3);
        return patches.reshape(patches.dim(0), channels, patch, patch, rows, columns)
                .transpose(0, 1, 4, 2, 5, 3)
                .reshape(patches.dim(0), channels, rows * patch, columns * patch);
    }

    private void check(Shape images) {
        int multiple = patch << shrink.size();
        if (images.rank() != 4
                || images.dim(1) != channels
                || images.dim(2) % multiple != 0
                || images.dim(3) % multiple != 0) {
            throw new IllegalArgumentException("images of shape " + images + " for a U-Net of " + down.size()
                    + " levels and patches of " + patch + " x " + patch + ": expected [n, " + channels
                    + ", rows, columns] with multiples of " + multiple
                    + " rows and columns");
        }
    }

    /** Builds a U-Net. Not thread-safe. */
    public static final class Builder {
        private final int channels;
        private int[] widths = {32, 64, 64};
        private int patch = 1;
        private int blocks = 1;
        private int groups = 8;
        private int embedding = 128;
        private int classes = 0;
        private Schema seen = Schema.empty();

        private Builder(int channels) {
            this.channels = channels;
        }

        /** Sets the number of channels at each level, starting at the highest resolution. */
        public Builder levels(int... channelsOfLevels) {
            widths = channelsOfLevels.clone();
            return this;
        }

        /**
         * Sets the side of the square patches whose pixels are channels of the first level. With 2 the first level has half the resolution
         * and costs a quarter.
         */
        public Builder patch(int side) {
            patch = side;
            return this;
        }

        /** Sets the number of residual blocks per level and direction. */
        public Builder blocks(int count) {
            blocks = count;
            return this;
        }

        /** Sets the number of channel groups of each group normalization. */
        public Builder groups(int count) {
            groups = count;
            return this;
        }

        /** Sets the width of the embedding of noise levels. */
        public Builder embedding(int width) {
            embedding = width;
            return this;
        }

        /** Adds context images with the same rows and columns as x; the network takes them as additional channels. */
        public Builder seeing(Schema images) {
            seen = images;
            return this;
        }

        /** Lets the network take the class of each image, which may be absent; see {@link ClassConditional}. */
        public Builder classes(int count) {
            classes = count;
            return this;
        }

        /**
         * Declares the layers.
         *
         * @throws IllegalArgumentException if a number is less than 1, or the groups do not divide the channels of a level
         */
        public UNet build(Scope scope) {
            boolean positive =
                    channels > 0 && patch > 0 && blocks > 0 && groups > 0 && embedding > 0 && widths.length > 0;
            if (!positive || Arrays.stream(widths).anyMatch(width -> width < 1 || width % groups != 0)) {
                throw new IllegalArgumentException("U-Net on " + channels + " channels with levels of "
                        + Arrays.toString(widths) + " channels, patches of side " + patch + ", " + blocks
                        + " blocks, norms over " + groups
                        + " groups and an embedding of width " + embedding
                        + ": expected at least 1 each, and groups that divide the channels of every level");
            }
            return new UNet(scope, this);
        }

        /** Returns the blocks of a level in one direction; each also takes a number of skip channels. */
        private List<ResidualBlock> blocks(Scope scope, int inputs, int skip, int outputs) {
            List<ResidualBlock> level = new ArrayList<>();
            for (int i = 0; i < blocks; i++) {
                level.add(block(scope.child(i), (i == 0 ? inputs : outputs) + skip, outputs));
            }
            return level;
        }

        private ResidualBlock block(Scope scope, int inputs, int outputs) {
            return new ResidualBlock(scope, inputs, outputs, groups, embedding);
        }
    }
}
