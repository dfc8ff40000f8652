package org.pushforward.zoo.family;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.data.Schema;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.Sampling;
import org.pushforward.nn.Scope;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.posterior.GaugeDenoiser;
import org.pushforward.zoo.sampler.Ancestral;
import org.pushforward.zoo.sampler.Heun;
import org.pushforward.zoo.score.ClassConditional;
import org.pushforward.zoo.score.ClassifierFree;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Conditioning;
import org.pushforward.zoo.score.DenoisingScoreMatching;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.NoiseDistribution;
import org.pushforward.zoo.score.Preconditioning;

/**
 * A preconditioned denoiser that learns by denoising score matching and samples with Heun's method or ancestral sampling.
 *
 * <p>It can be conditioned on the context columns of the data, on a class with classifier-free guidance, or on gauges in a field.
 * Karras, Aittala, Aila and Laine, <i>Elucidating the design space of diffusion-based generative models</i>, 2022.
 *
 * @param network the network
 * @param heunSteps the number of steps of Heun's method, 2 or more; each step except the last evaluates the denoiser twice
 * @param ancestralSteps the number of steps of ancestral sampling, 2 or more
 * @param noise the noise levels of both samplers, in standard deviations of the data; with gauges they also determine those of training
 * @param labels conditioning on a class in the column {@code label}, if any
 * @param gauges conditioning on gauges in a field, if any
 */
