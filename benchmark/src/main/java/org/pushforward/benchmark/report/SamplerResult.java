package org.pushforward.benchmark.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pushforward.tensor.HostArray;

/**
 * The scores of the samples that one sampler drew from one training of a model.
 *
 * @param name the name of the sampler, such as heun
 * @param count the total number of samples
 * @param sampling the time to draw them
 * @param scores the distances of each set of samples from its own set of held-out samples
 * @param modes the modes of the distribution that the first set covers, if modes can be counted
 * @param samples some of the samples, for the pictures, [count, dimension]
 */
public record SamplerResult(
        String name, int count, Duration sampling, List<Scores> scores, Optional<ModeCount> modes, HostArray samples) {
    /** Copies the list. */
    public SamplerResult {
        scores = List.copyOf(scores);
    }
}
