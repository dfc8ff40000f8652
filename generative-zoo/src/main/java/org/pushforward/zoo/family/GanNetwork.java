package org.pushforward.zoo.family;

import java.util.List;
import org.pushforward.nn.Activation;
import org.pushforward.nn.Convolution;
import org.pushforward.nn.Dense;
import org.pushforward.nn.Layer;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Resampling;
import org.pushforward.nn.Scope;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.Shape;

/** A setting that selects the generator and the critic of a GAN. */
@ChosenBy("kind")
public sealed interface GanNetwork {

    /**
     * The two networks.
     *
     * @param generator maps noise of shape [n, latent] to samples
     * @param critic maps samples to scores of shape [n, 1]
     */
    record Pair(Layer generator, Layer critic) {}

    /**
     * Declares both networks.
     *
     * @throws IllegalArgumentException if the networks do not support such samples; the message names the supported shapes
     */
    Pair build(Scope generator, Scope critic, int latent, Shape event);

    /**
     * Multilayer perceptrons, with ReLU in the generator and leaky ReLU in the critic.
     *
     * @param hidden the width of each hidden layer of both networks
     */
    @Kind("mlp")
    record PerceptronGan(List<Integer> hidden) implements GanNetwork {
        /** Three layers of width 128. */
        public PerceptronGan() {
            this(List.of(128, 128, 128));
        }

        /** Refuses widths out of range. */
        public PerceptronGan {
            hidden = Widths.checked("hidden", hidden);
        }

        @Override
        public Pair build(Scope generator, Scope critic, int latent, Shape event) {
            return new Pair(
                    Flattened.output(new Mlp(generator, Activation.RELU, around(latent, event.size())), event),
                    Flattened.input(new Mlp(critic, Activation.LEAKY_RELU, around(event.size(), 1))));
        }

        private int[] around(int first, int last) {
            int[] widths = new int[hidden.size() + 2];
            widths[0] = first;
            for (int i = 0; i < hidden.size(); i++) {
                widths[i + 1] = hidden.get(i);
            }
            widths[hidden.size() + 1] = last;
            return widths;
        }
    }

    /**
     * Convolutional networks: the generator upsamples by 2 twice, and the critic downsamples by 2 twice.
     *
     * @param channels the number of channels at full resolution; lower resolutions have twice as many
     */
    @Kind("convolutional")
    record ConvolutionalGan(int channels) implements GanNetwork {
        private static final int FACTOR = 4;

        /** 32 channels. */
        public ConvolutionalGan() {
            this(32);
        }

        /** Refuses numbers of channels out of range. */
        public ConvolutionalGan {
            SettingException.between(1, 4_096, "channels", channels);
        }

        @Override
        public Pair build(Scope generator, Scope critic, int latent, Shape event) {
            if (event.rank() != 3 || event.dim(1) % FACTOR != 0 || event.dim(2) % FACTOR != 0) {
                throw new IllegalArgumentException("convolutions of a GAN cannot make samples of shape " + event
                        + ": they make images [channels, rows, columns] with multiples of " + FACTOR
                        + " rows and columns");
            }
            int rows = event.dim(1) / FACTOR;
            int columns = event.dim(2) / FACTOR;
            int wide = 2 * channels;
            Dense seed = new Dense(generator.child("seed"), latent, wide * rows * columns);
            Convolution first = Convolution.same(generator.child("conv").child(0), wide, wide, 3);
            Convolution second = Convolution.same(generator.child("conv").child(1), wide, channels, 3);
            Convolution last = Convolution.same(generator.child("conv").child(2), channels, event.dim(0), 3);
            Layer generate = z -> {
                var coarse = Activation.RELU.apply(seed.apply(z)).reshape(z.dim(0), wide, rows, columns);
                var middle = Activation.RELU.apply(first.apply(Resampling.nearest(coarse, 2)));
                var fine = Activation.RELU.apply(second.apply(Resampling.nearest(middle, 2)));
                return last.apply(fine);
            };

            Convolution stem = Convolution.same(critic.child("conv").child(0), event.dim(0), channels, 3);
            Convolution halve = halving(critic.child("conv").child(1), channels, wide);
            Convolution quarter = halving(critic.child("conv").child(2), wide, wide);
            Dense score = new Dense(critic.child("score"), wide * rows * columns, 1);
            Layer criticize = x -> {
                var h = Activation.LEAKY_RELU.apply(stem.apply(x));
                h = Activation.LEAKY_RELU.apply(halve.apply(h));
                h = Activation.LEAKY_RELU.apply(quarter.apply(h));
                return score.apply(h.reshape(x.dim(0), -1));
            };
            return new Pair(generate, criticize);
        }

        private static Convolution halving(Scope scope, int inputs, int outputs) {
            return Convolution.builder(inputs, outputs, 4).stride(2).padding(1).build(scope);
        }
    }
}
