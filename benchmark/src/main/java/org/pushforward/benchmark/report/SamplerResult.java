package org.pushforward.benchmark.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pushforward.tensor.HostArray;

/**
 * How the samples score that one sampler drew from one training of a model.
 *
 * @param name the sampler, such as heun
 * @param count how many samples were drawn in all
 * @param sampling the time to draw them
 * @param scores of each set its distances to a set of held-out samples of its own
 * @param modes how many modes of the distribution the first set holds, where modes can be counted
 * @param samples some of them for the pictures, [some, dimension]
 */
public record SamplerResult(
        String name, int count, Duration sampling, List<Scores> scores, Optional<ModeCount> modes, HostArray samples) {
    /** Copies the list. */
    public SamplerResult {
        scores = List.copyOf(scores);
    }
}
