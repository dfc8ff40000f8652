package org.pushforward.zoo.field.prior;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.data.Batch;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.field.Ellipse;
import org.pushforward.zoo.field.simulation.TracedConvolution;

/** The parameters and the white noise of fields, from which a graph computes the fields. */
final class FieldIngredients implements DataSource {
    private static final String KIND = "kind";
    private static final String AXES = "axes";
    private static final String SHARE = "share";
    private static final String DEVIATION = "deviation";
    private static final String WAVES = "waves";
    private static final String MEAN = "mean";
    private static final String NUGGET = "nugget";
    private static final String WHITE = "white";

    private final FieldSimulator simulator;
    private final TracedConvolution convolution;
    private final Schema schema;

    FieldIngredients(FieldSimulator simulator, TracedConvolution convolution) {
        this.simulator = simulator;
        this.convolution = convolution;
        TensorType one = TensorType.f32();
        TensorType map = new TensorType(DType.F32, simulator.grid().shape());
        this.schema = Schema.of(KIND, new TensorType(DType.I64, Shape.scalar()))
                .with(AXES, TensorType.f32(2, 2, 2))
                .with(SHARE, map)
                .with(DEVIATION, map)
                .with(WAVES, new TensorType(DType.F32, convolution.white()))
                .with(MEAN, one)
                .with(NUGGET, one)
                .with(WHITE, map);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Rows draw(RandomKey key, int count) {
        int cells = simulator.grid().cells();
        long[] kinds = new long[count];
        float[] axes = new float[8 * count];
        float[] share = new float[count * cells];
        float[] deviation = new float[count * cells];
        float[] mean = new float[count];
        float[] nugget = new float[count];
        IntStream.range(0, count).parallel().forEach(k -> {
            FieldParameters drawn = simulator.parameters(FieldLatents.draw(simulator.prior(), key.fold(k)));
            kinds[k] = drawn.kind();
            write(drawn.first(), axes, 8 * k);
            write(drawn.second().orElse(drawn.first()), axes, 8 * k + 4);
            for (int cell = 0; cell < cells; cell++) {
                share[k * cells + cell] = (float) drawn.share()[cell];
                deviation[k * cells + cell] = (float) drawn.deviation()[cell];
            }
            mean[k] = (float) drawn.mean();
            nugget[k] = (float) Math.sqrt(drawn.nugget());
        });
        Shape map = simulator.grid().shape().prepend(count);
        Map<String, HostArray> columns = new LinkedHashMap<>();
        columns.put(KIND, HostArray.wrap(Shape.of(count), kinds));
        columns.put(AXES, HostArray.wrap(Shape.of(count, 2, 2, 2), axes));
        columns.put(SHARE, HostArray.wrap(map, share));
        columns.put(DEVIATION, HostArray.wrap(map, deviation));
        columns.put(WAVES, key.fold(WAVES).normal(convolution.white().prepend(count)));
        columns.put(MEAN, HostArray.wrap(Shape.of(count), mean));
        columns.put(NUGGET, HostArray.wrap(Shape.of(count), nugget));
        columns.put(WHITE, key.fold(WHITE).normal(map));
        return new Rows(columns);
    }

    private static void write(Ellipse range, float[] axes, int at) {
        double[] scaling = range.scaling();
        for (int i = 0; i < scaling.length; i++) {
            axes[at + i] = (float) scaling[i];
        }
    }

    /** Returns fields of shape [n, 1, rows, columns]. */
    Batch fields(Batch drawn) {
        Tensor field = convolution.fields(
                drawn.get(KIND), drawn.get(AXES), drawn.get(SHARE), drawn.get(DEVIATION), drawn.get(WAVES));
        int n = field.dim(0);
        Tensor white = drawn.get(WHITE).mul(drawn.get(NUGGET).reshape(n, 1, 1));
        Tensor values = field.add(white).add(drawn.get(MEAN).reshape(n, 1, 1));
        return new Batch(Map.of(Schema.X, values.expandDims(1)));
    }
}
