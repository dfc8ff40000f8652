package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.benchmark.report.chart.Element;

/** A mutable table with a caption, a header for each column, and a header for each row. */
final class HtmlTable {
    private final String caption;
    private final List<Element> headers = new ArrayList<>();
    private final List<String> styles = new ArrayList<>();
    private final List<Element> rows = new ArrayList<>();

    /** Creates an empty table. */
    HtmlTable(String caption) {
        this.caption = caption;
    }

    /** Appends a column of words. */
    HtmlTable words(String header) {
        return column(header, "words");
    }

    /** Appends a column of right-aligned numbers. */
    HtmlTable numbers(String header) {
        return column(header, "number");
    }

    private HtmlTable column(String header, String style) {
        headers.add(Element.of("th", header).with("scope", "col").with("class", style));
        styles.add(style);
        return this;
    }

    /**
     * Appends a row, whose first cell is its header. If the row has fewer cells than columns, the last cell spans the remaining
     * columns.
     */
    HtmlTable row(List<Element> cells) {
        return row("", cells);
    }

    /** Appends a row with a CSS class. */
    HtmlTable row(String style, List<Element> cells) {
        Element row = Element.of("tr");
        if (!style.isEmpty()) {
            row.with("class", style);
        }
        for (int i = 0; i < cells.size(); i++) {
            Element cell = Element.of(i == 0 ? "th" : "td").add(cells.get(i));
            if (i == 0) {
                cell.with("scope", "row");
            }
            boolean wide = i == cells.size() - 1 && cells.size() < headers.size();
            cell.with("class", wide ? "words" : styles.get(i));
            if (wide) {
                cell.with("colspan", String.valueOf(headers.size() - cells.size() + 1));
            }
            row.add(cell);
        }
        rows.add(row);
        return this;
    }

    /** Returns the table in a box that scrolls horizontally if the page is narrow. */
    Element toElement() {
        Element head = Element.of("thead").add(Element.of("tr").add(headers.toArray(Element[]::new)));
        Element body = Element.of("tbody").add(rows.toArray(Element[]::new));
        return Element.of("div")
                .with("class", "table")
                .with("role", "region")
                .with("aria-label", caption)
                .with("tabindex", "0")
                .add(Element.of("table").add(Element.of("caption", caption), head, body));
    }
}