@Kind("diffusion")
public record Diffusion(
        DenoiserArchitecture network,
        int heunSteps,
        int ancestralSteps,
        KarrasLevels noise,
        Optional<Labels> labels,
        Optional<Gauges> gauges)
        implements Family {
    /** A perceptron, 18 steps of Heun's method, 64 of ancestral sampling, and no condition. */
    public Diffusion() {
        this(
                new DenoiserArchitecture.PerceptronDenoiser(),
                18,
                64,
                new KarrasLevels(),
                Optional.empty(),
                Optional.empty());
    }

    /** Refuses values out of range. */
    public Diffusion {
        SettingException.between(2, 100_000, "heunSteps", heunSteps);
        SettingException.between(2, 100_000, "ancestralSteps", ancestralSteps);
        SettingException.unless(
                labels.isEmpty() || gauges.isEmpty(),
                "gauges",
                gauges,
                "none together with 'labels': give one condition");
    }

    /** Returns an unconditional diffusion model with a network. */
    public static Diffusion of(DenoiserArchitecture network) {
        Diffusion usual = new Diffusion();
        return new Diffusion(
                network, usual.heunSteps, usual.ancestralSteps, usual.noise, Optional.empty(), Optional.empty());
    }

    /** Returns this model conditioned on gauges. */
    public Diffusion seenAt(Gauges other) {
        return new Diffusion(network, heunSteps, ancestralSteps, noise, Optional.empty(), Optional.of(other));
    }

    /** Returns this model conditioned on a class. */
    public Diffusion ofClasses(Labels other) {
        return new Diffusion(network, heunSteps, ancestralSteps, noise, Optional.of(other), Optional.empty());
    }

    /** Returns this model with other numbers of steps. */
    public Diffusion steps(int heun, int ancestral) {
        return new Diffusion(network, heun, ancestral, noise, labels, gauges);
    }

    /**
     * Settings for conditioning on a class.
     *
     * @param classes the number of classes, 1 or more
     * @param absent the share of training rows whose class is absent, from 0 to 1
     * @param guidance the weight of classifier-free guidance, 0 for none
     */
    public record Labels(int classes, double absent, double guidance) {
        /** Two classes, absent in a tenth of the rows, without guidance. */
        public Labels() {
            this(2, 0.1, 0);
        }

        /** Refuses values out of range. */
        public Labels {
            SettingException.between(1, 1_000_000, "classes", classes);
            SettingException.unless(absent >= 0 && absent <= 1, "absent", absent, "a share from 0 to 1");
            SettingException.unless(guidance >= 0, "guidance", guidance, "0 or more");
        }
    }

    @Override
    public Description description() {
        return new Description(
                "Diffusion",
                "Karras, Aittala, Aila and Laine: Elucidating the design space of diffusion-based generative models",
                2022,
                Set.of(Gives.SAMPLES, Gives.CONDITIONAL),
                "any shape; images [channels, rows, columns] with a U-Net or gauges");
    }

    @Override
    public DiffusionModel build(DataType data) {
        Flattened.size("a diffusion model", data.schema());
        if (gauges.isPresent()) {
            return onGauges(data, gauges.get());
        }
        return labels.isPresent() ? onClasses(data, labels.get()) : onContext(data);
    }

    private DiffusionModel onContext(DataType data) {
        Scope scope = Scope.root();
        Preconditioning scaling = new Preconditioning(data.standardDeviation());
        ConditionalDenoiser denoiser =
                scaling.denoiser(data.context(), network.build(scope, data.event(), data.context(), 0));
        return model(
                data, denoiser.around(data.mean()), data.schema(), scope, objective(scaling, Conditioning.recorded()));
    }

    private DiffusionModel onClasses(DataType data, Labels classes) {
        ClassConditional.labels().checkFits("the data", data.context());
        Scope scope = Scope.root();
        Preconditioning scaling = new Preconditioning(data.standardDeviation());
        ClassConditional conditional = new ClassConditional(
                classes.classes(),
                scaling.denoiser(
                                ClassConditional.labels(),
                                network.build(scope, data.event(), Schema.empty(), classes.classes()))
                        .around(data.mean()));
        Conditioning dropout = ClassConditional.withDropout(classes.classes(), classes.absent());
        DiffusionModel plain = model(data, conditional, data.schema(), scope, objective(scaling, dropout));
        return classes.guidance() == 0 ? plain : plain.denoisedBy(new ClassifierFree(conditional, classes.guidance()));
    }

    private DiffusionModel onGauges(DataType data, Gauges seen) {
        Scope scope = Scope.root();
        GaugeDenoiser denoiser = new GaugeDenoiser(
                data.event(),
                data.mean(),
                data.standardDeviation(),
                network.build(scope, GaugeDenoiser.images(data.event()), GaugeDenoiser.seen(data.event()), 0));
        return model(
                data,
                denoiser,
                Schema.of(data.event()),
                scope,
                new DenoisingScoreMatching(
                        denoiser, noise.training(data.standardDeviation()), seen.random(data.standardDeviation())));
    }

    private static DenoisingScoreMatching objective(Preconditioning scaling, Conditioning conditioning) {
        return new DenoisingScoreMatching(scaling, NoiseDistribution.forData(scaling.dataDeviation()), conditioning);
    }

    private DiffusionModel model(
            DataType data, ConditionalDenoiser denoiser, Schema schema, Scope scope, DenoisingScoreMatching objective) {
        Map<String, Sampling<DiffusionModel>> samplings = new LinkedHashMap<>();
        samplings.put("heun", new Heun(noise.grid(heunSteps, data.standardDeviation())));
        samplings.put("ancestral", new Ancestral(noise.grid(ancestralSteps, data.standardDeviation())));
        return new DiffusionModel(
                data.event(),
                new DiffusionModel.Moments(data.mean(), data.standardDeviation() * data.standardDeviation()),
                denoiser,
                denoiser,
                objective,
                schema,
                ParameterGroup.of(DiffusionModel.GROUP, scope),
                samplings);
    }

    @Override
    public List<Example> examples() {
        Diffusion small =
                of(new DenoiserArchitecture.PerceptronDenoiser(List.of(32, 32))).steps(10, 10);
        Diffusion unet = of(new DenoiserArchitecture.ConvolutionalDenoiser(List.of(4, 4), 1, 2, 6))
                .steps(10, 10);
        Schema conditional = Schema.of(Shape.of(2)).with("y", TensorType.f32(3));
        DataType labeled = new DataType(Schema.of(Shape.of(2)).and(ClassConditional.labels()), 0, 1);
        return List.of(
                new Example("diffusion", small, DataType.standard(Shape.of(2))),
                new Example("diffusion-conditional", small, new DataType(conditional, 0, 1)),
                new Example("diffusion-of-classes", small.ofClasses(new Labels(3, 0.1, 1)), labeled),
                new Example("diffusion-unet", unet, DataType.standard(Shape.of(1, 4, 4))),
                new Example(
                        "diffusion-gauges",
                        small.seenAt(new Gauges(0.1, 0.5, 0.2, 0.3)),
                        DataType.standard(Shape.of(1, 4, 4))));
    }
}
