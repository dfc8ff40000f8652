package org.pushforward.benchmark.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.LossCurve;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Plane;
import org.pushforward.benchmark.report.Ranking;
import org.pushforward.benchmark.report.RealScores;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.benchmark.report.SyntheticReport;
import org.pushforward.benchmark.report.agreement.EngineAgreement;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.chart.Xml;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportPageTest {
    private static final Report REPORT = SyntheticReport.on(List.of("onnx", "djl"));
    private static final String HTML = new ReportPage(REPORT).html();
    private static final Document PAGE = Xml.parse(HTML);

    @Test
    void thePageNeedsNothingElse() {
        assertThat(HTML).doesNotContainPattern("(?i)https?://");
        assertThat(HTML).doesNotContain("@import").doesNotContain("url(");
        assertThat(PAGE.getElementsByTagName("script").getLength()).isZero();
        assertThat(PAGE.getElementsByTagName("link").getLength()).isZero();
        assertThat(Xml.all(PAGE, "img")).isNotEmpty().allSatisfy(image -> assertThat(image.getAttribute("src"))
                .startsWith("data:image/png;base64,"));
        assertThat(Xml.all(PAGE, "a"))
                .allSatisfy(link -> assertThat(link.getAttribute("href")).startsWith("#"));
    }

    @Test
    void theStyleSheetSurvivesEscaping() {
        // HTML reads a style sheet as it stands, so a reference in it would be garbage.
        String style = HTML.substring(HTML.indexOf("<style>") + 7, HTML.indexOf("</style>"));

        assertThat(style).contains("prefers-color-scheme: dark").doesNotContainPattern("&#?\\w+;");
    }

    @Test
    void thePrintedPageCutsNothingOff() {
        String style = HTML.substring(HTML.indexOf("<style>") + 7, HTML.indexOf("</style>"));
        String printed = style.substring(style.indexOf("@media print"));

        assertThat(printed)
                .containsPattern("h3, caption[^}]*break-after: avoid")
                .containsPattern("\\.table, [^}]*break-inside: avoid")
                .containsPattern("\\.table, pre \\{ overflow: visible")
                .containsPattern("th, td \\{ white-space: normal");
        assertThat(style).doesNotContain("@media (prefers-color-scheme: dark)");
    }

    @Test
    void thePageSaysThatNamesChangeRandomNumbers() {
        assertThat(Xml.texts(PAGE, "p")).anyMatch(text -> text.contains("renaming one changes its results"));
    }

    @Test
    void everyPictureAndTableCanBeReadAloud() {
        assertThat(Xml.all(PAGE, "img"))
                .allSatisfy(image -> assertThat(image.getAttribute("alt")).isNotBlank());
        assertThat(Xml.all(PAGE, "svg"))
                .filteredOn(drawing -> drawing.getAttribute("role").equals("img"))
                .isNotEmpty()
                .allSatisfy(drawing -> assertThat(
                                drawing.getElementsByTagName("title").getLength())
                        .isOne());
        assertThat(Xml.all(PAGE, "th")).isNotEmpty().allSatisfy(header -> assertThat(header.getAttribute("scope"))
                .isIn("col", "row"));
        assertThat(Xml.all(PAGE, "table")).allSatisfy(table -> assertThat(
                        table.getElementsByTagName("caption").getLength())
                .isOne());
    }

    @Test
    void severalEnginesHaveAMatrixOfPairs() {
        Document page = Xml.parse(new ReportPage(SyntheticReport.on(List.of("onnx", "onnx gpu:0", "djl"))).html());

        assertThat(Xml.all(page, "caption"))
                .extracting(Element::getTextContent)
                .contains(
                        "Largest relative difference of the first losses",
                        "Largest relative difference of the scores after training");
        assertThat(Xml.all(PAGE, "caption"))
                .extracting(Element::getTextContent)
                .doesNotContain("Largest relative difference of the first losses")
                .contains("Largest relative difference of a model on two engines");
    }

    @Test
    void everyRowHasAsManyCellsAsItsTableHasColumns() {
        for (Element table : Xml.all(PAGE, "table")) {
            int columns = table.getElementsByTagName("thead")
                    .item(0)
                    .getFirstChild()
                    .getChildNodes()
                    .getLength();
            var rows = table.getElementsByTagName("tbody").item(0).getChildNodes();
            for (int i = 0; i < rows.getLength(); i++) {
                int cells = 0;
                for (int j = 0; j < rows.item(i).getChildNodes().getLength(); j++) {
                    String span = ((Element) rows.item(i).getChildNodes().item(j)).getAttribute("colspan");
                    cells += span.isEmpty() ? 1 : Integer.parseInt(span);
                }
                assertThat(cells).as(table.getFirstChild().getTextContent()).isEqualTo(columns);
            }
        }
    }

    @Test
    void whatHappenedIsSaid() {
        assertThat(HTML)
                .contains("partly failed")
                .contains("Failed: Gaussian VAE · onnx on Eight Gaussians")
                .contains("failed: the loss of iteration 312 is not finite: NaN; lower the learning rate &lt;= 1e-3")
                .contains("# a &lt; b &amp; &quot;c&quot;")
                .contains("of a calibrated posterior")
                .contains("the model beats the Gaussian conditional")
                .contains("7 of 8, p &lt; 0.001")
                .contains("8 of 8, p = 0.4")
                .contains("Engines side by side");
    }

    @Test
    void allThatCannotBeToldFromTheBestIsBold() {
        ComparisonResult moons =
                SyntheticReport.on(List.of("onnx")).comparisons().get(1);
        Document table =
                Xml.parse(new ScoreTable(moons, Engines.of(REPORT)).toElement().toString());

        // Heun scores 0.0188, ancestral 0.0201 and RealNVP 0.0213 with trainings that differ by some 4 %; of two
        // trainings of five
        // samplers, only the VAE's 0.0871 and the GAN's 0.0452 are far enough away.
        List<String> bold = Xml.texts(table, "strong");
        assertThat(bold).hasSize(3 * 3).allMatch(text -> text.contains(" ± "));
        assertThat(bold.get(0)).startsWith("0.0214");
        assertThat(bold.get(3)).startsWith("0.0195");
        assertThat(bold.get(6)).startsWith("0.0197");
    }

    @Test
    void ofOneTrainingNothingIsBold() {
        ComparisonResult moons =
                SyntheticReport.on(List.of("onnx")).comparisons().get(1);
        ComparisonResult once = SyntheticReport.withModels(
                moons,
                moons.models().stream().filter(model -> model.number() == 1).toList());

        String section = new ComparisonSection(once, Engines.of(REPORT), "Two moons")
                .toElement("a")
                .toString();

        assertThat(Xml.texts(
                        Xml.parse(new ScoreTable(once, Engines.of(REPORT))
                                .toElement()
                                .toString()),
                        "strong"))
                .isEmpty();
        assertThat(section)
                .contains("Nothing is bold: a comparison needs at least two models")
                .contains("over 2 sets of 10,000 samples of one training; the spread between trainings is unknown");
    }

    @Test
    void theOverviewOfOneTrainingDoesNotExplainBold() {
        List<ComparisonResult> once = REPORT.comparisons().stream()
                .map(comparison -> SyntheticReport.withModels(
                        comparison,
                        comparison.models().stream()
                                .filter(model -> model.number() == 1)
                                .toList()))
                .toList();
        String page = new ReportPage(withComparisons(once)).html();

        assertThat(page).contains("Nothing is bold").doesNotContain("Bold marks");
        assertThat(new ReportPage(REPORT).html()).contains("Bold marks").doesNotContain("Nothing is bold");
    }

    private static Report withComparisons(List<ComparisonResult> comparisons) {
        return new Report(
                REPORT.name(),
                1,
                REPORT.started(),
                Duration.ZERO,
                Report.Status.COMPLETE,
                "",
                REPORT.machine(),
                Map.of(),
                comparisons,
                List.of());
    }

    @Test
    void aComparisonSaysWhichDifferenceItWouldHaveFound() {
        ComparisonResult rain = REPORT.comparisons().get(0);
        double ratio =
                Ranking.of(rain).detectableRatio(Scores.DistanceKind.SLICED).orElseThrow();
        double excess =
                Ranking.of(rain).band(Scores.DistanceKind.SLICED).orElseThrow().detectableRatio(Ranking.POWER);

        String section = new ComparisonSection(rain, Engines.of(REPORT), "rain")
                .toElement("a")
                .toString();

        assertThat(ratio).isGreaterThan(1);
        assertThat(section)
                .contains(
                        "With probability 80 %, the tests find two models whose expected scores differ by a factor of "
                                + "sliced W₂ " + Numbers.significant(ratio, 3))
                .contains("the band shows a model whose expected sliced W₂ is " + Numbers.significant(excess, 3)
                        + " times that of real data")
                .contains("drawn at random from each of the 8 bands in turn");
    }

    @Test
    void twoComparisonsOnOneDataSetAreHeadedByTheirOwnNames() {
        ComparisonResult moons = REPORT.comparisons().get(1);
        ComparisonResult other = new ComparisonResult(
                "two-moons-long",
                moons.title(),
                moons.description(),
                moons.domain(),
                moons.trainSamples(),
                moons.testSamples(),
                moons.sets(),
                moons.directions(),
                moons.blocks(),
                moons.real(),
                moons.expectedLogDensity(),
                moons.realSamples(),
                moons.models());
        Report twice = new Report(
                "twice",
                1,
                REPORT.started(),
                Duration.ZERO,
                Report.Status.COMPLETE,
                "",
                REPORT.machine(),
                Map.of(),
                List.of(REPORT.comparisons().get(0), moons, other),
                List.of());

        assertThat(Xml.texts(Xml.parse(new ReportPage(twice).html()), "h2"))
                .contains("Annual precipitation", "Two moons: two-moons", "Two moons: two-moons-long");
    }

    @Test
    void realDataAreABandAndNumbersSayWhatTheyAre() {
        Document page = Xml.parse(new ReportPage(SyntheticReport.on(List.of("onnx"))).html());
        String text = Xml.first(page, "main").getTextContent();

        assertThat(text)
                .contains("root mean square over 256 random directions")
                .contains("mean ± standard deviation over 2 trainings, each the mean over 2 sets of 2,430 samples")
                .contains("training data")
                .contains("log p, nats, of standardized log(1 + mm)")
                .contains("log p, nats, of mm")
                .doesNotContain("cannot be told from real data")
                .doesNotContain("as good as real");
    }

    @Test
    void textOfAUserIsText() {
        String attack = "</title><script>alert(1)</script>\" onload=\"x";
        HostArray points = HostArray.of(Shape.of(2, 2), 0f, 1, 2, 3);
        ModelResult model = ModelResult.failed(attack, attack, attack, attack, 1, 1, attack);
        ComparisonResult comparison = new ComparisonResult(
                attack,
                attack,
                attack,
                new Plane(),
                1,
                1,
                1,
                1,
                0,
                new RealScores(List.of(), List.of()),
                OptionalDouble.empty(),
                points,
                List.of(model));
        Report hostile = new Report(
                attack,
                1,
                REPORT.started(),
                Duration.ZERO,
                Report.Status.PARTLY_FAILED,
                attack,
                REPORT.machine(),
                Map.of(attack, attack),
                List.of(comparison),
                List.of(new EngineAgreement(attack, attack, attack, attack, 1, 1, 1)));

        Document parsed = Xml.parse(new ReportPage(hostile).html());

        assertThat(parsed.getElementsByTagName("script").getLength()).isZero();
        assertThat(Xml.first(parsed, "h1").getTextContent()).isEqualTo(attack);
        assertThat(Xml.first(parsed, "pre").getTextContent()).isEqualTo(attack);
    }

    @Test
    void aRunThatWasStoppedBeforeAnythingWasDoneHasAPage() {
        Report empty = new Report(
                "stopped",
                1,
                REPORT.started(),
                Duration.ZERO,
                Report.Status.INTERRUPTED,
                "",
                REPORT.machine(),
                Map.of(),
                List.of(),
                List.of());

        assertThat(Xml.first(Xml.parse(new ReportPage(empty).html()), "main").getTextContent())
                .contains("stopped before its end");
    }

    @Test
    void aFailureIsSaidAlsoWhereThereAreSamples() {
        ComparisonResult moons = REPORT.comparisons().get(1);
        ModelResult model = moons.models().get(0);
        ModelResult failed = new ModelResult(
                model.family(),
                model.title(),
                model.backend(),
                model.device(),
                model.threads(),
                model.number(),
                model.parameters(),
                model.iterations(),
                model.compiling(),
                model.training(),
                ModelResult.TrainingEnding.FAILED,
                Optional.of("the second sampler diverged"),
                model.losses(),
                model.density(),
                model.samplers(),
                model.posterior());
        ComparisonResult comparison = SyntheticReport.withModels(moons, List.of(failed));

        String table =
                new ScoreTable(comparison, Engines.of(REPORT)).toElement().toString();

        assertThat(table).contains("±").contains("failed: the second sampler diverged");
    }

    @Test
    void aLossLoweredSeveralTimesInAnIterationHasOneChart() {
        ComparisonResult moons = REPORT.comparisons().get(1);
        ModelResult wgan = moons.models().get(2);
        List<LossCurve> losses = Stream.of("critic.0", "critic.1", "generator")
                .map(name -> LossCurve.thinned(name, new double[] {3, 2, 1}, 1, 10))
                .toList();
        ModelResult repeated = new ModelResult(
                wgan.family(),
                wgan.title(),
                wgan.backend(),
                wgan.device(),
                wgan.threads(),
                wgan.number(),
                wgan.parameters(),
                wgan.iterations(),
                wgan.compiling(),
                wgan.training(),
                wgan.ending(),
                wgan.failure(),
                losses,
                wgan.density(),
                wgan.samplers(),
                wgan.posterior());
        ComparisonResult comparison = new ComparisonResult(
                moons.name(),
                moons.title(),
                moons.description(),
                moons.domain(),
                0,
                moons.testSamples(),
                moons.sets(),
                moons.directions(),
                moons.blocks(),
                moons.real(),
                moons.expectedLogDensity(),
                moons.realSamples(),
                List.of(repeated));

        Document section = Xml.parse(new ComparisonSection(comparison, Engines.of(REPORT), "moons")
                .toElement("a")
                .toString());

        assertThat(Xml.texts(section, "figcaption")).contains("WGAN-GP, critic", "WGAN-GP, generator");
        assertThat(Xml.texts(section, "figcaption")).noneMatch(caption -> caption.contains("critic."));
        assertThat(Xml.texts(section, "p").get(0)).contains("learned from new samples drawn in every iteration");
    }
}
