package org.pushforward.benchmark.report.html;

import java.util.Optional;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.Pictures;
import org.pushforward.benchmark.report.Vectors;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.PlaneFrame;
import org.pushforward.benchmark.report.chart.Raster;
import org.pushforward.tensor.HostArray;

/** Draws samples of one data set, always with the same axes or colors. */
public sealed interface Painter permits FieldPainter, PairsPainter, PicturesPainter, PlanePainter {

    /** Returns the painter of a comparison. The real samples determine its axes or colors. */
    static Painter of(ComparisonResult comparison) {
        return of(comparison.domain(), comparison.realSamples());
    }

    /** Returns the painter of a domain. Real samples determine its axes or colors. */
    static Painter of(Domain domain, HostArray real) {
        if (domain instanceof Field field) {
            return FieldPainter.of(field, real);
        }
        if (domain instanceof Vectors vectors) {
            return PairsPainter.of(vectors, real);
        }
        return domain instanceof Pictures pictures
                ? PicturesPainter.of(pictures, real)
                : new PlanePainter(PlaneFrame.around(real));
    }

    /** Returns the samples as a standalone picture. */
    Raster raster(HostArray samples);

    /** Returns the samples for the page. The title begins the text alternative of the picture. */
    Element figure(HostArray samples, String title, boolean real);

    /** Returns a remark on what the picture does not show; empty if it shows all. */
    Optional<String> remark(HostArray samples);

    /** Returns the legend that all pictures share, if they need one. */
    Optional<Element> legend();
}
