package org.pushforward.benchmark.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.distribution.StandardNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.Activation;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Scope;
import org.pushforward.optim.Adam;
import org.pushforward.settings.KeyName;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.family.RealNvp;
import org.pushforward.zoo.flow.Flow;
import org.pushforward.zoo.gan.WassersteinGan;
import org.pushforward.zoo.gan.WassersteinGp;
import org.pushforward.zoo.vae.Vae;

/** The workloads for comparing engines, by name. */
public final class Workloads {
    /** The name that stands for all workloads. */
    public static final String ALL = "all";

    private static final int CRITIC_STEPS = 5;

    private Workloads() {}

    /** Returns all workloads by name. */
    public static Map<String, Workload> all() {
        Map<String, Workload> byName = new LinkedHashMap<>();
        for (Workload workload : List.of(
                realNvpTrain(),
                realNvpLogProb(),
                vaeTrain(),
                wganGpTrain(),
                DiffusionWorkloads.denoiserTrain(),
                DiffusionWorkloads.denoiserSample(),
                DiffusionWorkloads.unetTrain(),
                DiffusionWorkloads.unetSample(),
                DiffusionWorkloads.dpsSample(),
                DiffusionWorkloads.mmpsSample(),
                new MaxSlicedWorkload("max-sliced-w2", Size.of(10000), 64, 1000))) {
            byName.put(workload.name(), workload);
        }
        return byName;
    }

    /**
     * Returns the workloads of a list of names.
     *
     * @param names {@code all}, or comma-separated names
     * @throws IllegalArgumentException if a name is unknown; the message gives the closest name and all names
     */
    public static List<Workload> named(String names) {
        Map<String, Workload> all = all();
        if (names.equals(ALL)) {
            return List.copyOf(all.values());
        }
        List<Workload> found = new ArrayList<>();
        for (String name :
                Arrays.stream(names.split(",")).map(String::strip).distinct().toList()) {
            Workload workload = all.get(name);
            if (workload == null) {
                throw new IllegalArgumentException(
                        "no workload '" + name + "': " + KeyName.advice(name, all.keySet()) + ", or all");
            }
            found.add(workload);
        }
        return found;
    }

    private static Flow realNvp(int width) {
        return new RealNvp(8, width).build(DataType.standard(Shape.of(2)));
    }

    private static Workload realNvpTrain() {
        return TrainingWorkload.of(
                "realnvp-train",
                Size.of(1024, 128),
                Workloads::realNvp,
                StandIn.moons(),
                Flow.GROUP,
                Adam.withRate(1e-3));
    }

    private static Workload realNvpLogProb() {
        return new LogDensityWorkload(
                "realnvp-logprob", Size.of(65536, 128), 2048, Workloads::realNvp, StandIn.moons());
    }

    private static Workload vaeTrain() {
        return TrainingWorkload.of(
                "vae-train", Size.of(128, 400), Workloads::vae, StandIn.images(28), Vae.GROUP, Adam.withRate(1e-3));
    }

    /** A VAE with a fixed likelihood variance of 0.1. */
    private static Vae vae(int width) {
        int pixels = 784;
        int latent = 20;
        Scope scope = Scope.root();
        Mlp encoder = new Mlp(scope.child("encoder"), Activation.RELU, pixels, width, width, 2 * latent);
        Mlp decoder = new Mlp(scope.child("decoder"), Activation.RELU, latent, width, width, pixels);
        return new Vae(
                Shape.of(pixels),
                encoder,
                decoder,
                new StandardNormal(Shape.of(latent)),
                Tensor.scalar(DType.F32, Math.log(0.1)),
                ParameterGroup.of(Vae.GROUP, scope));
    }

    private static Workload wganGpTrain() {
        Adam adam = Adam.withRate(1e-4).withBetas(0, 0.9);
        return new TrainingWorkload(
                "wgan-gp-train",
                Size.of(256, 256),
                Workloads::wganGp,
                StandIn.moons(),
                Map.of(WassersteinGan.CRITIC, adam, WassersteinGan.GENERATOR, adam),
                WassersteinGan.CRITIC + "." + (CRITIC_STEPS - 1));
    }

    private static WassersteinGan wganGp(int width) {
        int latent = 64;
        Scope scope = Scope.root();
        Scope generator = scope.child(WassersteinGan.GENERATOR);
        Scope critic = scope.child(WassersteinGan.CRITIC);
        Mlp generate = new Mlp(generator, Activation.RELU, latent, width, width, width, 2);
        Mlp criticize = new Mlp(critic, Activation.LEAKY_RELU, 2, width, width, width, 1);
        return new WassersteinGan(
                Shape.of(2),
                new StandardNormal(Shape.of(latent)),
                generate,
                criticize,
                ParameterGroup.of(WassersteinGan.CRITIC, critic),
                ParameterGroup.of(WassersteinGan.GENERATOR, generator),
                new WassersteinGp(10, CRITIC_STEPS, WassersteinGp.Sides.TWO));
    }
}
