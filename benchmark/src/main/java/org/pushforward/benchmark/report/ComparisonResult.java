package org.pushforward.benchmark.report;

import java.util.List;
import java.util.OptionalDouble;
import org.pushforward.tensor.HostArray;

/**
 * The results of all models on one data set.
 *
 * @param name the name of the data set in the settings
 * @param title the name of the data set for readers
 * @param description a description of the data in one to three sentences of plain text
 * @param domain the kind of a sample
 * @param trainSamples the number of training samples; 0 if new samples were drawn in every iteration
 * @param testSamples the number of held-out samples in a set, which is also the number of generated samples compared with them
 * @param sets the number of pairs of sets that each training is scored on
 * @param directions the number of random directions of the distances
 * @param blocks the number of blocks of held-out samples, if each set is one half of them; 0 if every set is new
 * @param real the scores of real data
 * @param expectedLogDensity the expected log-density of the true distribution under itself in nats, if it is known
 * @param realSamples held-out samples for the pictures, [count, dimension]
 * @param models the result of each training of each model; results of one model on one engine are adjacent
 */
public record ComparisonResult(
        String name,
        String title,
        String description,
        Domain domain,
        int trainSamples,
        int testSamples,
        int sets,
        int directions,
        int blocks,
        RealScores real,
        OptionalDouble expectedLogDensity,
        HostArray realSamples,
        List<ModelResult> models) {

    /** Copies the list, and refuses samples whose shape is not [count, dimension] of the domain. */
    public ComparisonResult {
        models = List.copyOf(models);
        expectSamples(name, "real samples", realSamples, domain);
        for (ModelResult model : models) {
            for (SamplerResult sampler : model.samplers()) {
                expectSamples(name, "samples of " + model.title() + ", " + sampler.name(), sampler.samples(), domain);
            }
        }
    }

    private static void expectSamples(String name, String what, HostArray samples, Domain domain) {
        if (samples.shape().rank() != 2 || samples.shape().dim(1) != domain.dimension()) {
            throw new IllegalArgumentException(name + ": " + what + " are " + samples.type()
                    + ", expected shape [count, " + domain.dimension() + "]");
        }
    }
}
