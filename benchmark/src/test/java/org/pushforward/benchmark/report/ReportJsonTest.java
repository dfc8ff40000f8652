package org.pushforward.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.metrics.inference.Estimate;

class ReportJsonTest {
    private final Report report = SyntheticReport.on(List.of("onnx", "djl"));

    @Test
    void numbersComeBackAsTheyWere() throws IOException {
        JsonNode json = read(report);

        assertThat(json.get("seed").asLong()).isEqualTo(report.seed());
        assertThat(json.get("settings").asText()).isEqualTo(report.settings());
        ComparisonResult comparison = report.comparisons().get(0);
        JsonNode model = json.at("/comparisons/0/models/0");
        ModelResult expected = comparison.models().get(0);
        assertThat(json.at("/comparisons/0/real/fresh/1/slicedWasserstein").asDouble())
                .isEqualTo(comparison.real().fresh().get(1).slicedWasserstein());
        double[] density = expected.density().orElseThrow().byUnit();
        assertThat(model.at("/logDensity/standardized/mean").asDouble())
                .isEqualTo(Estimate.of(density).mean());
        assertThat(model.at("/samplers/0/scores/1/maxSlicedWasserstein").asDouble())
                .isEqualTo(expected.samplers().get(0).scores().get(1).maxSlicedWasserstein());
        double[] losses = expected.losses().get(0).values().toDoubles();
        JsonNode values = model.at("/losses/0/values");
        assertThat(values.size()).isEqualTo(losses.length);
        for (int i = 0; i < losses.length; i++) {
            assertThat(values.get(i).asDouble()).isEqualTo(losses[i]);
        }
        PosteriorResult posterior = comparison.models().get(4).posterior().orElseThrow();
        JsonNode found = json.at("/comparisons/0/models/4/posterior");
        assertThat(found.at("/filledInBy/1/name").asText()).isEqualTo("Gaussian conditional");
        assertThat(found.at("/filledInBy/0/rankedProbability/3").asDouble())
                .isEqualTo(posterior.model().rankedProbability()[3]);
        assertThat(found.at("/filledInBy/0/covered/3/8").asDouble())
                .isEqualTo(posterior.model().covered()[3][8]);
        assertThat(json.at("/agreements/0/losses").asDouble())
                .isEqualTo(report.agreements().get(0).losses());
    }

    @Test
    void whatIsNotFiniteOrMissingIsNull() throws IOException {
        JsonNode models = read(report).at("/comparisons/2/models");

        assertThat(report.comparisons()
                        .get(2)
                        .models()
                        .get(3)
                        .samplers()
                        .get(1)
                        .scores()
                        .get(0)
                        .slicedWasserstein())
                .isNaN();
        assertThat(models.at("/3/samplers/1/scores/0/slicedWasserstein").isNull())
                .isTrue();
        assertThat(models.at("/1/failure").asText()).contains("iteration 312");
        assertThat(models.at("/1/logDensity").isNull()).isTrue();
        assertThat(models.at("/0/failure").isNull()).isTrue();
    }

    @Test
    void theSameReportHasTheSameBytes() {
        assertThat(ReportJson.bytes(SyntheticReport.on(List.of("onnx", "djl")))).isEqualTo(ReportJson.bytes(report));
    }

    @Test
    void runsThatDifferInTimeAloneAreEqualWithoutTheirTimes() throws IOException {
        Report slower = slower(report);

        assertThat(read(slower)).isNotEqualTo(read(report));
        assertThat(withoutTimes(read(slower))).isEqualTo(withoutTimes(read(report)));
    }

    private static JsonNode read(Report report) throws IOException {
        return new ObjectMapper().readTree(ReportJson.bytes(report));
    }

    private static JsonNode withoutTimes(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("times");
        }
        node.forEach(ReportJsonTest::withoutTimes);
        return node;
    }

    private static Report slower(Report report) {
        List<ComparisonResult> comparisons = new ArrayList<>();
        for (ComparisonResult comparison : report.comparisons()) {
            comparisons.add(SyntheticReport.withModels(
                    comparison,
                    comparison.models().stream().map(ReportJsonTest::slower).toList()));
        }
        return new Report(
                report.name(),
                report.seed(),
                report.started().plusDays(1),
                report.wallTime().multipliedBy(2),
                report.status(),
                report.settings(),
                report.machine(),
                report.versions(),
                comparisons,
                report.agreements());
    }

    private static ModelResult slower(ModelResult model) {
        List<SamplerResult> samplers = model.samplers().stream()
                .map(sampler -> new SamplerResult(
                        sampler.name(),
                        sampler.count(),
                        Duration.ofMinutes(1),
                        sampler.scores(),
                        sampler.modes(),
                        sampler.samples()))
                .toList();
        return new ModelResult(
                model.family(),
                model.title(),
                model.backend(),
                model.device(),
                model.threads(),
                model.number(),
                model.parameters(),
                model.iterations(),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                model.ending(),
                model.failure(),
                model.losses(),
                model.density(),
                samplers,
                model.posterior());
    }
}
