package org.pushforward.benchmark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.pushforward.benchmark.report.agreement.EngineAgreement;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.metrics.inference.Estimate;

/**
 * The numbers of a report as JSON, without the pictures.
 *
 * <p>The keys always have the same order. Values that differ between two equal runs are in objects called {@code times}, so that a
 * comparison can ignore them. A number that is missing or not finite is null, since JSON supports only finite numbers.
 */
final class ReportJson {
    private static final int FORMAT = 2;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ReportJson() {}

    /** Returns the content of the file, in UTF-8. */
    static byte[] bytes(Report report) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            String text = new ObjectMapper().writer(printer).writeValueAsString(finite(tree(report)));
            return (text + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is not JSON", e);
        }
    }

    /** Replaces numbers that are not finite by null. */
    private static JsonNode finite(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(property -> property.setValue(finite(property.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, finite(array.get(i)));
            }
        }
        return node.isDouble() && !Double.isFinite(node.doubleValue()) ? NODES.nullNode() : node;
    }

    private static JsonNode tree(Report report) {
        ObjectNode node = NODES.objectNode()
                .put("format", FORMAT)
                .put("name", report.name())
                .put("seed", report.seed())
                .put("status", report.status().label())
                .put("settings", report.settings());
        Machine machine = report.machine();
        node.putObject("machine")
                .put("operatingSystem", machine.operatingSystem())
                .put("architecture", machine.architecture())
                .put("processors", machine.processors())
                .put("heapBytes", machine.heapBytes())
                .put("java", machine.java())
                .put("virtualMachine", machine.virtualMachine());
        ObjectNode versions = node.putObject("versions");
        report.versions().forEach(versions::put);
        ArrayNode comparisons = node.putArray("comparisons");
        report.comparisons().forEach(comparison -> comparisons.add(tree(comparison)));
        ArrayNode agreements = node.putArray("agreements");
        report.agreements().forEach(agreement -> agreements.add(tree(agreement)));
        node.putObject("times")
                .put("started", report.started().toString())
                .put("wallSeconds", Numbers.seconds(report.wallTime()));
        return node;
    }

    private static JsonNode tree(ComparisonResult comparison) {
        ObjectNode node = NODES.objectNode()
                .put("name", comparison.name())
                .put("title", comparison.title())
                .put("description", comparison.description());
        node.set("domain", tree(comparison.domain()));
        node.put("trainSamples", comparison.trainSamples())
                .put("testSamples", comparison.testSamples())
                .put("sets", comparison.sets())
                .put("directions", comparison.directions())
                .put("blocks", comparison.blocks());
        ObjectNode real = node.putObject("real");
        real.set("fresh", tree(comparison.real().fresh()));
        real.set("training", tree(comparison.real().training()));
        node.set("expectedLogDensity", number(comparison.expectedLogDensity()));
        ArrayNode models = node.putArray("models");
        comparison.models().forEach(model -> models.add(tree(model)));
        node.set("ranking", tree(Ranking.of(comparison)));
        return node;
    }

    /** Returns the ranking of the models, from their scores over all trainings and sets. */
    private static JsonNode tree(Ranking ranking) {
        ArrayNode entries = NODES.arrayNode();
        for (Ranking.Entry entry : ranking.entries()) {
            ObjectNode node = NODES.objectNode()
                    .put("title", entry.model().title())
                    .put("engine", entry.model().engine())
                    .put("sampler", entry.sampler())
                    .put("trainings", entry.trainings().size());
            for (Scores.DistanceKind kind : Scores.DistanceKind.values()) {
                Estimate estimate = entry.estimate(kind);
                node.putObject(kind == Scores.DistanceKind.SLICED ? "slicedWasserstein" : "maxSlicedWasserstein")
                        .put("mean", estimate.mean())
                        .put("standardDeviation", estimate.standardDeviation())
                        .put("amongBest", ranking.isAmongBest(entry, kind))
                        .put(
                                "realBand",
                                ranking.place(entry, kind)
                                        .map(Ranking.BandPosition::label)
                                        .orElse(null));
            }
            entries.add(node);
        }
        return entries;
    }

    private static JsonNode tree(List<Scores> scores) {
        ArrayNode node = NODES.arrayNode();
        scores.forEach(one -> node.add(tree(one)));
        return node;
    }

    private static JsonNode tree(Domain domain) {
        if (domain instanceof Field field) {
            return NODES.objectNode()
                    .put("kind", "field")
                    .put("rows", field.rows())
                    .put("columns", field.columns())
                    .put("quantity", field.quantity())
                    .put("unit", field.unit())
                    .put("mean", field.mean())
                    .put("standardDeviation", field.standardDeviation());
        }
        if (domain instanceof Pictures pictures) {
            return NODES.objectNode()
                    .put("kind", "pictures")
                    .put("channels", pictures.channels())
                    .put("rows", pictures.rows())
                    .put("columns", pictures.columns());
        }
        if (domain instanceof Vectors vectors) {
            ObjectNode node = NODES.objectNode().put("kind", "vectors");
            vectors.names().forEach(node.putArray("names")::add);
            return node;
        }
        return NODES.objectNode().put("kind", "plane");
    }

    private static JsonNode tree(Scores scores) {
        return NODES.objectNode()
                .put("slicedWasserstein", scores.slicedWasserstein())
                .put("maxSlicedWasserstein", scores.maxSlicedWasserstein());
    }

    private static JsonNode tree(ModelResult model) {
        ObjectNode node = NODES.objectNode()
                .put("family", model.family())
                .put("title", model.title())
                .put("backend", model.backend())
                .put("device", model.device())
                .put("threads", model.threads())
                .put("training", model.number())
                .put("parameters", model.parameters())
                .put("iterations", model.iterations())
                .put("ending", model.ending().label())
                .put("failure", model.failure().orElse(null));
        node.set("logDensity", model.density().map(ReportJson::tree).orElseGet(NODES::nullNode));
        ArrayNode samplers = node.putArray("samplers");
        model.samplers().forEach(sampler -> samplers.add(tree(sampler)));
        node.set("posterior", model.posterior().map(ReportJson::tree).orElseGet(NODES::nullNode));
        ArrayNode losses = node.putArray("losses");
        model.losses().forEach(loss -> losses.add(tree(loss)));
        ObjectNode times = node.putObject("times")
                .put("compilingSeconds", Numbers.seconds(model.compiling()))
                .put("trainingSeconds", Numbers.seconds(model.training()))
                .put("iterationsPerSecond", model.iterationsPerSecond());
        ArrayNode sampling = times.putArray("samplingSeconds");
        model.samplers().forEach(sampler -> sampling.add(Numbers.seconds(sampler.sampling())));
        return node;
    }

    private static JsonNode tree(SamplerResult sampler) {
        ObjectNode node = NODES.objectNode().put("name", sampler.name()).put("count", sampler.count());
        node.set("scores", tree(sampler.scores()));
        node.set(
                "modes",
                sampler.modes()
                        .<JsonNode>map(modes -> NODES.objectNode()
                                .put("present", modes.present())
                                .put("total", modes.total())
                                .put("equalWeightsP", modes.pValue()))
                        .orElseGet(NODES::nullNode));
        return node;
    }

    private static JsonNode tree(LogDensity density) {
        ObjectNode node = NODES.objectNode();
        node.set("standardized", tree(Estimate.of(density.byUnit())));
        node.set(
                "inUnits",
                density.inUnits().map(values -> tree(Estimate.of(values))).orElseGet(NODES::nullNode));
        return node;
    }

    private static JsonNode tree(Estimate estimate) {
        return NODES.objectNode()
                .put("mean", estimate.mean())
                .put("standardError", estimate.standardError())
                .put("units", estimate.count());
    }

    private static JsonNode tree(PosteriorResult posterior) {
        ObjectNode node = NODES.objectNode()
                .put("fields", posterior.fields())
                .put("cells", posterior.cells())
                .put("posteriorSamples", posterior.posteriorSamples());
        node.set("levels", numbers(posterior.levels()));
        ArrayNode scores = node.putArray("filledInBy");
        scores.add(tree(posterior.model()));
        posterior.baselines().forEach(baseline -> scores.add(tree(baseline)));
        return node;
    }

    private static JsonNode tree(FieldScores scores) {
        ObjectNode node = NODES.objectNode().put("name", scores.name());
        node.set("rankedProbability", numbers(scores.rankedProbability()));
        node.set("squaredError", numbers(scores.squaredError()));
        ArrayNode covered = node.putArray("covered");
        for (double[] field : scores.covered()) {
            covered.add(numbers(field));
        }
        return node;
    }

    private static ArrayNode numbers(double[] values) {
        ArrayNode node = NODES.arrayNode();
        for (double value : values) {
            node.add(value);
        }
        return node;
    }

    private static JsonNode tree(LossCurve loss) {
        ObjectNode node = NODES.objectNode()
                .put("name", loss.name())
                .put("first", loss.first())
                .put("stride", loss.stride());
        ArrayNode values = node.putArray("values");
        for (double value : loss.values().toDoubles()) {
            values.add(value);
        }
        return node;
    }

    private static JsonNode tree(EngineAgreement agreement) {
        return NODES.objectNode()
                .put("comparison", agreement.comparison())
                .put("model", agreement.model())
                .put("reference", agreement.reference())
                .put("backend", agreement.backend())
                .put("firstLosses", agreement.firstLosses())
                .put("losses", agreement.losses())
                .put("scores", agreement.scores());
    }

    private static JsonNode number(OptionalDouble number) {
        return number.isPresent() ? NODES.numberNode(number.getAsDouble()) : NODES.nullNode();
    }
}
