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
 * @param testSamples how many samples were held out, which scores compare with
 * @param floor the distances between two halves of the real data
 * @param expectedLogDensity the expected log-density of the true distribution under itself in nats, where it is known
 * @param realSamples held-out samples for the pictures, [count, dimension]
 * @param models what each model found; a model on several engines is several results
 */
public record ComparisonResult(
        String name,
        String title,
        String description,
        Domain domain,
        int trainSamples,
        int testSamples,
        Scores floor,
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
