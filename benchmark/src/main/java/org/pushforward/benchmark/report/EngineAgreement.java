package org.pushforward.benchmark.report;

/**
 * The differences between a model on one engine and the same model on the first engine, with the same initial parameters, data, and keys.
 *
 * <p>The relative difference of a and b is |a - b| / max(|a|, |b|), or 0 if they are equal.
 *
 * @param comparison the name of the data set
 * @param model the title of the model
 * @param reference the first engine
 * @param backend the engine that is compared with it
 * @param firstLosses the number of losses, from the start of training, that were compared
 * @param losses the largest relative difference of those losses
 * @param scores the largest relative difference of the scores after training
 */
public record EngineAgreement(
        String comparison,
        String model,
        String reference,
        String backend,
        int firstLosses,
        double losses,
        double scores) {}
