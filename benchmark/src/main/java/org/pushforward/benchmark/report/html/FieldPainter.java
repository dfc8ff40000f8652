package org.pushforward.benchmark.report.html;

import java.util.Optional;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.chart.Axis;
import org.pushforward.benchmark.report.chart.ColorBar;
import org.pushforward.benchmark.report.chart.ColorMap;
import org.pushforward.benchmark.report.chart.ColorScale;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.PatchGrid;
import org.pushforward.benchmark.report.chart.Quantiles;
import org.pushforward.benchmark.report.chart.Raster;
import org.pushforward.tensor.HostArray;

/** Draws fields as grids of patches with one color scale. */
record FieldPainter(Field field, ColorScale scale) implements Painter {
    private static final int COLUMNS = 6;
    private static final int ROWS = 4;
    private static final int CELL = 12;
    private static final double LEFT_OUT = 0.005;

    /** Returns a painter whose color scale covers nearly all real values; the few values beyond it get the colors of its ends. */
    static FieldPainter of(Field field, HostArray real) {
        Quantiles quantiles = Quantiles.of(real);
        Axis range = Axis.around(quantiles.at(LEFT_OUT), quantiles.at(1 - LEFT_OUT), 0);
        return new FieldPainter(field, new ColorScale(ColorMap.VIRIDIS, range.low(), range.high()));
    }

    @Override
    public Raster raster(HostArray samples) {
        return new PatchGrid(field, scale, CELL).grid(samples, COLUMNS, ROWS);
    }

    @Override
    public Element figure(HostArray samples, String title, boolean real) {
        int shown = Math.min(samples.shape().dim(0), COLUMNS * ROWS);
        Raster raster = raster(samples);
        return Element.of("img")
                .with("class", "patches")
                .with("src", raster.dataUri())
                .with("width", raster.width() / 2.0)
                .with("height", raster.height() / 2.0)
                .with(
                        "alt",
                        title + ": " + shown + " patches of " + field.rows() + " by " + field.columns() + " cells of "
                                + field.quantity());
    }

    @Override
    public Optional<String> remark(HostArray samples) {
        return samples.isFinite() ? Optional.empty() : Optional.of("gray cells are not finite numbers");
    }

    @Override
    public Optional<Element> legend() {
        return Optional.of(ColorBar.ofQuantity(field, scale));
    }
}
