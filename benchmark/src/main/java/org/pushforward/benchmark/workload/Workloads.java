package org.pushforward.benchmark.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.settings.KeyName;
import org.pushforward.nn.Activation;
import org.pushforward.optim.Adam;
import org.pushforward.zoo.flow.NormalizingFlow;
import org.pushforward.zoo.flow.RealNvp;
import org.pushforward.zoo.gan.WganGp;
import org.pushforward.zoo.vae.GaussianVae;

/** The workloads that engines are compared on, by name. */
public final class Workloads {
    /** The word for all of them. */
    public static final String ALL = "all";

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
     * @param names {@code all}, or names with commas in between
     * @throws IllegalArgumentException if there is none of some name, with the nearest name and all names
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

    private static NormalizingFlow realNvp(int width) {
        return new RealNvp(2, 8, width).build();
    }

    private static Workload realNvpTrain() {
        return TrainingWorkload.of(
                "realnvp-train",
                Size.of(1024, 128),
                Workloads::realNvp,
                StandIn.moons(),
                NormalizingFlow.GROUP,
                Adam.withRate(1e-3));
    }

    private static Workload realNvpLogProb() {
        return new LogDensityWorkload(
                "realnvp-logprob", Size.of(65536, 128), 2048, Workloads::realNvp, StandIn.moons());
    }

    private static Workload vaeTrain() {
        return TrainingWorkload.of(
                "vae-train",
                Size.of(128, 400),
                width -> GaussianVae.withVariance(784, 20, width, Activation.RELU, 0.1),
                StandIn.images(28),
                GaussianVae.GROUP,
                Adam.withRate(1e-3));
    }

    private static Workload wganGpTrain() {
        int criticSteps = 5;
        Adam adam = Adam.withRate(1e-4).withBetas(0, 0.9);
        return new TrainingWorkload(
                "wgan-gp-train",
                Size.of(256, 256),
                width -> new WganGp(2, 64, width, criticSteps, 10),
                StandIn.moons(),
                Map.of(WganGp.CRITIC, adam, WganGp.GENERATOR, adam),
                WganGp.CRITIC + "." + (criticSteps - 1));
    }
}
