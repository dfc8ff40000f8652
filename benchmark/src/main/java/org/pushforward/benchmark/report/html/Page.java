package org.pushforward.benchmark.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.pushforward.benchmark.report.chart.Element;

/** The frame of a self-contained HTML page: it needs no other file, no network, and no script. */
final class Page {
    private static final String STYLE = "report.css";

    private Page() {}

    /** Returns the HTML of a page with a title and content. */
    static String html(String title, Element main) {
        Element head = Element.of("head")
                .add(
                        Element.of("meta").with("charset", "utf-8"),
                        Element.of("meta")
                                .with("name", "viewport")
                                .with("content", "width=device-width, initial-scale=1"),
                        Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
                        Element.of("title", title),
                        Element.of("style", style()));
        return "<!DOCTYPE html>\n"
                + Element.of("html")
                        .with("lang", "en")
                        .add(head, Element.of("body").add(main)) + "\n";
    }

    private static String style() {
        try (InputStream style = Objects.requireNonNull(Page.class.getResourceAsStream(STYLE), "resource " + STYLE)) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the resource " + STYLE, e);
        }
    }
}
