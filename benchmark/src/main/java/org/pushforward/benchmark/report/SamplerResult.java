package org.pushforward.benchmark.report;

import java.time.Duration;
import java.util.Optional;
import org.pushforward.tensor.HostArray;

/**
 * How the samples score that one sampler drew from one model.
 *
 * @param name the sampler, such as heun
 * @param count how many samples were drawn and scored
 * @param sampling the time to draw them
 * @param scores their distances to the held-out samples
 * @param modes how many modes of the distribution they hold, where modes can be counted
 * @param samples some of them for the pictures, [some, dimension]
 */
public record SamplerResult(
        String name, int count, Duration sampling, Scores scores, Optional<ModeCount> modes, HostArray samples) {}
