package org.pushforward.zoo.score;

import org.pushforward.data.Batch;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * A denoiser conditioned on a class that also denoises without a class. In training an additional class, "absent", replaces the class of
 * some rows, so one network learns both.
 *
 * @param classes the number of classes
 * @param denoiser the denoiser given {@value #LABEL}, an int64 number from 0 to {@code classes}; the last number means absent
 */
public record ClassConditional(int classes, ConditionalDenoiser denoiser) implements ConditionalDenoiser {
    /** The name of the column with the class. */
    public static final String LABEL = "label";

    /** Returns the context of a class. */
    public static Schema labels() {
        return Schema.of(LABEL, new TensorType(DType.I64, Shape.scalar()));
    }

    @Override
    public Schema context() {
        return labels();
    }

    @Override
    public Denoiser given(Context context) {
        return denoiser.given(context);
    }

    /** Returns the denoiser without a class. */
    public Denoiser unconditional() {
        return (x, sigma) -> denoiser.given(Context.of(LABEL, absent(x.dim(0)))).denoise(x, sigma);
    }

    private Tensor absent(int rows) {
        return Tensor.full(new TensorType(DType.I64, Shape.of(rows)), classes);
    }

    /**
     * Returns the classes in the data, with a random share replaced by absent.
     *
     * @param classes the number of classes
     * @param share the probability that a row's class is absent, from 0 to 1
     */
    public static Conditioning withDropout(int classes, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share of absent classes = " + share + ": expected 0 to 1");
        }
        return (schema, batch, noise) -> dropped(classes, share, batch, noise);
    }

    private static Context dropped(int classes, double share, Batch batch, Noise noise) {
        Tensor label = batch.get(LABEL);
        Tensor absent = noise.uniform(label.dim(0)).less(share);
        Tensor none = Tensor.full(label.type(), classes);
        return Context.of(LABEL, absent.where(none, label));
    }
}
