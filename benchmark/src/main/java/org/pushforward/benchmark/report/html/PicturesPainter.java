package org.pushforward.benchmark.report.html;

import java.util.Optional;
import org.pushforward.benchmark.report.Pictures;
import org.pushforward.benchmark.report.chart.Axis;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.PictureGrid;
import org.pushforward.benchmark.report.chart.Quantiles;
import org.pushforward.benchmark.report.chart.Raster;
import org.pushforward.tensor.HostArray;

/**
 * Draws pictures side by side. Black and white are the smallest and largest real values.
 *
 * @param grid the layout of the pictures
 */
record PicturesPainter(PictureGrid grid) implements Painter {
    private static final int COLUMNS = 8;
    private static final int ROWS = 4;
    private static final int SIDE = 96;

    static PicturesPainter of(Pictures pictures, HostArray real) {
        Quantiles quantiles = Quantiles.of(real);
        Axis range = Axis.around(quantiles.at(0), quantiles.at(1), 0);
        int zoom = Math.max(1, SIDE / Math.max(pictures.rows(), pictures.columns()));
        return new PicturesPainter(new PictureGrid(pictures, range.low(), range.high(), zoom));
    }

    @Override
    public Raster raster(HostArray samples) {
        return grid.grid(samples, COLUMNS, ROWS);
    }

    @Override
    public Element figure(HostArray samples, String title, boolean real) {
        Raster raster = raster(samples);
        return Element.of("img")
                .with("class", "patches")
                .with("src", raster.dataUri())
                .with("width", raster.width() / 2.0)
                .with("height", raster.height() / 2.0)
                .with("alt", title + ": pictures side by side");
    }

    @Override
    public Optional<String> remark(HostArray samples) {
        return samples.isFinite() ? Optional.empty() : Optional.of("black pixels are not finite numbers");
    }

    @Override
    public Optional<Element> legend() {
        return Optional.empty();
    }
}
