package org.pushforward.benchmark.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.LossCurve;
import org.pushforward.metrics.calibration.CoverageBand;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.Interval;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ChartTest {
    private static final String UNSAFE = "a < b & \"c\"";

    @Test
    void aLossCurveBreaksWhereItIsNotFinite() {
        LossCurve curve = LossCurve.thinned(
                "loss", new double[] {5, 4, Double.NaN, Double.POSITIVE_INFINITY, 3, 1e300, 2}, 1, 100);

        Document chart = Xml.parse(LineChart.of(UNSAFE, Map.of(0, curve)).toString());

        assertThat(Xml.first(chart, "title").getTextContent()).isEqualTo(UNSAFE);
        String steps = path(chart, "raw series-0");
        assertThat(steps.chars().filter(c -> c == 'M').count()).isEqualTo(2);
        assertThat(steps.chars().filter(c -> c == 'L').count()).isEqualTo(3);
        assertThat(steps).doesNotContain("NaN").doesNotContain("Infinity").doesNotContainPattern("\\d{6}");
    }

    @Test
    void aLossWithoutAnyFiniteValueStillHasAChart() {
        LossCurve curve = LossCurve.thinned("loss", new double[] {Double.NaN, Double.NaN}, 1, 100);

        Document chart = Xml.parse(LineChart.of("loss", Map.of(0, curve)).toString());

        assertThat(path(chart, "raw series-0")).isEmpty();
    }

    @Test
    void smoothingKeepsAStraightLineAndDropsASpike() {
        double[] line = new double[100];
        for (int i = 0; i < line.length; i++) {
            line[i] = 2 * i;
        }
        double[] spiked = line.clone();
        spiked[50] = 1e6;

        assertThat(LineChart.smooth(line)).containsExactly(line);
        assertThat(LineChart.smooth(spiked)[50]).isBetween(98.0, 102.0);
    }

    @Test
    void everyEngineHasItsOwnStyleOfLine() {
        LossCurve curve = LossCurve.thinned("loss", new double[] {3, 2, 1}, 1, 100);

        Document chart =
                Xml.parse(LineChart.of("loss", Map.of(0, curve, 2, curve)).toString());

        assertThat(path(chart, "smooth series-0"))
                .isEqualTo(path(chart, "smooth series-2"))
                .isNotEmpty();
    }

    @Test
    void dotsLieInsideTheFrame() {
        HostArray points = HostArray.of(Shape.of(3, 2), 0f, 0, 1, 1, 40, 2);
        PlaneFrame frame = PlaneFrame.around(points.rows(0, 2));

        Document chart = Xml.parse(
                new ScatterChart(frame, points, 100).chart(UNSAFE, "real").toString());

        NodeList paths = chart.getElementsByTagName("path");
        int dots = 0;
        for (int i = 0; i < paths.getLength(); i++) {
            String steps = paths.item(i).getAttributes().getNamedItem("d").getNodeValue();
            dots += steps.chars().filter(c -> c == 'M').count();
        }
        assertThat(dots).isEqualTo(2);
    }

    @Test
    void calibrationHasABandAndACurve() {
        CoverageBand curve = new CoverageBand(
                new double[] {0.25, 0.75},
                new double[] {0.25, 0.5},
                new Interval[] {new Interval(0.125, 0.375), new Interval(0.625, 0.875)},
                0.01);

        Document chart = Xml.parse(CalibrationChart.of(UNSAFE, Map.of(0, curve)).toString());

        assertThat(path(chart, "smooth series-0")).isEqualTo("M60 180L180 120");
        assertThat(path(chart, "band")).isEqualTo("M60 150L180 30L180 90L60 210Z");
    }

    @Test
    void aColorBarIsLabeledInTheUnitOfTheField() {
        Field field = new Field(8, 8, "rain & snow", "mm", 6, 1);

        Document bar = Xml.parse(ColorBar.ofQuantity(field, new ColorScale(ColorMap.VIRIDIS, -3, 2))
                .toString());

        assertThat(Xml.texts(bar, "text")).containsExactly("30", "100", "300", "1,000", "rain & snow in mm");
    }

    @Test
    void aScoreBarOfWhatIsNotANumberHasNoDot() {
        ScoreBar bar = new ScoreBar(Optional.of(new Interval(0.1, 0.2)), new Axis(-3, 0));

        Document some = Xml.parse(bar.of(Estimate.of(0.2)).toString());
        Document none = Xml.parse(bar.of(Estimate.of(Double.NaN)).toString());

        assertThat(some.getElementsByTagName("circle").getLength()).isOne();
        assertThat(none.getElementsByTagName("circle").getLength()).isZero();
        assertThat(none.getElementsByTagName("rect").getLength()).isOne();
    }

    private static String path(Document chart, String style) {
        NodeList paths = chart.getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++) {
            if (paths.item(i)
                    .getAttributes()
                    .getNamedItem("class")
                    .getNodeValue()
                    .equals(style)) {
                return paths.item(i).getAttributes().getNamedItem("d").getNodeValue();
            }
        }
        throw new AssertionError("no path of class " + style);
    }
}
