package org.pushforward.benchmark.report;

import java.util.List;
import java.util.OptionalDouble;
import org.pushforward.tensor.HostArray;

/**
 * The models that learned from one data set.
 *
 * @param name the name of the data set in the settings
 * @param title its name for readers
 * @param description what the data are, in a sentence or three of plain text
 * @param domain what a sample is
 * @param trainSamples how many samples the models learned from, 0 if they were drawn afresh in every iteration
 * @param testSamples how many held-out samples a set has, and as many generated ones are compared with them
 * @param sets how many pairs of sets each training is scored on
 * @param directions how many random directions distances are taken along
 * @param blocks the number of blocks that all held-out samples lie in, each set being a half of them; 0 if every set is new
 * @param real what real data score
 * @param expectedLogDensity the expected log-density of the true distribution under itself in nats, where it is known
 * @param realSamples held-out samples for the pictures, [count, dimension]
 * @param models what each training of each model found, those of one model on one engine side by side
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
