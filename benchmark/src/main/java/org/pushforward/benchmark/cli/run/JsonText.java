package org.pushforward.benchmark.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Prints plain values as JSON for {@code --json}. Absent values and numbers that are not finite become null. */
final class JsonText {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonText() {}

    static String of(Map<String, ?> values) {
        try {
            return MAPPER.writeValueAsString(plain(values));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of plain values is not JSON", e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(String.valueOf(key), plain(each)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list).stream().map(JsonText::plain).collect(Collectors.toCollection(ArrayList::new));
        }
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? plain(optional.get()) : null;
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? plain(optional.getAsDouble()) : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? number : null;
        }
        return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
    }
}
