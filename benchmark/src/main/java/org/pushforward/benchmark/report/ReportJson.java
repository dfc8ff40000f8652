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
import java.util.OptionalDouble;
import org.pushforward.benchmark.report.chart.Numbers;

/**
 * A report's numbers as JSON, without its pictures.
 *
 * <p>The keys and their order never change. What differs between two equal runs stands in objects called {@code times},
 * so that a comparison can leave them out. A number that is missing or not finite is null, since JSON has finite numbers alone.
 */
final class ReportJson {
    private static final int FORMAT = 1;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ReportJson() {}

    /** Returns the text of the file, in UTF-8. */
    static byte[] bytes(Report report) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            String text = new ObjectMapper().writer(printer).writeValueAsString(finite(tree(report)));
            return (text + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is not JSON", e);
        }
    }

    /** Puts null in the place of what is not a finite number. */
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
        node.put("trainSamples", comparison.trainSamples()).put("testSamples", comparison.testSamples());
        node.set("floor", tree(comparison.floor()));
        node.set("expectedLogDensity", number(comparison.expectedLogDensity()));
        ArrayNode models = node.putArray("models");
        comparison.models().forEach(model -> models.add(tree(model)));
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
                .put("standardError", scores.standardError())
                .put("maxSlicedWasserstein", scores.maxSlicedWasserstein());
    }

    private static JsonNode tree(ModelResult model) {
        ObjectNode node = NODES.objectNode()
                .put("family", model.family())
                .put("title", model.title())
                .put("backend", model.backend())
                .put("device", model.device())
                .put("threads", model.threads())
                .put("parameters", model.parameters())
                .put("iterations", model.iterations())
                .put("ending", model.ending().label())
                .put("failure", model.failure().orElse(null));
        node.set("testLogLikelihood", number(model.testLogLikelihood()));
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
                                .put("total", modes.total()))
                        .orElseGet(NODES::nullNode));
        return node;
    }

    private static JsonNode tree(PosteriorResult posterior) {
        ObjectNode node = NODES.objectNode()
                .put("fields", posterior.fields())
                .put("cells", posterior.cells())
                .put("posteriorSamples", posterior.posteriorSamples())
                .put("coverage90", posterior.coverage90());
        ArrayNode calibration = node.putArray("calibration");
        posterior
                .calibration()
                .forEach(point -> calibration.add(
                        NODES.objectNode().put("level", point.level()).put("covered", point.covered())));
        return node.put("rmse", posterior.rmse()).put("baselineRmse", posterior.baselineRmse());
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
