package org.pushforward.benchmark.run;

import java.util.List;
import java.util.Set;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.EvaluationSettings;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.config.PosteriorSettings;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.config.TrainingSettings;
import org.pushforward.benchmark.data.DataSettings;
import org.pushforward.benchmark.data.HeldOut;
import org.pushforward.benchmark.data.PrecipitationSettings;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.data.ToySettings;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.Plane;
import org.pushforward.data.DataSource;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.SampledModel;
import org.pushforward.model.Step;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Scope;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.PushForward;
import org.pushforward.sample.Sampler;
import org.pushforward.settings.Kind;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.data.LongitudeBands;
import org.pushforward.zoo.family.DenoiserArchitecture;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.family.GanNetwork;
import org.pushforward.zoo.family.Gauges;
import org.pushforward.zoo.family.RealNvp;
import org.pushforward.zoo.family.VaeFamily;
import org.pushforward.zoo.family.WganGp;
import org.pushforward.zoo.gan.WassersteinGp;

/** Small experiments, and settings of what goes wrong on purpose. */
public final class Trials {
    private Trials() {}

    /** Returns a small diffusion family. */
    public static Diffusion diffusion() {
        return Diffusion.of(new DenoiserArchitecture.PerceptronDenoiser(List.of(8)))
                .steps(3, 4);
    }

    /** Returns a small GAN. */
    public static WganGp gan() {
        return new WganGp(2, new GanNetwork.PerceptronGan(List.of(8)), 2, 10, WassersteinGp.Sides.TWO);
    }

    /** Returns small patches of rain. */
    public static PrecipitationSettings rain() {
        return new PrecipitationSettings(4, 4, LongitudeBands.standard());
    }

    /** Returns an experiment of models of each way to be examined, a few iterations each. */
    public static Experiment ofAllKinds() {
        return small("tiny")
                .compare(
                        "modes",
                        new ToySettings("eight-gaussians"),
                        Candidate.of(new RealNvp(2, 8), training(8)),
                        Candidate.of(new VaeFamily(2, 8), training(8)),
                        Candidate.of(gan(), training(4)),
                        Candidate.of(diffusion(), training(8)))
                .compare("rain", rain(), Candidate.of(diffusion().seenAt(Gauges.exact(0.02, 0.5)), training(8)))
                .build();
    }

    /** Returns an experiment to add comparisons to. */
    public static Experiment.Builder small(String name) {
        return Experiment.named(name)
                .run(new RunSettings().withSeed(5).withThreads(1))
                .evaluation(new EvaluationSettings(64, 8, 2, new PosteriorSettings(3, 0.2, 10)));
    }

    /** Returns a few iterations. */
    public static TrainingSettings training(int iterations) {
        return TrainingSettings.builder().iterations(iterations).batch(16).build();
    }

    private static Family.Description description(String title) {
        return new Family.Description(title, "nobody", 2000, Set.of(Family.Gives.SAMPLES), "points of the plane");
    }

    /**
     * A family whose loss is log(1 - t^2) after t iterations, plus something of the data: finite in the first iteration alone.
     *
     * @param good the number of iterations before the loss is no longer a number
     */
    @Kind("divergent")
    public record Divergent(int good) implements Family {
        /** The first iteration is good. */
        public Divergent() {
            this(1);
        }

        @Override
        public Description description() {
            return Trials.description("Divergent");
        }

        @Override
        public Model build(DataType data) {
            Scope scope = Scope.root();
            Tensor shift = scope.parameter("shift", Shape.of(2), Initializer.zeros());
            return new Diverging(shift, ParameterGroup.of("shift", scope), good);
        }

        @Override
        public List<Example> examples() {
            return List.of();
        }
    }

    private record Diverging(Tensor shift, ParameterGroup group, int good) implements SampledModel {
        @Override
        public Schema schema() {
            return Schema.of(Shape.of(2));
        }

        @Override
        public List<ParameterGroup> groups() {
            return List.of(group);
        }

        @Override
        public void learn(Step step) {
            Tensor done = step.state("done", HostArray.of(Shape.scalar(), 0f));
            Tensor left = done.neg().add(good - 0.5);
            step.minimize(group, step.batch().x().sub(shift).square().mean().add(left.log()));
            step.replace(done, done.add(1));
        }

        @Override
        public Sampler<?> sampler() {
            return new PushForward(Shape.of(2), Schema.empty(), (noise, rows, context) -> noise.normal(rows, 2)
                    .add(shift));
        }
    }

    /** Data with NaN in its third row. */
    @Kind("holes")
    public record Holes() implements DataSettings {
        @Override
        public Target load() {
            return new Recorded(Dataset.of(HostArray.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, Float.NaN)));
        }
    }

    /** Data of three columns that is said to lie on the plane. */
    @Kind("too-wide")
    public record TooWide() implements DataSettings {
        @Override
        public Target load() {
            return new Recorded(Dataset.of(HostArray.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f)));
        }
    }

    /** Points of three classes, each around a center of its own. */
    @Kind("classes")
    public record Classes() implements DataSettings {
        @Override
        public Target load() {
            int count = 60;
            float[] points = RandomKey.of(4).normal(Shape.of(count, 2)).toFloats();
            long[] labels = new long[count];
            for (int i = 0; i < count; i++) {
                labels[i] = i % 3;
                points[2 * i] += 4 * labels[i];
            }
            return new Recorded(new Dataset(Rows.of(HostArray.wrap(Shape.of(count, 2), points))
                    .with("label", HostArray.wrap(Shape.of(count), labels))));
        }
    }

    /** Sixty points. */
    @Kind("few")
    public record Few() implements DataSettings {
        @Override
        public Target load() {
            return new Recorded(Dataset.of(RandomKey.of(9).normal(Shape.of(60, 2))));
        }
    }

    /** Recorded points, of which each set of held-out rows takes half. */
    private record Recorded(Dataset data) implements Target {
        @Override
        public String title() {
            return "Recorded";
        }

        @Override
        public String description() {
            return "Recorded points.";
        }

        @Override
        public Domain domain() {
            return new Plane();
        }

        @Override
        public DataSource training() {
            return data;
        }

        @Override
        public HeldOut heldOut(int atMost, RandomKey key) {
            return HeldOut.of(data.rows(), Math.max(1, Math.min(atMost, data.size() / 2)), key);
        }
    }
}
