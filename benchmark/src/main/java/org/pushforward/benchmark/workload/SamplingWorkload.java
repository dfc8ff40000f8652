package org.pushforward.benchmark.workload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.backend.Backend;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.nn.Parameter;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A complete chain from noise to samples: a loop of runs with the chain as a state.
 *
 * @param name its name
 * @param size its size
 * @param chunk the largest number of samples that are drawn at once
 * @param model the sampler for a given width and number of steps
 * @param observations the context columns that samples are conditioned on, by name
 */
record SamplingWorkload(
        String name, Size size, int chunk, ChainFactory model, Map<String, ? extends DataSource> observations)
        implements Workload {
    private static final String NOISE = "noise";

    /** Creates a sampler. */
    @FunctionalInterface
    interface ChainFactory {
        Chain of(int width, int steps);
    }

    /**
     * A sampler and the parameters of its model.
     *
     * @param sampler the sampler
     * @param parameters the parameters
     */
    record Chain(Sampler<?> sampler, List<Parameter> parameters) {}

    @Override
    public ResultKind result() {
        return ResultKind.SAMPLE;
    }

    @Override
    public Case prepare(Backend backend, Size size) {
        Chain chain = model.of(size.width(), size.steps());
        SamplingLoop<?> loop = SamplingLoop.of(
                backend,
                chain.sampler(),
                chain.parameters(),
                Weights.of(chain.parameters()),
                Ladder.of(Math.min(size.batch(), chunk)));
        loop.prepare(size.batch());
        Shape noise = chain.sampler().event().prepend(size.batch());
        return new PreparedSampling(Weights.count(chain.parameters()), loop, noise, observations);
    }

    private record PreparedSampling(
            int parameters, SamplingLoop<?> loop, Shape noise, Map<String, ? extends DataSource> observations)
            implements Case {
        @Override
        public Map<String, HostArray> draw(RandomKey key) {
            Map<String, HostArray> draws = new LinkedHashMap<>();
            observations.forEach((name, source) ->
                    draws.put(name, source.draw(key.fold(name), noise.dim(0)).x()));
            draws.put(NOISE, key.fold(NOISE).normal(noise));
            return draws;
        }

        @Override
        public Optional<HostArray> run(long number, Map<String, HostArray> draws, boolean read) {
            Map<String, HostArray> context = new LinkedHashMap<>(draws);
            HostArray beginning = context.remove(NOISE);
            return Optional.of(loop.push(List.of(beginning), new Rows(context)));
        }

        @Override
        public void close() {
            loop.close();
        }
    }
}
