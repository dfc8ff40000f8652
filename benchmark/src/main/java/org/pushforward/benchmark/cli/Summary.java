package org.pushforward.benchmark.cli;

import java.time.Duration;
import java.util.Locale;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.EngineAgreement;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.PosteriorResult;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.SamplerResult;

/** A report as plain text: a table of scores and times for each comparison. */
final class Summary {
    private Summary() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        for (ComparisonResult comparison : report.comparisons()) {
            text.append('\n')
                    .append(comparison.name())
                    .append(": ")
                    .append(heading(comparison))
                    .append("\n");
            text.append(scores(comparison));
            text.append(posterior(comparison));
            text.append(failures(comparison));
        }
        if (!report.agreements().isEmpty()) {
            text.append("\nEngines: largest relative difference of the first losses, and of the scores\n");
            text.append(agreements(report));
        }
        text.append('\n')
                .append(report.name())
                .append(": ")
                .append(report.status().label());
        text.append(format(", %.1f s in all\n", report.wallTime().toMillis() / 1000.0));
        return text.toString();
    }

    private static String heading(ComparisonResult comparison) {
        String truth = comparison.expectedLogDensity().isPresent()
                ? format(
                        ", true log-likelihood %.3f nats",
                        comparison.expectedLogDensity().getAsDouble())
                : "";
        return format(
                "%d held-out samples, floor SW2 %.4f and max-SW2 %.4f%s",
                comparison.testSamples(),
                comparison.floor().slicedWasserstein(),
                comparison.floor().maxSlicedWasserstein(),
                truth);
    }

    private static String scores(ComparisonResult comparison) {
        TextTable table = new TextTable(
                3,
                "model",
                "engine",
                "sampler",
                "SW2",
                "/floor",
                "max-SW2",
                "log-lik.",
                "modes",
                "its/s",
                "train s",
                "sample s");
        for (ModelResult model : comparison.models()) {
            String likelihood = model.testLogLikelihood().isPresent()
                    ? format("%.3f", model.testLogLikelihood().getAsDouble())
                    : "";
            String rate = model.iterations() == 0 ? "" : format("%.0f", model.iterationsPerSecond());
            String training = seconds(model.training());
            if (model.samplers().isEmpty()) {
                String instead = model.posterior().isPresent()
                        ? "(posterior)"
                        : "(" + model.ending().label() + ")";
                table.row(model.title(), model.backend(), instead, "", "", "", likelihood, "", rate, training, "");
            }
            for (SamplerResult sampler : model.samplers()) {
                double distance = sampler.scores().slicedWasserstein();
                table.row(
                        model.title(),
                        model.backend(),
                        model.ending() == ModelResult.Ending.CANCELLED
                                ? sampler.name() + " (cancelled)"
                                : sampler.name(),
                        format("%.4f", distance),
                        format("%.2f", distance / comparison.floor().slicedWasserstein()),
                        format("%.4f", sampler.scores().maxSlicedWasserstein()),
                        likelihood,
                        sampler.modes()
                                .map(modes -> modes.present() + "/" + modes.total())
                                .orElse(""),
                        rate,
                        training,
                        seconds(sampler.sampling()));
            }
        }
        return table.toString();
    }

    private static String posterior(ComparisonResult comparison) {
        StringBuilder text = new StringBuilder();
        for (ModelResult model : comparison.models()) {
            model.posterior().ifPresent(found -> text.append(posterior(model, found)));
        }
        return text.toString();
    }

    private static String posterior(ModelResult model, PosteriorResult found) {
        return format(
                "  %s on %s: 90 %% intervals cover %.1f %% of %d unobserved cells; RMSE of the mean %.4f, of"
                        + " inverse-distance interpolation %.4f\n",
                model.title(),
                model.backend(),
                100 * found.coverage90(),
                found.cells(),
                found.rmse(),
                found.baselineRmse());
    }

    private static String failures(ComparisonResult comparison) {
        StringBuilder text = new StringBuilder();
        for (ModelResult model : comparison.models()) {
            if (model.failure().isPresent()) {
                text.append(format(
                        "  %s on %s failed after %d iterations%s\n",
                        model.title(),
                        model.backend(),
                        model.iterations(),
                        model.samplers().isEmpty() ? "" : "; what it had learned until then is scored"));
            }
        }
        return text.toString();
    }

    private static String agreements(Report report) {
        TextTable table = new TextTable(3, "comparison", "model", "engines", "losses", "scores");
        for (EngineAgreement agreement : report.agreements()) {
            table.row(
                    agreement.comparison(),
                    agreement.model(),
                    agreement.reference() + ", " + agreement.backend(),
                    format("%.1e", agreement.losses()),
                    format("%.1e", agreement.scores()));
        }
        return table.toString();
    }

    private static String seconds(Duration duration) {
        return format("%.1f", duration.toMillis() / 1000.0);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
