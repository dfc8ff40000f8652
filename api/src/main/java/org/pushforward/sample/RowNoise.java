package org.pushforward.sample;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Noise inputs whose row k depends only on the key and on k, not on the batch that contains k. */
final class RowNoise implements Noise {
    private record Declared(Tensor input, boolean normal) {}

    private final String prefix;
    private final int rows;
    private final List<Declared> declared = new ArrayList<>();

    RowNoise(String prefix, int rows) {
        this.prefix = prefix;
        this.rows = rows;
    }

    @Override
    public Tensor normal(int... dims) {
        return declare(true, dims);
    }

    @Override
    public Tensor uniform(int... dims) {
        return declare(false, dims);
    }

    private Tensor declare(boolean normal, int... dims) {
        if (dims.length == 0 || dims[0] != rows) {
            throw new IllegalArgumentException("noise of shape " + Shape.of(dims) + " where " + rows
                    + " rows are computed: expected a first axis of that length, because row k of the noise belongs to sample k;"
                    + " request more numbers per row along another axis");
        }
        Tensor input = Tensor.input(prefix + declared.size(), TensorType.f32(dims));
        declared.add(new Declared(input, normal));
        return input;
    }

    List<Tensor> inputs() {
        return declared.stream().map(Declared::input).toList();
    }

    /** Draws the values of the inputs in order, for rows starting at {@code firstRow}. */
    List<HostArray> draw(RandomKey key, int firstRow) {
        List<HostArray> values = new ArrayList<>();
        for (Declared each : declared) {
            RandomKey own = key.fold(values.size());
            Shape shape = each.input().shape();
            values.add(each.normal() ? own.normalRows(shape, firstRow) : own.uniformRows(shape, firstRow));
        }
        return values;
    }
}
