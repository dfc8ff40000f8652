package org.pushforward.benchmark.cli;

import java.util.ArrayList;
import java.util.List;

/** A text table. The first columns, which contain names, are aligned left; the others are aligned right. */
public final class TextTable {
    private final List<String[]> rows = new ArrayList<>();
    private final int names;

    /** Creates a table with some columns of names on the left. */
    public TextTable(int names, String... header) {
        this.names = names;
        rows.add(header);
    }

    /** Appends a row. */
    public void row(String... words) {
        rows.add(words);
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = 0; i < row.length; i++) {
                String space = " ".repeat(widths[i] - row[i].length());
                line.append(' ')
                        .append(i < names ? row[i] + space : space + row[i])
                        .append(' ');
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
