package org.pushforward.benchmark.trainrun;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.LossCurve;
import org.pushforward.benchmark.report.Plane;
import org.pushforward.benchmark.report.TrainingReport;
import org.pushforward.benchmark.report.Vectors;
import org.pushforward.benchmark.report.chart.DensityMap;
import org.pushforward.benchmark.report.chart.PlaneFrame;
import org.pushforward.benchmark.report.html.TrainingPage;
import org.pushforward.data.Rows;
import org.pushforward.files.Findings;
import org.pushforward.io.WholeFile;
import org.pushforward.model.DecodingModel;
import org.pushforward.model.DensityModel;
import org.pushforward.model.EncodingModel;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.train.TrainingState;

/** Writes the report of a run from its last checkpoint. */
public final class RunReport {
    private static final int SHOWN = 2000;
    private static final int RECONSTRUCTED = 256;
    private static final int KEPT = 400;
    private static final int GRID = 96;

    private final TrainedRun run;
    private final PreparedTraining prepared;
    private final Trained<Model> trained;

    private RunReport(TrainedRun run, PreparedTraining prepared, Trained<Model> trained) {
        this.run = run;
        this.prepared = prepared;
        this.trained = trained;
    }

    /** Writes {@code report.html}. If cancellation is requested, samples that are not drawn yet are left out. */
    public static void write(TrainedRun run, PreparedTraining prepared, Backend backend, Cancellation cancellation) {
        try (Trained<Model> trained = run.load(backend, false)) {
            TrainingReport report = new RunReport(run, prepared, trained).report(cancellation);
            WholeFile.write(run.report(), new TrainingPage(report).html().getBytes(StandardCharsets.UTF_8));
        }
    }

    private TrainingReport report(Cancellation cancellation) {
        RandomKey key = RandomKey.of(prepared.settings().run().seed()).fold("report");
        Rows rows = prepared.training().draw(key.fold("data"), SHOWN);
        HostArray real = ModelScores.vectors(rows.x());
        Optional<HostArray> samples = drawn(rows, key, cancellation);
        return new TrainingReport(
                run.manifest().name(),
                prepared.settings().model().description().title() + " on "
                        + prepared.target().title() + ". " + prepared.target().description(),
                facts(),
                prepared.findings().map(Findings::warnings).orElse(List.of()),
                curves(),
                prepared.target().domain(),
                real,
                samples,
                trained.model() instanceof DecodingModel
                        ? Optional.of(ModelScores.vectors(Reconstruction.of(trained, rows.range(0, RECONSTRUCTED))))
                        : Optional.empty(),
                codes(rows),
                density(real),
                command(),
                run.settings().toYaml());
    }

    private String command() {
        return "pushforward rerun " + run.folder() + "\n# first command: "
                + run.manifest().command().stream()
                        .map(word -> word.matches("[\\w./=:-]+") ? word : "'" + word + "'")
                        .collect(Collectors.joining(" "));
    }

    private Optional<HostArray> drawn(Rows rows, RandomKey key, Cancellation cancellation) {
        try {
            return cancellation.isRequested() ? Optional.empty() : ModelScores.drawn(trained, rows, key, cancellation);
        } catch (CancellationException e) {
            return Optional.empty();
        }
    }

    private Optional<HostArray> codes(Rows rows) {
        if (!(trained.model() instanceof EncodingModel)) {
            return Optional.empty();
        }
        HostArray codes = ModelScores.vectors(trained.encode(rows));
        int width = codes.shape().dim(1);
        if (width < 2) {
            return Optional.empty();
        }
        float[] two = new float[2 * codes.shape().dim(0)];
        for (int i = 0; i < two.length; i++) {
            two[i] = (float) codes.get(i / 2 * width + i % 2);
        }
        return Optional.of(HostArray.wrap(Shape.of(two.length / 2, 2), two));
    }

    private Optional<DensityMap> density(HostArray real) {
        Domain domain = prepared.target().domain();
        boolean alone = trained.model().schema().names().size() == 1;
        boolean points = domain instanceof Plane || domain instanceof Vectors && domain.dimension() == 2;
        if (!(trained.model() instanceof DensityModel) || !points || !alone) {
            return Optional.empty();
        }
        PlaneFrame frame = domain instanceof Plane ? PlaneFrame.around(real) : PlaneFrame.stretched(real);
        HostArray density = trained.logProb(HostArray.wrap(Shape.of(GRID * GRID, 2), DensityMap.points(frame, GRID)));
        return Optional.of(new DensityMap(frame, density.reshape(Shape.of(GRID, GRID))));
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("parameters", String.format(Locale.ROOT, "%,d", run.manifest().parameters()));
        run.result().ifPresent(result -> {
            facts.put("training", result.ending() + " after " + result.iterations() + " iterations");
            result.failure().ifPresent(failure -> facts.put("failure", failure));
            result.losses().forEach((name, value) -> facts.put("last loss " + name, number(value)));
            result.validation().forEach((name, value) -> facts.put("last validation " + name, number(value)));
            result.logLikelihood()
                    .ifPresent(value -> facts.put(
                            "log-density of test rows",
                            number(value) + " ± "
                                    + number(result.logLikelihoodError().orElse(Double.NaN)) + " nats"));
            result.slicedWasserstein()
                    .ifPresent(value -> facts.put(
                            "sliced Wasserstein distance to test rows",
                            number(value) + ", between two halves of them "
                                    + number(result.slicedWassersteinFloor().orElse(Double.NaN))));
        });
        var software = run.manifest().software();
        facts.put(
                "engine", software.engine() + " on " + software.device() + " with " + software.threads() + " threads");
        facts.put("Pushforward", software.pushforward() + ", Java " + software.java() + ", " + software.system());
        return facts;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private List<LossCurve> curves() {
        List<LossCurve> curves = new ArrayList<>();
        Optional<TrainingState> state = trained.state();
        state.ifPresent(each -> {
            each.losses().forEach((name, values) -> curves.add(LossCurve.thinned(name, values.toDoubles(), 1, KEPT)));
            int every = prepared.settings()
                    .training()
                    .validation()
                    .map(judged -> judged.every())
                    .orElse(1);
            each.validation()
                    .forEach((name, values) ->
                            curves.add(LossCurve.thinned(name + " on held-out rows", values.toDoubles(), every, KEPT)));
        });
        return curves;
    }
}
