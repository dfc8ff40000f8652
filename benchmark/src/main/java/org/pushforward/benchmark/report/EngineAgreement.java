package org.pushforward.benchmark.report;

/**
 * How far a model on one engine is from the same model on another, from the same parameters, data and keys. The same backend
 * on another device is another engine.
 *
 * <p>A relative difference of a and b is |a - b| / max(|a|, |b|), and 0 where they are equal.
 *
 * @param comparison the name of the data set
 * @param model the title of the model
 * @param reference one engine, such as onnx
 * @param backend the engine that is held against it, such as onnx gpu:0
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
