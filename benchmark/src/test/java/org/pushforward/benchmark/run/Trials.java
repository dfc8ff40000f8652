package org.pushforward.benchmark.run;

import com.google.inject.AbstractModule;
import java.util.List;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.EvaluationSettings;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.config.TrainingSettings;
import org.pushforward.benchmark.data.DataSettings;
import org.pushforward.benchmark.data.PrecipitationSettings;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.data.ToySettings;
import org.pushforward.benchmark.model.Contender;
import org.pushforward.benchmark.model.DiffusionSettings;
import org.pushforward.benchmark.model.GaugeTrial;
import org.pushforward.benchmark.model.InfillingSettings;
import org.pushforward.benchmark.model.ModelSettings;
import org.pushforward.benchmark.model.RealNvpSettings;
import org.pushforward.benchmark.model.VaeSettings;
import org.pushforward.benchmark.model.WganGpSettings;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.Plane;
import org.pushforward.graph.Tensor;
import org.pushforward.metrics.Floor;
import org.pushforward.random.RandomKey;
import org.pushforward.settings.Kind;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.DataSource;
import org.pushforward.train.Dataset;
import org.pushforward.train.Iteration;
import org.pushforward.train.ParameterGroup;
import org.pushforward.zoo.GenerativeModel;
import org.pushforward.zoo.Sampler;
import org.pushforward.zoo.score.NoiseLevels;
import org.pushforward.zoo.vae.GaussianVae;

/** Small experiments, and settings of what goes wrong on purpose. */
public final class Trials {
    private Trials() {}

    /** Returns the experiment that holds every family, a few iterations each. */
    public static Experiment everyFamily() {
        NoiseLevels noise = NoiseLevels.standard();
        return small("tiny")
                .compare(
                        "modes",
                        new ToySettings("eight-gaussians"),
                        Candidate.of(new RealNvpSettings(2, 8), training(8)),
                        Candidate.of(new VaeSettings(2, 8), training(8)),
                        Candidate.of(new WganGpSettings(2, 8, 2, 10), training(4)),
                        Candidate.of(new DiffusionSettings(List.of(8), 3, 4, noise), training(8)))
                .compare(
                        "rain",
                        new PrecipitationSettings(
                                4, 4, PrecipitationSettings.defaults().bands()),
                        Candidate.of(
                                new InfillingSettings(List.of(8), 0, 0.5, 3, noise, new GaugeTrial(3, 0.2, 10)),
                                training(8)))
                .build();
    }

    /** Returns an experiment to add comparisons to. */
    public static Experiment.Builder small(String name) {
        return Experiment.named(name)
                .run(RunSettings.defaults().withSeed(5).withThreads(1))
                .metrics(new EvaluationSettings(64, 8));
    }

    /** Returns a few iterations. */
    public static TrainingSettings training(int iterations) {
        return TrainingSettings.builder().iterations(iterations).batch(16).build();
    }

    /** Adds the settings below to the standard ones. */
    public static final class Extension extends AbstractModule {
        @Override
        protected void configure() {
            BenchmarkModule.families(binder()).addBinding().toInstance(Divergent.class);
            BenchmarkModule.data(binder()).addBinding().toInstance(Holes.class);
            BenchmarkModule.data(binder()).addBinding().toInstance(TooWide.class);
        }
    }

    /** A model whose loss is not a number from some iteration on. */
    @Kind("divergent")
    public record Divergent() implements ModelSettings {
        @Override
        public String title() {
            return "Divergent";
        }

        @Override
        public Contender build(Target target) {
            return Contender.sampled("decoder", new Diverging(new GaussianVae(2, 1, 4)));
        }
    }

    private record Diverging(GaussianVae vae) implements GenerativeModel {
        @Override
        public List<ParameterGroup> groups() {
            return vae.groups();
        }

        @Override
        public void iterate(Iteration iteration) {
            Tensor negative =
                    vae.encode(iteration.data()).mean().square().sum().neg().sub(1);
            iteration.minimise(GaussianVae.GROUP, negative.log());
        }

        @Override
        public Shape sampleShape() {
            return vae.sampleShape();
        }

        @Override
        public Sampler sampler() {
            return vae;
        }
    }

    /** Data with NaN in its third row. */
    @Kind("holes")
    public record Holes() implements DataSettings {
        @Override
        public Target load() {
            return new Recorded(new Dataset(HostArray.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, Float.NaN)));
        }
    }

    /** Data of three columns that is said to lie on the plane. */
    @Kind("too-wide")
    public record TooWide() implements DataSettings {
        @Override
        public Target load() {
            return new Recorded(new Dataset(HostArray.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f)));
        }
    }

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
        public int trainSamples() {
            return data.count();
        }

        @Override
        public Floor.Halves heldOut(int atMost, RandomKey key) {
            return Floor.Halves.draw(data.samples(), 1, key);
        }
    }
}
