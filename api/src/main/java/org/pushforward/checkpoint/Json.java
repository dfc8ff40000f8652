package org.pushforward.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and prints JSON (RFC 8259) as a tree: a {@link Map} in the order of the text, a {@link List}, a {@link String}, a {@link Long} or
 * {@link
 * BigInteger}, a {@link Double}, a {@link Boolean}, or null.
 */
final class Json {
    private static final int DEEPEST = 64;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private Json() {}

    /**
     * Parses a text.
     *
     * @throws CheckpointException if it is not JSON, or an object has two members of the same name; the message contains the position
     */
    static Object parse(String document, String text) {
        Place root = Place.of(document);
        try (JsonParser parser = FACTORY.createParser(new StringReader(text))) {
            parser.nextToken();
            Object tree = value(parser, root);
            if (parser.nextToken() != null) {
                throw root.wrong("more text behind the end of the JSON value");
            }
            return tree;
        } catch (JsonProcessingException e) {
            String line = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw new CheckpointException(document + ": not JSON: " + e.getOriginalMessage() + line, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(JsonParser parser, Place at) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw at.wrong("the text is empty: expected a JSON value");
        }
        return switch (token) {
            case START_OBJECT -> object(parser, at);
            case START_ARRAY -> array(parser, at);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw at.wrong("expected a JSON value, not " + token);
        };
    }

    private static Number integer(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        return value;
    }

    private static Map<String, Object> object(JsonParser parser, Place at) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (members.containsKey(name)) {
                throw at.wrong("two members named '" + name + "': expected one");
            }
            parser.nextToken();
            members.put(name, value(parser, at.child(name)));
        }
        return members;
    }

    private static List<Object> array(JsonParser parser, Place at) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, at.child(elements.size())));
        }
        return elements;
    }

    /** Prints a tree with one line for each member of an object. */
    static String print(Object tree) {
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter(
                PrettyPrinter.DEFAULT_SEPARATORS.withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        lines.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        return print(tree, lines) + "\n";
    }

    /** Prints a tree without spaces. */
    static String compact(Object tree) {
        return print(tree, null);
    }

    private static String print(Object tree, PrettyPrinter printer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.setPrettyPrinter(printer);
            write(tree, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(Object tree, JsonGenerator generator) throws IOException {
        if (tree instanceof Map<?, ?> members) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                generator.writeFieldName((String) member.getKey());
                write(member.getValue(), generator);
            }
            generator.writeEndObject();
        } else if (tree instanceof List<?> elements) {
            generator.writeStartArray();
            for (Object element : elements) {
                write(element, generator);
            }
            generator.writeEndArray();
        } else if (tree instanceof Number) {
            generator.writeNumber(tree.toString());
        } else if (tree instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (tree == null) {
            generator.writeNull();
        } else {
            generator.writeString((String) tree);
        }
    }
}
