package org.pushforward.benchmark.settings;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pushforward.settings.KeyName;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The format of scalar values: numbers, text, enumerations and durations.
 *
 * @param expected a description of valid values, for messages
 * @param tag the YAML tag of such a value
 * @param parse returns the value of a node; empty if it is invalid
 * @param print returns the text of a value
 */
record ScalarFormat<T>(String expected, Tag tag, Function<ScalarNode, Optional<T>> parse, Function<T, String> print)
        implements Format<T> {
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,30}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,3})?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    static final ScalarFormat<Integer> INTEGER = whole("a whole number below 2^31", 31, BigInteger::intValueExact);
    static final ScalarFormat<Long> LONG = whole("a whole number below 2^63", 63, BigInteger::longValueExact);

    static final ScalarFormat<Double> DOUBLE = new ScalarFormat<>(
            "a number",
            Tag.FLOAT,
            node -> plain(node, NUMBER).map(Double::valueOf).filter(Double::isFinite),
            ScalarFormat::decimal);

    static final ScalarFormat<Boolean> BOOLEAN = new ScalarFormat<>(
            "true or false",
            Tag.BOOL,
            node -> plain(node, Pattern.compile("true|false")).map(Boolean::valueOf),
            String::valueOf);

    static final ScalarFormat<String> TEXT = new ScalarFormat<>(
            "text",
            Tag.STR,
            node -> Optional.of(node.getValue()).filter(text -> node.getTag().equals(Tag.STR)),
            text -> text);

    static final ScalarFormat<Duration> DURATIONS = new ScalarFormat<>(
            "a duration such as 90s, 5m or 1h",
            Tag.STR,
            node -> plain(node, DURATION).map(ScalarFormat::duration),
            duration -> duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms");

    static <E extends Enum<E>> ScalarFormat<E> enumeration(Class<E> type) {
        Map<String, E> byName = new LinkedHashMap<>();
        Arrays.stream(type.getEnumConstants()).forEach(value -> byName.put(KeyName.of(value.name()), value));
        return new ScalarFormat<>(
                "one of " + String.join(", ", byName.keySet()),
                Tag.STR,
                node -> Optional.ofNullable(byName.get(node.getValue())),
                value -> KeyName.of(value.name()));
    }

    private static <N> ScalarFormat<N> whole(String expected, int bits, Function<BigInteger, N> narrow) {
        return new ScalarFormat<>(
                expected,
                Tag.INT,
                node -> plain(node, WHOLE)
                        .map(BigInteger::new)
                        .filter(number -> number.bitLength() <= bits)
                        .map(narrow),
                String::valueOf);
    }

    private static Optional<String> plain(ScalarNode node, Pattern pattern) {
        return Optional.of(node.getValue())
                .filter(text -> node.isPlain() && pattern.matcher(text).matches());
    }

    /**
     * Returns the shortest text that reads as the same number, with a decimal point so that YAML reads it as a number
     * too.
     */
    private static String decimal(double value) {
        String text = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        return text.contains(".") ? text : text + ".0";
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        matcher.matches();
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    @Override
    public Optional<T> read(Node node, Problems problems) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.at(
                    node, "expected " + expected + ", not " + (node instanceof SequenceNode ? "a list" : "a mapping"));
            return Optional.empty();
        }
        Optional<T> value = parse.apply(scalar);
        if (value.isEmpty()) {
            problems.at(node, "expected " + expected + ", not " + said(scalar) + quotingAdvice(scalar));
        }
        return value;
    }

    private static String said(ScalarNode node) {
        if (node.getTag().equals(Tag.NULL)) {
            return "nothing";
        }
        return node.isPlain() ? node.getValue() : "the text '" + node.getValue() + "'";
    }

    private String quotingAdvice(ScalarNode node) {
        boolean wouldHelp =
                tag.equals(Tag.STR) && this == (Object) TEXT && !node.getTag().equals(Tag.NULL);
        return wouldHelp ? ": put it in quotes" : "";
    }

    @Override
    public Node write(T value) {
        return new ScalarNode(tag, print.apply(value), null, null, ScalarStyle.PLAIN);
    }
}
