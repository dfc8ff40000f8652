package org.pushforward.checkpoint;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pushforward.settings.KeyName;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The form of values that are a single number, text or Boolean in JSON.
 *
 * @param expected a description of valid trees, for messages
 * @param parse returns the value of a tree, or empty if the tree is invalid
 * @param print returns the tree of a value
 */
record ScalarForm<T>(String expected, Function<Object, Optional<T>> parse, Function<T, Object> print)
        implements Form<T> {
    private static final Pattern TENSOR_TYPE = Pattern.compile("([a-z]\\w*)\\[(|\\d{1,9}(?:, \\d{1,9})*)]");

    static final ScalarForm<Integer> INTEGER = new ScalarForm<>(
            "a whole number below 2^31",
            tree -> as(Long.class, tree)
                    .filter(number -> number.intValue() == number)
                    .map(Long::intValue),
            number -> number);

    static final ScalarForm<Long> LONG =
            new ScalarForm<>("a whole number below 2^63", tree -> as(Long.class, tree), number -> number);

    static final ScalarForm<Double> DOUBLE = new ScalarForm<>(
            "a finite number",
            tree -> as(Number.class, tree).map(Number::doubleValue).filter(Double::isFinite),
            number -> {
                if (!Double.isFinite(number)) {
                    throw new IllegalArgumentException(number + " has no form in JSON: expected a finite number");
                }
                return number;
            });

    static final ScalarForm<Boolean> BOOLEAN =
            new ScalarForm<>("true or false", tree -> as(Boolean.class, tree), truth -> truth);

    static final ScalarForm<String> TEXT = new ScalarForm<>("text", tree -> as(String.class, tree), text -> text);

    static final ScalarForm<Duration> DURATION = ofText("a duration such as PT1H30M", Duration::parse);

    static final ScalarForm<Instant> INSTANT = ofText("a time such as 2026-11-22T10:15:30Z", Instant::parse);

    static final ScalarForm<TensorType> TYPE =
            ofText("an element type and a shape such as f32[2, 3]", ScalarForm::tensorType);

    static <E extends Enum<E>> ScalarForm<E> enumeration(Class<E> type) {
        Map<String, E> byName = new LinkedHashMap<>();
        Arrays.stream(type.getEnumConstants()).forEach(value -> byName.put(KeyName.of(value.name()), value));
        return new ScalarForm<>(
                "one of " + String.join(", ", byName.keySet()),
                tree -> as(String.class, tree).map(byName::get),
                value -> KeyName.of(value.name()));
    }

    private static <T> ScalarForm<T> ofText(String expected, Function<String, T> parse) {
        return new ScalarForm<>(
                expected,
                tree -> as(String.class, tree).flatMap(text -> {
                    try {
                        return Optional.of(parse.apply(text));
                    } catch (DateTimeException | IllegalArgumentException e) {
                        return Optional.empty();
                    }
                }),
                Object::toString);
    }

    private static <T> Optional<T> as(Class<T> type, Object tree) {
        return Optional.ofNullable(tree).filter(type::isInstance).map(type::cast);
    }

    private static TensorType tensorType(String text) {
        Matcher matcher = TENSOR_TYPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        DType dtype = DType.valueOf(matcher.group(1).toUpperCase(java.util.Locale.ROOT));
        List<Integer> dims = matcher.group(2).isEmpty()
                ? List.of()
                : Arrays.stream(matcher.group(2).split(", "))
                        .map(Integer::valueOf)
                        .toList();
        return new TensorType(dtype, Shape.of(dims));
    }

    @Override
    public T read(Object tree, Place at) {
        return parse.apply(tree).orElseThrow(() -> at.wrong("expected " + expected + ", not " + said(tree)));
    }

    /** Describes the content of a tree in a few words. */
    static String said(Object tree) {
        if (tree instanceof String text) {
            return "the text '" + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + "'";
        }
        if (tree instanceof Map<?, ?> members) {
            return "an object with the keys " + members.keySet();
        }
        if (tree instanceof List<?> elements) {
            return "an array of " + elements.size() + " elements";
        }
        return tree == null ? "null" : "" + tree;
    }

    @Override
    public Object write(T value) {
        return print.apply(value);
    }
}
