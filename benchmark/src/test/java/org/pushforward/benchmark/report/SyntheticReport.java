package org.pushforward.benchmark.report;

import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pushforward.benchmark.report.agreement.EngineAgreement;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** A report like that of a real run, from made-up numbers: what the tests read, and what the page is designed with. */
public final class SyntheticReport {
    private static final Field PRECIPITATION = new Field(8, 8, "precipitation", "mm", 5.9, 1.3);
    private static final int SIDE = 8;
    private static final int FIELDS = 64;
    private static final double[] LEVELS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

    private final RandomKey key = RandomKey.of(7);
    private final List<String> backends;

    private SyntheticReport(List<String> backends) {
        this.backends = backends;
    }

    /** Writes the report to the folder that is the first argument; further arguments are the engines. */
    public static void main(String[] arguments) {
        List<String> backends = List.of(arguments).subList(1, arguments.length);
        System.out.println(
                ReportWriter.write(on(backends.isEmpty() ? List.of("onnx") : backends), Path.of(arguments[0])));
    }

    /** Returns the report of a run on these engines, in which one model failed and one score is NaN. */
    public static Report on(List<String> backends) {
        return new SyntheticReport(backends).report();
    }

    /** Returns a comparison whose models are others. */
    public static ComparisonResult withModels(ComparisonResult comparison, List<ModelResult> models) {
        return new ComparisonResult(
                comparison.name(),
                comparison.title(),
                comparison.description(),
                comparison.domain(),
                comparison.trainSamples(),
                comparison.testSamples(),
                comparison.sets(),
                comparison.directions(),
                comparison.blocks(),
                comparison.real(),
                comparison.expectedLogDensity(),
                comparison.realSamples(),
                models);
    }

