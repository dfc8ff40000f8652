package org.pushforward.zoo.score;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Denoises a large field with a denoiser of small ones. Each overlapping window of the field is denoised by itself. A cell is
 * the mean of the windows that contain it, weighted by the square of the distance from the window's edge:
 *
 * <pre>
 * D(x)_i = sum_w b_w(i) D_local(x restricted to w)_i,   sum_w b_w(i) = 1
 * </pre>
 *
 * <p>It is exact if a window is the whole field, and otherwise close if cells depend on each other only over distances well below the
 * overlap. For a Markov field the score becomes exact as the noise goes to 0. At high noise levels it ignores dependence between cells that
 * share no window, so large fields keep no correlation beyond the size of a window. The cost is proportional to the number of windows.
 *
 * <p>Rozet and Louppe, <i>Score-based data assimilation</i>, 2023, which composes the scores of short segments into that of a trajectory.
 */
public final class WindowedDenoiser implements ConditionalDenoiser {
    private final ConditionalDenoiser local;
    private final Shape window;
    private final Shape domain;
    private final WindowAxis rows;
    private final WindowAxis columns;

    private WindowedDenoiser(
            ConditionalDenoiser local, Shape window, Shape domain, WindowAxis rows, WindowAxis columns) {
        this.local = local;
        this.window = window;
        this.domain = domain;
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * Returns the denoiser of a large field.
     *
     * @param local the denoiser of a window. Columns of its context that are fields on the window become fields on the domain
     * @param window the shape of a window, [..., rows, columns]
     * @param domain the shape of the large field, with the same leading axes
     * @param overlap the least number of rows and of columns that neighboring windows share, 2 or more
     * @throws IllegalArgumentException if the window does not fit into the domain, or the overlap into the window
     */
    public static WindowedDenoiser of(ConditionalDenoiser local, Shape window, Shape domain, int overlap) {
        int rank = window.rank();
        if (rank < 2
                || domain.rank() != rank
                || !window.equals(sized(domain, window.dim(rank - 2), window.dim(rank - 1)))) {
            throw new IllegalArgumentException("windows of shape " + window + " on a field of shape " + domain
                    + ": expected [..., rows, columns] with the same leading axes");
        }
        return new WindowedDenoiser(
                local,
                window,
                domain,
                WindowAxis.of(domain.dim(rank - 2), window.dim(rank - 2), overlap),
                WindowAxis.of(domain.dim(rank - 1), window.dim(rank - 1), overlap));
    }

    /**
     * Returns a model of large fields that is sampled through windows of a model of small ones, with the same parameters and moments.
     *
     * @param model the model of a window
     * @param domain the shape of the large field
     * @param overlap the least number of rows and of columns that neighboring windows share, 2 or more
     */
    public static DiffusionModel enlarge(DiffusionModel model, Shape domain, int overlap) {
        return new DiffusionModel(
                domain,
                model.moments(),
                model.learned(),
                of(model.denoiser(), model.event(), domain, overlap),
                model.objective(),
                model.schema(),
                model.group(),
                model.samplings());
    }

    private static Shape sized(Shape field, int rows, int columns) {
        return field.with(field.rank() - 2, rows).with(field.rank() - 1, columns);
    }

    /** Returns the number of windows. */
    public int windows() {
        return rows.count() * columns.count();
    }

    private boolean isOnWindow(Shape column) {
        int rank = column.rank();
        return rank >= 2 && column.dim(rank - 2) == rows.size() && column.dim(rank - 1) == columns.size();
    }

    @Override
    public Schema context() {
        Map<String, TensorType> columnsOfDomain = new LinkedHashMap<>();
        local.context().columns().forEach((name, type) -> {
            Shape shape = type.shape();
            columnsOfDomain.put(
                    name, isOnWindow(shape) ? type.with(sized(shape, rows.length(), columns.length())) : type);
        });
        return new Schema(columnsOfDomain);
    }

    @Override
    public Denoiser given(Context context) {
        Map<String, Tensor> cut = new LinkedHashMap<>();
        local.context()
                .columns()
                .forEach((name, type) ->
                        cut.put(name, isOnWindow(type.shape()) ? cut(context.get(name)) : repeated(context.get(name))));
        Denoiser given = local.given(new Context(cut));
        return (x, sigma) -> {
            Tensor levels = sigma.dim(0) == 1 ? sigma : repeated(sigma);
            return blended(given.denoise(cut(x), levels), x.dim(0));
        };
    }

    /** Returns the windows of fields [n, ..., H, W] as rows, [n windows, ..., h, w]. */
    private Tensor cut(Tensor fields) {
        Shape all = fields.shape();
        int n = all.dim(0);
        int inner = all.size() / (n * domain.dim(domain.rank() - 2) * domain.dim(domain.rank() - 1));
        Tensor x = fields.reshape(n, inner, rows.length(), columns.length())
                .gather(2, Tensor.constant(rows.cells()))
                .gather(3, Tensor.constant(columns.cells()))
                .reshape(n, inner, rows.count(), rows.size(), columns.count(), columns.size())
                .transpose(0, 2, 4, 1, 3, 5);
        return x.reshape(sized(all, rows.size(), columns.size()).with(0, n * windows()));
    }

    /** Returns each row once for each window. */
    private Tensor repeated(Tensor values) {
        int n = values.dim(0);
        int size = values.shape().size() / n;
        return values.reshape(n, 1, size)
                .broadcastTo(Shape.of(n, windows(), size))
                .reshape(values.shape().with(0, n * windows()));
    }

    /** Returns the fields blended from windows, the inverse of {@link #cut} if the windows agree. */
    private Tensor blended(Tensor denoised, int n) {
        int inner = window.size() / (rows.size() * columns.size());
        Tensor across = Tensor.constant(columns.blend().cast(denoised.dtype()));
        Tensor down = Tensor.constant(rows.blend().cast(denoised.dtype()));
        return denoised.reshape(n, rows.count(), columns.count(), inner, rows.size(), columns.size())
                .transpose(0, 3, 1, 4, 2, 5)
                .reshape(n * inner * rows.count() * rows.size(), columns.count() * columns.size())
                .matmul(across.transpose())
                .reshape(n * inner, rows.count() * rows.size(), columns.length())
                .transpose(0, 2, 1)
                .reshape(n * inner * columns.length(), rows.count() * rows.size())
                .matmul(down.transpose())
                .reshape(n * inner, columns.length(), rows.length())
                .transpose(0, 2, 1)
                .reshape(domain.prepend(n));
    }
}
