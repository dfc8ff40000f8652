package org.pushforward.benchmark.report.html;

import java.util.Optional;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.chart.PlaneFrame;
import org.pushforward.benchmark.report.chart.Raster;
import org.pushforward.benchmark.report.chart.ScatterChart;
import org.pushforward.tensor.HostArray;

/** Draws points of the plane as dots in one frame. */
record PlanePainter(PlaneFrame frame) implements Painter {
    private static final int SHOWN = 2000;

    @Override
    public Raster raster(HostArray samples) {
        return scatter(samples).raster();
    }

    @Override
    public Element figure(HostArray samples, String title, boolean real) {
        ScatterChart scatter = scatter(samples);
        return scatter.chart(
                title + ": " + Numbers.count(scatter.count()) + " points in the plane", real ? "real" : "generated");
    }

    @Override
    public Optional<String> remark(HostArray samples) {
        int outside = scatter(samples).outside();
        return outside == 0 ? Optional.empty() : Optional.of(Numbers.count(outside) + " outside the frame");
    }

    @Override
    public Optional<Element> legend() {
        return Optional.empty();
    }

    private ScatterChart scatter(HostArray samples) {
        return new ScatterChart(frame, samples, SHOWN);
    }
}
