package org.pushforward.benchmark.report;

/**
 * How far a model on one engine is from the same model on the first engine, from the same parameters, data and keys.
 *
 * <p>A relative difference of a and b is |a - b| / max(|a|, |b|), and 0 where they are equal.
 *
 * @param comparison the name of the data set
 * @param model the title of the model
 * @param reference the first engine
 * @param backend the engine that is held against it
 * @param firstLosses how many losses from the beginning of training were compared
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
