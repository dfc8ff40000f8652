package org.pushforward.benchmark.workload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * The initial parameters of workloads: the library's initial values plus a little noise, so that a layer initialized
 * with zeros does as much work as after some training.
 */
final class Weights {
    private static final RandomKey KEY = RandomKey.of(0).fold("weights");
    private static final double DEVIATION = 0.02;

    private Weights() {}

    static ParameterValues of(List<Parameter> parameters) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        ParameterValues.initial(parameters, KEY)
                .byPath()
                .forEach((path, value) ->
                        values.put(path, moved(value, KEY.fold("moves").fold(path))));
        return new ParameterValues(values);
    }

    private static HostArray moved(HostArray value, RandomKey key) {
        float[] numbers = value.toFloats();
        float[] noise = key.normal(value.shape()).toFloats();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += (float) (DEVIATION * noise[i]);
        }
        return HostArray.wrap(value.shape(), numbers);
    }

    static int count(List<Parameter> parameters) {
        return parameters.stream()
                .mapToInt(parameter -> parameter.tensor().shape().size())
                .sum();
    }
}
