package org.pushforward.conformance.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.pushforward.conformance.CaseResult.Outcome;
import org.pushforward.conformance.report.ConformanceReport.Row;

/**
 * Reports as JSON.
 *
 * <p>The format has a number, {@link ConformanceReport#FORMAT}. A reader ignores members that it does not know, and their
 * order.
 */
final class ConformanceJson {
    private ConformanceJson() {}

    /** Returns a report as UTF-8. */
    static byte[] bytes(ConformanceReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.setPrettyPrinter(printer());
            report(json, report);
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("a report that cannot be written as JSON", e);
        }
        return bytes.toByteArray();
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentArraysWith(lines);
        printer.indentObjectsWith(lines);
        return printer;
    }

    /** Writes an element of an array. */
    private interface Writer<T> {
        void write(JsonGenerator json, T element) throws IOException;
    }

    private static <T> void array(JsonGenerator json, String name, List<T> elements, Writer<T> writer)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (T element : elements) {
            writer.write(json, element);
        }
        json.writeEndArray();
    }

    private static void report(JsonGenerator json, ConformanceReport report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("format", report.format());
        array(json, "rules", report.rules(), ConformanceJson::row);
        array(json, "columns", report.columns(), ConformanceJson::column);
        json.writeEndObject();
    }

    private static void row(JsonGenerator json, Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("layer", row.section());
        json.writeStringField("id", row.id());
        json.writeStringField("level", row.level());
        json.writeStringField("sentence", row.sentence());
        json.writeEndObject();
    }

    private static void column(JsonGenerator json, Column column) throws IOException {
        json.writeStartObject();
        json.writeStringField("backend", column.backend());
        json.writeStringField("engine", column.engine());
        json.writeStringField("device", column.device());
        json.writeStringField("machine", column.machine());
        json.writeStringField("seed", column.seed());
        json.writeBooleanField("thorough", column.thorough());
        json.writeStringField("filter", column.filter());
        json.writeStringField("finished", column.finished());
        json.writeNumberField("seconds", column.seconds());
        array(json, "results", column.results(), ConformanceJson::result);
        json.writeEndObject();
    }

    private static void result(JsonGenerator json, RuleResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", result.rule());
        json.writeNumberField("passed", result.passed());
        json.writeNumberField("failed", result.failed());
        json.writeNumberField("gaps", result.gaps());
        json.writeNumberField("expectedFailures", result.expectedFailures());
        json.writeNumberField("ulps", result.ulps());
        json.writeNumberField("relative", result.relative());
        json.writeNumberField("share", result.share());
        json.writeStringField("worst", result.worst());
        json.writeStringField("kind", result.kind());
        array(json, "remarks", result.remarks(), ConformanceJson::remark);
        array(json, "notes", result.notes(), JsonGenerator::writeString);
        json.writeEndObject();
    }

    private static void remark(JsonGenerator json, Remark remark) throws IOException {
        json.writeStartObject();
        json.writeStringField("outcome", remark.outcome().name());
        json.writeStringField("reason", remark.reason());
        json.writeNumberField("cases", remark.cases());
        json.writeStringField("example", remark.example());
        json.writeEndObject();
    }

    /**
     * Reads a report.
     *
     * @throws IOException if the content cannot be read
     * @throws IllegalArgumentException if the content is not JSON or not a report, saying at which line and column
     */
    static ConformanceReport read(InputStream content) throws IOException {
        LocatedJson report = LocatedJson.read(content);
        return new ConformanceReport(
                report.integer("format"),
                report.list("rules", ConformanceJson::row),
                report.list("columns", ConformanceJson::column));
    }

    private static Row row(LocatedJson row) {
        return new Row(row.text("layer"), row.text("id"), row.text("level"), row.text("sentence"));
    }

    private static Column column(LocatedJson column) {
        return new Column(
                column.text("backend"),
                column.text("engine"),
                column.text("device"),
                column.text("machine"),
                column.text("seed"),
                column.flag("thorough"),
                column.text("filter"),
                column.text("finished"),
                column.number("seconds"),
                column.list("results", ConformanceJson::result));
    }

    private static RuleResult result(LocatedJson result) {
        return new RuleResult(
                result.text("rule"),
                result.integer("passed"),
                result.integer("failed"),
                result.integer("gaps"),
                result.integer("expectedFailures"),
                result.number("ulps"),
                result.number("relative"),
                result.number("share"),
                result.text("worst"),
                result.text("kind"),
                result.list("remarks", ConformanceJson::remark),
                result.list("notes", LocatedJson::text));
    }

    private static Remark remark(LocatedJson remark) {
        return new Remark(
                remark.constant("outcome", Outcome.class),
                remark.text("reason"),
                remark.integer("cases"),
                remark.text("example"));
    }
}
