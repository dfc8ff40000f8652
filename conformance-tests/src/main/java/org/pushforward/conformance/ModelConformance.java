package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;

/**
 * The level of models: every kind of model of the zoo gives the oracle's losses, gradients, steps, samples and scores, to
 * the tolerances of {@link Agreement.Quantity}. The author of a backend extends this and names the backend.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ModelConformance {
    private Backend opened;

    /** Returns the name of the backend under test. */
    protected abstract String backend();

    @BeforeAll
    final void open() {
        opened = Backends.open(backend());
    }

    @AfterAll
    final void close() {
        opened.close();
    }

    @TestFactory
    final Stream<DynamicNode> modelsAgreeWithTheOracle() {
        return ModelAgreement.models().stream()
                .map(model -> DynamicTest.dynamicTest("MODEL-" + model, () -> {
                    assertThat(ModelAgreement.of(opened, model)).allSatisfy(agreement -> assertThat(agreement.error())
                            .as("%s of %s on %s, relative to the oracle", agreement.quantity(), model, backend())
                            .isLessThanOrEqualTo(agreement.allowed()));
                }));
    }
}
