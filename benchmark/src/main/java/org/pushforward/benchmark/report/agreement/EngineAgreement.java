package org.pushforward.benchmark.report.agreement;

/**
 * The differences between a model on one engine and the same model on another, with the same initial parameters, data, and keys. The
 * same backend on another device is another engine.
 *
 * <p>The relative difference of a and b is |a - b| / max(|a|, |b|), or 0 if they are equal.
 *
 * @param comparison the name of the data set
 * @param model the title of the model
 * @param reference one engine, such as onnx
 * @param backend the engine that is compared with it, such as onnx gpu:0
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
