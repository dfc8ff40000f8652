package org.pushforward.benchmark.report.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A mutable element of HTML or SVG with attributes and content.
 *
 * <p>Only this class escapes text and attribute values, so user text never becomes markup. The output is both HTML and well-formed
 * XML. Not safe for use by several threads.
 */
public final class Element {
    private static final Set<String> VOID = Set.of("br", "hr", "img", "meta");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> content = new ArrayList<>();

    private Element(String name) {
        this.name = name;
    }

    /** Returns an empty element. */
    public static Element of(String name) {
        return new Element(name);
    }

    /** Returns an element that contains a text. */
    public static Element of(String name, String text) {
        return new Element(name).text(text);
    }

    /** Sets an attribute. */
    public Element with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    /** Sets an attribute to a number, rounded to a hundredth, which is finer than what is visible. */
    public Element with(String attribute, double value) {
        return with(attribute, coordinate(value));
    }

    /** Appends text. */
    public Element text(String text) {
        content.add(text);
        return this;
    }

    /** Appends elements. */
    public Element add(Element... elements) {
        content.addAll(List.of(elements));
        return this;
    }

    /** Returns a number in the format of drawings, with at most two decimals. */
    static String coordinate(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    /** Returns the text with special characters of markup replaced by references. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isAllowed(character) ? character : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    // XML cannot express the other characters, not even as references.
    private static boolean isAllowed(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || character >= 0x20 && character < 0xD800
                || character >= 0xE000 && character < 0xFFFE
                || character > 0xFFFF;
    }

    /** Returns the markup. */
    @Override
    public String toString() {
        StringBuilder markup = new StringBuilder();
        print(markup);
        return markup.toString();
    }

    private void print(StringBuilder markup) {
        markup.append('<').append(name);
        attributes.forEach((attribute, value) -> markup.append(' ')
                .append(attribute)
                .append("=\"")
                .append(escape(value))
                .append('"'));
        if (VOID.contains(name)) {
            markup.append(" />");
            return;
        }
        markup.append('>');
        for (Object part : content) {
            if (part instanceof Element element) {
                element.print(markup);
            } else {
                markup.append(escape(part.toString()));
            }
        }
        markup.append("</").append(name).append('>');
    }
}
