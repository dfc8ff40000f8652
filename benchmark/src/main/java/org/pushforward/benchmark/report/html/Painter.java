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

/** Draws samples of one data set, all on the same axes or colors. */
public sealed interface Painter permits FieldPainter, PairsPainter, PicturesPainter, PlanePainter {

    /** Returns the painter of a comparison, whose axes or colors come from the real samples. */
    static Painter of(ComparisonResult comparison) {
        return of(comparison.domain(), comparison.realSamples());
    }

    /** Returns the painter of a domain, whose axes or colors come from real samples. */
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

    /** Returns the samples as a picture of its own. */
    Raster raster(HostArray samples);

    /** Returns the samples for the page; the title begins the description for those who do not see them. */
    Element figure(HostArray samples, String title, boolean real);

    /** Returns what cannot be drawn of the samples, if anything. */
    Optional<String> remark(HostArray samples);

    /** Returns the legend that all pictures share, if they need one. */
    Optional<Element> legend();
}
