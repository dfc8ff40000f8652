package org.pushforward.benchmark.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.report.chart.Xml;
import org.pushforward.benchmark.report.inference.ForecastResult;
import org.pushforward.benchmark.report.inference.ForecastScores;
import org.pushforward.benchmark.report.inference.GaugeMark;
import org.pushforward.benchmark.report.inference.HeldOutComparison;
import org.pushforward.benchmark.report.inference.HeldOutScores;
import org.pushforward.benchmark.report.inference.InferenceReport;
import org.pushforward.benchmark.report.inference.MapFrame;
import org.pushforward.benchmark.report.inference.MapQuantity;
import org.pushforward.benchmark.report.inference.ParameterSummary;
import org.pushforward.benchmark.report.inference.StudyTable;
import org.pushforward.benchmark.report.inference.TransformHistogram;
import org.pushforward.metrics.calibration.CoverageBand;
import org.pushforward.metrics.inference.Interval;
import org.w3c.dom.Document;

class InferencePageTest {
    private static final double[] LEVELS = {0.5, 0.9};

    private static double[] map(double value) {
        double[] map = new double[12];
        Arrays.setAll(map, i -> value + i);
        return map;
    }

    private static TransformHistogram transforms() {
        return new TransformHistogram(List.of(0.3, 0.7), List.of(new Interval(0.2, 0.8), new Interval(0.2, 0.6)));
    }

    private static ForecastResult result(String name, boolean learned, boolean scored, double crps) {
        double[] blocks = new double[16];
        int[] counts = new int[16];
        Arrays.fill(counts, 60);
        Arrays.setAll(blocks, i -> crps + 0.01 * (learned ? i : 2 * i));
        CoverageBand band = new CoverageBand(
                LEVELS,
                new double[] {0.4, 0.71},
                new Interval[] {new Interval(0.35, 0.65), new Interval(0.8, 0.97)},
                0.04);
        return new ForecastResult(
                name,
                learned,
                1.25,
                map(10),
                map(1),
                List.of(map(0), map(0)),
                List.of(map(9), map(11)),
                scored
                        ? Optional.of(new ForecastScores(2, crps, 7, band, transforms(), blocks, counts))
                        : Optional.empty(),
                learned
                        ? List.of()
                        : List.of(new ParameterSummary(
                                "range", 7, Optional.of(5.0), Optional.of(9.0), Optional.of(1.31), Optional.of(42.0))),
                learned ? List.of("a note <b>") : List.of());
    }

    private static HeldOutScores heldOut(String name, double crps) {
        double[] each = new double[10];
        Arrays.setAll(each, g -> crps + 0.01 * (name.equals("learned") ? g : 2 * g));
        return new HeldOutScores(name, each, each, each, new boolean[10], 3);
    }

    private static InferenceReport report(boolean scored, double learned) {
        Map<String, String> facts = new LinkedHashMap<>(Map.of("gauges", "2"));
        return new InferenceReport(
                "rain & snow",
                "Some field.",
                facts,
                List.of("a unit looks wrong"),
                new MapFrame(3, 4, 100, 530, 10, "km east", "km north"),
                new MapQuantity("rain", "mm", MapQuantity.Stretch.SQUARE_ROOT),
                scored ? Optional.of(map(10)) : Optional.empty(),
                List.of(new GaugeMark(105, 525, 10), new GaugeMark(135, 505, 21)),
                List.of(12.0, 18.0),
                List.of(result("full Bayes", false, scored, 1), result("learned", true, scored, learned)),
                scored
                        ? Optional.empty()
                        : Optional.of(new HeldOutComparison(
                                5,
                                List.of(heldOut("full Bayes", 1), heldOut("learned", learned)),
                                Map.of("MMPS", "guidance takes too long"))),
                Map.of("MMPS", "the map is too large"),
                Optional.of(new StudyTable(
                        "A study",
                        "200 fields",
                        "learned is calibrated",
                        List.of("method", "CRPS"),
                        List.of(List.of("learned", "0.3")))),
                false,
                "pushforward infer x.yaml",
                "name: x");
    }

    @Test
    void thePageNeedsNothingElseAndIsWellFormed() {
        String html = new InferencePage(report(true, 2)).html();
        Document page = Xml.parse(html);
        assertThat(html)
                .doesNotContainPattern("(?i)https?://")
                .contains("rain &amp; snow")
                .contains("a note &lt;b&gt;");
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(Xml.all(page, "image")).isNotEmpty().allSatisfy(image -> assertThat(image.getAttribute("href"))
                .startsWith("data:image/png;base64,"));
    }

    /** Truth and two means; two deviations; two draws of each of two methods; truth and two methods for each of two thresholds. */
    @Test
    void everyMapHasAnImageAndGaugesAreDots() {
        Document page = Xml.parse(new InferencePage(report(true, 2)).html());
        assertThat(Xml.all(page, "image")).hasSize(3 + 2 + 4 + 6);
        assertThat(Xml.all(page, "circle").stream()
                        .filter(each -> each.getAttribute("class").equals("gauge")))
                .hasSize(2);
    }

    @Test
    void itSaysWhereTheLearnedPosteriorIsWorse() {
        assertThat(new InferencePage(report(true, 2)).html())
                .contains("compared with full Bayes: learned is worse (100 % higher")
                .contains("One field cannot rank methods");
        assertThat(new InferencePage(report(true, 0.5)).html()).contains("learned is better (50 % lower");
        assertThat(new InferencePage(report(true, 1.07)).html()).contains("learned cannot be told apart");
    }

    /** Two methods with two bars and two bands each; the second bar is outside its band. */
    @Test
    void transformsAreHistograms() {
        Document page = Xml.parse(new InferencePage(report(true, 2)).html());
        assertThat(Xml.all(page, "rect").stream()
                        .filter(each -> each.getAttribute("class").equals("bar")))
                .hasSize(4);
        assertThat(transforms().holds()).isFalse();
    }

    @Test
    void coverageIsShownWithTheRangeOfACalibratedPosterior() {
        assertThat(new InferencePage(report(true, 2)).html())
                .contains("71 % (80 to 97 %)")
                .contains("40 % (35 to 65 %)")
                .contains("not entirely inside the band");
    }

    @Test
    void parametersWarningsStudyAndCommandAreShown() {
        assertThat(new InferencePage(report(true, 2)).html())
                .contains("1.31")
                .contains("5.0 to 9.0")
                .contains("Warning: a unit looks wrong")
                .contains("MMPS: the map is too large")
                .contains("learned is calibrated")
                .contains("pushforward infer x.yaml")
                .contains("km east");
    }

    @Test
    void withoutATruthThereAreNoScores() {
        assertThat(new InferencePage(report(false, 2)).html())
                .contains("learned is worse (88 % higher")
                .contains("MMPS was not compared: guidance takes too long")
                .contains("10 gauges, divided into 5 parts")
                .doesNotContain("energy score")
                .doesNotContain("Calibration in this field");
    }
}
