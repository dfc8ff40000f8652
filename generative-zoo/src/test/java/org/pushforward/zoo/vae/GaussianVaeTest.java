package org.pushforward.zoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.nn.Activation;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.ModelFunction;

class GaussianVaeTest {
    private static final RandomKey KEY = RandomKey.of(23);
    private static final String LOG_VARIANCE = "log_variance";

    private static HostArray elbo(GaussianVae vae, ParameterValues values, HostArray x, HostArray noise) {
        try (Backend oracle = Backends.open("reference");
                ModelFunction function = ModelFunction.compile(
                        oracle,
                        vae.parameters(),
                        values,
                        List.of(x.type(), noise.type()),
                        in -> List.of(vae.elbo(in.get(0), in.get(1))))) {
            return function.apply(x, noise).get(0);
        }
    }

    @Test
    void aGivenVarianceIsALearntOneThatStands() {
        GaussianVae given = GaussianVae.withVariance(3, 2, 4, Activation.SILU, 0.1);
        GaussianVae learnt = new GaussianVae(3, 2, 4);
        ParameterValues values = Oracle.randomValues(given.parameters(), KEY);
        Map<String, HostArray> all = new LinkedHashMap<>(values.byPath());
        all.put(LOG_VARIANCE, HostArray.scalar(DType.F32, Math.log(0.1)));
        HostArray x = KEY.fold("x").normal(Shape.of(5, 3));
        HostArray noise = KEY.fold("noise").normal(Shape.of(5, 2));

        assertThat(given.parameters()).extracting(Parameter::path).doesNotContain(LOG_VARIANCE);
        HostArray expected = elbo(learnt, new ParameterValues(all), x, noise);
        // What is known when a graph is built is rounded to float32 once more: 6e-8 of exp(-log v).
        assertThat(Oracle.relativeError(elbo(given, values, x, noise), expected))
                .isLessThan(2e-7);
        GaussianVae other = GaussianVae.withVariance(3, 2, 4, Activation.RELU, 0.1);
        assertThat(elbo(other, values, x, noise)).isNotEqualTo(elbo(given, values, x, noise));
    }

    @Test
    void aVarianceIsPositive() {
        assertThatThrownBy(() -> GaussianVae.withVariance(3, 2, 4, Activation.RELU, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("variance = 0.0");
    }
}
