package org.pushforward.conformance.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value in a JSON document, with its place for messages.
 *
 * @param value a map, a list, a text, a double or a truth value; null stands for itself
 * @param place its line and column
 */
record LocatedJson(Object value, JsonLocation place) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * Reads a document.
     *
     * @throws IOException if the content cannot be read
     * @throws IllegalArgumentException if the content is not one JSON value, saying at which line and column
     */
    static LocatedJson read(InputStream content) throws IOException {
        try (JsonParser parser = JSON.createParser(content)) {
            return document(parser);
        }
    }

    private static LocatedJson document(JsonParser parser) throws IOException {
        try {
            parser.nextToken();
            LocatedJson document = value(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException(
                        at(parser.currentTokenLocation()) + ": expected the end of the document");
            }
            return document;
        } catch (JsonProcessingException e) {
            JsonLocation place = Optional.ofNullable(e.getLocation()).orElseGet(parser::currentLocation);
            String problem = e instanceof JsonEOFException
                    ? "the document ends too early"
                    : "not JSON: " + e.getOriginalMessage();
            throw new IllegalArgumentException(at(place) + ": " + problem, e);
        }
    }

    private static LocatedJson value(JsonParser parser) throws IOException {
        JsonLocation place = parser.currentTokenLocation();
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IllegalArgumentException(at(place) + ": the document is empty");
        }
        Object value =
                switch (token) {
                    case START_OBJECT -> object(parser);
                    case START_ARRAY -> array(parser);
                    case VALUE_STRING -> parser.getText();
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                    case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
                    case VALUE_NULL -> null;
                    default -> throw new IllegalStateException("token " + token + " at " + at(place));
                };
        return new LocatedJson(value, place);
    }

    private static Map<String, LocatedJson> object(JsonParser parser) throws IOException {
        Map<String, LocatedJson> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static List<LocatedJson> array(JsonParser parser) throws IOException {
        List<LocatedJson> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    /** Returns this value as a text. */
    String text() {
        if (value instanceof String text) {
            return text;
        }
        throw unlike("a text");
    }

    /** Returns a member of this object that is a text. */
    String text(String name) {
        return member(name).text();
    }

    /** Returns a member of this object that is a number. */
    double number(String name) {
        if (member(name).value instanceof Double number) {
            return number;
        }
        throw member(name).unlike("a number");
    }

    /** Returns a member of this object that is a number without a fraction, within the range of {@code int}. */
    int integer(String name) {
        double number = number(name);
        if (number != (int) number) {
            throw member(name).unlike("an integer");
        }
        return (int) number;
    }

    /** Returns a member of this object that is a truth value. */
    boolean flag(String name) {
        if (member(name).value instanceof Boolean flag) {
            return flag;
        }
        throw member(name).unlike("true or false");
    }

    /** Returns a member of this object that is the name of a constant. */
    <E extends Enum<E>> E constant(String name, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(member(name).value))
                .findFirst()
                .orElseThrow(() -> member(name).unlike("one of " + Arrays.toString(type.getEnumConstants())));
    }

    /** Returns the elements of a member of this object that is a list. */
    <T> List<T> list(String name, Function<LocatedJson, T> element) {
        if (member(name).value instanceof List<?> elements) {
            return elements.stream().map(LocatedJson.class::cast).map(element).toList();
        }
        throw member(name).unlike("a list");
    }

    private LocatedJson member(String name) {
        if (!(value instanceof Map<?, ?> members)) {
            throw unlike("an object with '" + name + "'");
        }
        if (members.get(name) instanceof LocatedJson member) {
            return member;
        }
        throw new IllegalArgumentException(
                at(place) + ": expected an object with '" + name + "', found only " + members.keySet());
    }

    private IllegalArgumentException unlike(String expected) {
        String found = value instanceof Map<?, ?>
                ? "an object"
                : value instanceof List<?> ? "a list" : value instanceof String text ? "'" + text + "'" : "" + value;
        return new IllegalArgumentException(at(place) + ": expected " + expected + ", not " + found);
    }

    private static String at(JsonLocation place) {
        return "line " + place.getLineNr() + ", column " + place.getColumnNr();
    }
}