    private Report report() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("pushforward", "0.1.0");
        backends.forEach(backend -> versions.put(backend, "1.28.0"));
        List<EngineAgreement> agreements = new ArrayList<>();
        for (String backend : backends.subList(1, backends.size())) {
            for (String model : List.of("RealNVP", "Gaussian VAE", "WGAN-GP", "EDM denoiser")) {
                agreements.add(new EngineAgreement("two-moons", model, backends.get(0), backend, 20, 3.4e-6, 1.7e-2));
            }
        }
        return new Report(
                "precipitation",
                20_261_122,
                OffsetDateTime.parse("2026-11-22T04:10:31Z"),
                Duration.ofSeconds(254),
                Report.Status.PARTLY_FAILED,
                "name: precipitation\nseed: 20261122\nbackend: onnx\n# a < b & \"c\"\nmodels:\n  - real-nvp:\n      couplings: 8\n",
                new Machine("Linux 6.1.0", "amd64", 2, 3L << 30, "17.0.15", "OpenJDK 64-Bit Server VM 17.0.15+6"),
                versions,
                List.of(precipitation(), twoMoons(), eightGaussians()),
                agreements);
    }

    private ComparisonResult precipitation() {
        List<ModelResult> models = new ArrayList<>();
        for (Place place : places()) {
            String backend = place.backend();
            models.add(model(
                    "real-nvp",
                    "RealNVP",
                    place,
                    182_912,
                    density(-21.734, true),
                    losses("loss", 60, -20),
                    sampler("direct", 0.1031, fields(3, 0.5))));
            models.add(model(
                    "gaussian-vae",
                    "Gaussian VAE",
                    place,
                    98_304,
                    Optional.empty(),
                    losses("negative ELBO", 90, 12),
                    sampler("direct", 0.1894, fields(4, 0.1))));
            models.add(wgan(place, sampler("direct", 0.1465, fields(5, 0.9))));
            models.add(model(
                    "edm",
                    "EDM denoiser",
                    place,
                    214_080,
                    Optional.empty(),
                    losses("loss", 1.4, 0.21),
                    sampler("heun", 0.0722, fields(6, 0.35)),
                    sampler("ancestral", 0.0768, fields(7, 0.35))));
            models.add(infilling(place));
        }
        return new ComparisonResult(
                "precipitation",
                "Annual precipitation",
                "The rain and snow of the year 2016 on a grid of one degree over the globe, cut into patches of 8 by 8 "
                        + "cells. Values are log(1 + mm), standardized. Test patches come from bands of longitude that "
                        + "no training patch touches.",
                PRECIPITATION,
                5670,
                2430,
                2,
                256,
                8,
                real(0.0488, 0.1932, true),
                OptionalDouble.empty(),
                fields(1, 0.35),
                models);
    }

    private ComparisonResult twoMoons() {
        List<ModelResult> models = new ArrayList<>();
        for (Place place : places()) {
            String backend = place.backend();
            models.add(model(
                    "real-nvp",
                    "RealNVP",
                    place,
                    17_416,
                    density(-1.147, false),
                    losses("loss", 2.9, 1.15),
                    sampler("direct", 0.0213, moons(3, 0.12))));
            models.add(model(
                    "gaussian-vae",
                    "Gaussian VAE",
                    place,
                    9_220,
                    Optional.empty(),
                    losses("negative ELBO", 4, 2.1),
                    sampler("direct", 0.0871, moons(4, 0.3))));
            models.add(wgan(place, sampler("direct", 0.0452, moons(5, 0.2))));
            models.add(model(
                    "edm",
                    "EDM denoiser",
                    place,
                    50_434,
                    Optional.empty(),
                    losses("loss", 1.2, 0.4),
                    sampler("heun", 0.0188, moons(6, 0.1)),
                    sampler("ancestral", 0.0201, moons(7, 0.1))));
        }
        return new ComparisonResult(
                "two-moons",
                "Two moons",
                "Two interleaved half circles with Gaussian noise of standard deviation 0.1.",
                new Plane(),
                20_000,
                10_000,
                2,
                256,
                0,
                real(0.0124, 0.0243, false),
                OptionalDouble.of(-1.117),
                moons(1, 0.1),
                models);
    }

    private ComparisonResult eightGaussians() {
        List<ModelResult> models = new ArrayList<>();
        for (Place place : places()) {
            String backend = place.backend();
            models.add(model(
                    "real-nvp",
                    "RealNVP",
                    place,
                    17_416,
                    density(-2.011, false),
                    losses("loss", 3.6, 2.0),
                    modes(sampler("direct", 0.0402, gaussians(3, 8, 0.22)), 8)));
            models.add(ModelResult.failed(
                    "gaussian-vae",
                    "Gaussian VAE",
                    backend,
                    "cpu",
                    2,
                    place.training(),
                    "the loss of iteration 312 is not finite: NaN; lower the learning rate <= 1e-3"));
            models.add(wgan(place, modes(sampler("direct", 0.0911, gaussians(5, 7, 0.15)), 7)));
            models.add(model(
                    "edm",
                    "EDM denoiser",
                    place,
                    50_434,
                    Optional.empty(),
                    losses("loss", 1.2, 0.4),
                    modes(sampler("heun", 0.0351, gaussians(6, 8, 0.2)), 8),
                    modes(sampler("ancestral", Double.NaN, gaussians(7, 8, 0.2)), 8)));
        }
        return new ComparisonResult(
                "eight-gaussians",
                "Eight Gaussians",
                "Eight equal Gaussians of standard deviation 0.2 on a circle of radius 2.",
                new Plane(),
                20_000,
                10_000,
                2,
                256,
                0,
                real(0.0231, 0.0467, false),
                OptionalDouble.of(-1.894),
                gaussians(1, 8, 0.2),
                models);
    }

    private ModelResult model(
            String family,
            String title,
            Place place,
            long parameters,
            Optional<LogDensity> density,
            List<LossCurve> losses,
            SamplerResult... samplers) {
        return new ModelResult(
                family,
                title,
                place.backend(),
                "cpu",
                2,
                place.training(),
                parameters,
                4000,
                Duration.ofMillis(412),
                Duration.ofMillis(18_230),
                ModelResult.TrainingEnding.COMPLETED,
                Optional.empty(),
                losses,
                density,
                Stream.of(samplers).map(sampler -> varied(sampler, place)).toList(),
                Optional.empty());
    }

    private ModelResult wgan(Place place, SamplerResult sampler) {
        List<LossCurve> losses = new ArrayList<>(losses("critic", -6, -0.3));
        losses.addAll(losses("generator", 2, -0.8));
        return model("wgan-gp", "WGAN-GP", place, 61_185, Optional.empty(), losses, sampler);
    }

    private ModelResult infilling(Place place) {
        List<PosteriorCase> cases = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            cases.add(infillingCase(i));
        }
        ModelResult plain =
                model("diffusion", "Infilling", place, 239_680, Optional.empty(), losses("loss", 1.1, 0.14));
        return new ModelResult(
                plain.family(),
                plain.title(),
                plain.backend(),
                plain.device(),
                plain.threads(),
                plain.number(),
                plain.parameters(),
                2971,
                plain.compiling(),
                plain.training(),
                ModelResult.TrainingEnding.DEADLINE,
                Optional.empty(),
                plain.losses(),
                Optional.empty(),
                List.of(),
                Optional.of(new PosteriorResult(
                        FIELDS * 57,
                        64,
                        LEVELS,
                        fieldScores("model", 0.131, place.training()),
                        List.of(
                                fieldScores("Gaussian conditional", 0.144, 0),
                                fieldScores("kriging", 0.147, 0),
                                new FieldScores(
                                        "inverse distance",
                                        fieldScores("", 0.19, 0).rankedProbability(),
                                        fieldScores("", 0.19, 0).squaredError(),
                                        new double[0][])),
                        cases)));
    }

    /** A training on a backend. */
    private record Place(String backend, int training) {}

    /** Returns the first training on every backend, and then the second. */
    private List<Place> places() {
        return IntStream.rangeClosed(1, 2)
                .boxed()
                .flatMap(training -> backends.stream().map(backend -> new Place(backend, training)))
                .toList();
    }

    /** Returns a sampler's result with each score up to some percent off. */
    private SamplerResult varied(SamplerResult sampler, Place place) {
        List<Scores> scores = new ArrayList<>();
        for (int set = 0; set < sampler.scores().size(); set++) {
            RandomKey noise = key.fold(sampler.name()).fold(place.training()).fold(set);
            double factor = Math.exp(0.04 * noise.normal(Shape.of(1)).get(0));
            scores.add(new Scores(
                    factor * sampler.scores().get(set).slicedWasserstein(),
                    factor * sampler.scores().get(set).maxSlicedWasserstein()));
        }
        return new SamplerResult(
                sampler.name(), sampler.count(), sampler.sampling(), scores, sampler.modes(), sampler.samples());
    }

    private RealScores real(double sliced, double largest, boolean recorded) {
        double[] noise = key.fold("real").normal(Shape.of(64)).toDoubles();
        List<Scores> fresh = new ArrayList<>();
        List<Scores> training = new ArrayList<>();
        for (double z : noise) {
            fresh.add(new Scores(sliced * Math.exp(0.25 * z), largest * Math.exp(0.25 * z)));
            training.add(new Scores(1.2 * sliced * Math.exp(0.1 * z), 1.2 * largest * Math.exp(0.1 * z)));
        }
        return new RealScores(fresh, recorded ? training : List.of());
    }

    private Optional<LogDensity> density(double mean, boolean blocks) {
        double[] units = key.fold("density").normal(Shape.of(blocks ? 8 : 1000)).toDoubles();
        double[] inUnits = new double[units.length];
        for (int i = 0; i < units.length; i++) {
            units[i] = mean + units[i];
            inUnits[i] = units[i] - 400;
        }
        return Optional.of(new LogDensity(units, blocks ? Optional.of(inUnits) : Optional.empty()));
    }

    private FieldScores fieldScores(String name, double score, int training) {
        double[] noise = key.fold("fields")
                .fold(name)
                .fold(training)
                .normal(Shape.of(FIELDS))
                .toDoubles();
        double[] ranked = new double[FIELDS];
        double[] squares = new double[FIELDS];
        double[][] covered = new double[FIELDS][LEVELS.length];
        for (int field = 0; field < FIELDS; field++) {
            double factor = Math.exp(0.3 * noise[field]);
            ranked[field] = score * factor;
            squares[field] = 3 * score * score * factor * factor;
            for (int i = 0; i < LEVELS.length; i++) {
                covered[field][i] = Math.max(0, Math.min(1, LEVELS[i] + 0.08 * noise[field]));
            }
        }
        return new FieldScores(name, ranked, squares, covered);
    }

    private PosteriorCase infillingCase(int number) {
        HostArray truth = fields(20 + number, 0.35).rows(0, 1).reshape(Shape.of(SIDE * SIDE));
        HostArray uniform = key.fold("mask").fold(number).uniform(Shape.of(SIDE * SIDE));
        HostArray noise = key.fold("error").fold(number).normal(Shape.of(4, SIDE * SIDE));
        double[] mask = new double[SIDE * SIDE];
        double[] spread = new double[SIDE * SIDE];
        double[][] near = new double[5][SIDE * SIDE];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = uniform.get(i) < 0.08 + 0.06 * number ? 1 : 0;
            spread[i] = mask[i] != 0 ? 0.02 : 0.15 + 0.2 * uniform.get(i);
            for (int k = 0; k < near.length; k++) {
                near[k][i] = truth.get(i) + spread[i] * (k == 0 ? 0.4 : 1) * noise.get(k % 4 * SIDE * SIDE + i);
            }
        }
        return new PosteriorCase(
                truth,
                cells(mask),
                truth,
                cells(near[0]),
                cells(spread),
                List.of(cells(near[1]), cells(near[2]), cells(near[3])),
                cells(near[4]));
    }

    private static HostArray cells(double[] values) {
        return HostArray.wrap(Shape.of(values.length), values);
    }

    private static SamplerResult sampler(String name, double score, HostArray samples) {
        return new SamplerResult(
                name,
                10_000,
                Duration.ofMillis(830),
                List.of(new Scores(score, score * 2.4), new Scores(score, score * 2.4)),
                Optional.empty(),
                samples);
    }

    private static SamplerResult modes(SamplerResult sampler, int present) {
        return new SamplerResult(
                sampler.name(),
                sampler.count(),
                sampler.sampling(),
                sampler.scores(),
                Optional.of(new ModeCount(present, 8, present == 8 ? 0.2 : 1e-20)),
                sampler.samples());
    }

    private List<LossCurve> losses(String name, double from, double to) {
        double[] values = new double[4000];
        HostArray noise = key.fold(name).normal(Shape.of(values.length));
        for (int i = 0; i < values.length; i++) {
            double fall = 0.7 * Math.exp(-i / 250.0) + 0.3 * Math.exp(-i / 1800.0);
            values[i] = to + (from - to) * fall + 0.06 * Math.abs(from - to) * noise.get(i);
        }
        values[0] = from * 30;
        return List.of(LossCurve.thinned(name, values, 1, 500));
    }

    /** Returns smooth fields, the rougher the larger the second argument: sums of a gradient and a few waves. */
    private HostArray fields(int number, double roughness) {
        int count = 24;
        HostArray noise = key.fold("fields").fold(number).normal(Shape.of(count, 16 + SIDE * SIDE));
        double[] values = new double[count * SIDE * SIDE];
        for (int k = 0; k < count; k++) {
            int from = k * (16 + SIDE * SIDE);
            for (int i = 0; i < SIDE * SIDE; i++) {
                double x = (i % SIDE - 3.5) / SIDE;
                double y = (i / SIDE - 3.5) / SIDE;
                double value = 0.9 * noise.get(from) + x * noise.get(from + 1) + y * noise.get(from + 2);
                for (int wave = 1; wave <= 3; wave++) {
                    double phase = 3 * noise.get(from + 3 * wave)
                            + 4 * (x * noise.get(from + 3 * wave + 1) + y * noise.get(from + 3 * wave + 2));
                    value += 0.35 * Math.sin(phase);
                }
                values[k * SIDE * SIDE + i] = Math.max(-4.5, value + 0.2 * roughness * noise.get(from + 16 + i));
            }
        }
        return HostArray.wrap(Shape.of(count, SIDE * SIDE), values);
    }

    private HostArray moons(int number, double deviation) {
        int count = 2000;
        HostArray noise = key.fold("moons").fold(number).normal(Shape.of(count, 2));
        HostArray angle = key.fold("angle").fold(number).uniform(Shape.of(count));
        double[] values = new double[2 * count];
        for (int i = 0; i < count; i++) {
            double turn = Math.PI * angle.get(i);
            boolean upper = i % 2 == 0;
            values[2 * i] = (upper ? Math.cos(turn) : 1 - Math.cos(turn)) + deviation * noise.get(2 * i);
            values[2 * i + 1] = (upper ? Math.sin(turn) : 0.5 - Math.sin(turn)) + deviation * noise.get(2 * i + 1);
        }
        return HostArray.wrap(Shape.of(count, 2), values);
    }

    private HostArray gaussians(int number, int modes, double deviation) {
        int count = 2000;
        HostArray noise = key.fold("gaussians").fold(number).normal(Shape.of(count, 2));
        double[] values = new double[2 * count];
        for (int i = 0; i < count; i++) {
            double turn = Math.PI / 4 * (i % modes);
            values[2 * i] = 2 * Math.cos(turn) + deviation * noise.get(2 * i);
            values[2 * i + 1] = 2 * Math.sin(turn) + deviation * noise.get(2 * i + 1);
        }
        return HostArray.wrap(Shape.of(count, 2), values);
    }
}
