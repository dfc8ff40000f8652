package org.pushforward.conformance.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.conformance.Section;
import org.pushforward.conformance.check.Rule;

/**
 * The matrix of rules and runs.
 *
 * @param format the version of the format, {@value #FORMAT}
 * @param rules the rules, in the order of the sections
 * @param columns a column for each run
 */
public record ConformanceReport(int format, List<Row> rules, List<Column> columns) {
    /** The version of the format. */
    public static final int FORMAT = 1;

    /**
     * A rule.
     *
     * @param section the name of its section
     * @param id its id
     * @param level its level, as text
     * @param sentence what it demands
     */
    public record Row(String section, String id, String level, String sentence) {}

    /** Copies the lists; refuses another version. */
    public ConformanceReport {
        if (format != FORMAT) {
            throw new IllegalArgumentException("a report of format " + format + ": expected format " + FORMAT
                    + "; write the report again with this version of the kit");
        }
        rules = List.copyOf(rules);
        columns = List.copyOf(columns);
    }

    /** Returns the report of one run. */
    public static ConformanceReport of(Column column) {
        List<Row> rows = new ArrayList<>();
        for (Section section : Section.values()) {
            for (Rule rule : section.rules()) {
                rows.add(new Row(section.name(), rule.id(), rule.level().toString(), rule.sentence()));
            }
        }
        return new ConformanceReport(FORMAT, rows, List.of(column));
    }

    /**
     * Returns this report with the columns of another one, and with its rules that are not in this one. Of two runs of the same
     * engine on the same kind of device and machine, the later one is kept.
     */
    public ConformanceReport merge(ConformanceReport other) {
        Map<String, Row> rows = new LinkedHashMap<>();
        rules.forEach(row -> rows.put(row.id(), row));
        other.rules.forEach(row -> rows.putIfAbsent(row.id(), row));
        List<Column> merged = new ArrayList<>(columns);
        for (Column column : other.columns) {
            Optional<Column> same = merged.stream().filter(column::sameAs).findFirst();
            if (same.isEmpty()) {
                merged.add(column);
            } else if (column.finished().compareTo(same.get().finished()) > 0) {
                merged.set(merged.indexOf(same.get()), column);
            }
        }
        return new ConformanceReport(FORMAT, List.copyOf(rows.values()), merged);
    }

    /** Returns the result of a rule in a column, if it was tested. */
    static Optional<RuleResult> cell(Column column, Row row) {
        return column.results().stream()
                .filter(result -> result.rule().equals(row.id()))
                .findFirst();
    }

    /** Returns whether nothing failed in any column. */
    public boolean conforms() {
        return columns.stream().allMatch(Column::conforms);
    }
}
