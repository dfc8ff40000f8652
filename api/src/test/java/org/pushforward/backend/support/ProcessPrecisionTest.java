package org.pushforward.backend.support;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Precision;

class ProcessPrecisionTest {
    private final Properties process = new Properties();
    private final ProcessPrecision engine = new ProcessPrecision("djl", process);

    @Test
    void theFirstBackendOfAProcessDecides() {
        engine.decide(Precision.TF32);
        assertThatCode(() -> engine.decide(Precision.TF32)).doesNotThrowAnyException();
        assertThatThrownBy(() -> engine.decide(Precision.FLOAT32))
                .isInstanceOf(BackendException.class)
                .hasMessage("precision float32 of backend djl: this process computes in tf32, as its first backend on a"
                        + " GPU asked for, and the engine has one precision for a process; ask for tf32, or start another"
                        + " process");
        assertThatCode(() -> new ProcessPrecision("tensorflow", process).decide(Precision.FLOAT32))
                .doesNotThrowAnyException();
    }
}
