package org.pushforward.benchmark.report.html;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.pushforward.benchmark.report.Machine;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Ranking;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;

/**
 * A report as one self-contained HTML page: it needs no other file, no network, and no script.
 *
 * <p>The page is also well-formed XML.
 */
public final class ReportPage {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);
    private static final double GIBI = 1L << 30;

    private final Report report;
    private final Engines engines;

    public ReportPage(Report report) {
        this.report = report;
        this.engines = Engines.of(report);
    }

    /** Returns the HTML of the page. */
    public String html() {
        Element main = Element.of("main").add(header());
        if (report.comparisons().size() > 1) {
            main.add(contents());
        }
        Overview.of(report, engines).ifPresent(main::add);
        for (int i = 0; i < report.comparisons().size(); i++) {
            main.add(new ComparisonSection(report.comparisons().get(i), engines, heading(i)).toElement(identity(i)));
        }
        if (!report.agreements().isEmpty()) {
            main.add(AgreementSection.of(report.agreements()));
        }
        main.add(reproduction());
        return Page.html(report.name() + ": comparison of generative models", main);
    }

    private String heading(int comparison) {
        return engines.heading(report.comparisons().get(comparison), report);
    }

    private static String identity(int comparison) {
        return "comparison-" + (comparison + 1);
    }

    private Element header() {
        long models = report.comparisons().stream()
                .flatMap(comparison -> comparison.models().stream())
                .map(ModelResult::title)
                .distinct()
                .count();
        Element header = Element.of("header")
                .add(
                        Element.of("p", "Pushforward · comparison of generative models")
                                .with("class", "kicker"),
                        Element.of("h1", report.name()),
                        Element.of("p")
                                .with("class", "summary")
                                .text(plural(models, "model") + " in "
                                        + plural(report.comparisons().size(), "comparison") + ", "
                                        + trainings() + ", on "
                                        + String.join(", ", engines.names()) + ". ")
                                .add(Element.of("span", report.status().label())
                                        .with(
                                                "class",
                                                "status "
                                                        + report.status().name().toLowerCase(Locale.ROOT))));
        if (report.status() != Report.Status.COMPLETE) {
            header.add(Element.of("p", statusNote()).with("class", "warning").with("role", "note"));
        }
        return header.add(facts());
    }

    private String trainings() {
        int most = report.comparisons().stream()
                .mapToInt(comparison -> Ranking.of(comparison).trainings())
                .max()
                .orElse(0);
        return most == 1
                ? "one training of each, so the spread between trainings is unknown"
                : plural(most, "training") + " of each";
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private String statusNote() {
        if (report.status() == Report.Status.INTERRUPTED) {
            return "This run was stopped before its end. The page shows the results up to then. A model that was stopped "
                    + "during training is scored with what it had learned, and a model that was not started is missing.";
        }
        String failed = report.comparisons().stream()
                .flatMap(comparison -> comparison.models().stream()
                        .filter(model -> model.failure().isPresent())
                        .map(model -> engines.title(model) + " on " + comparison.title())
                        .distinct())
                .collect(Collectors.joining("; "));
        String extent = report.status() == Report.Status.FAILED ? "No model" : "Not every model";
        return extent + " succeeded. Failed: " + failed + ". The tables below give the error messages, "
                + "together with results from before the failure, if there are any."
                + (report.status() == Report.Status.FAILED ? "" : " The results of the other models are complete.");
    }

    private Element facts() {
        Machine machine = report.machine();
        Element facts = Element.of("dl").with("class", "facts");
        fact(
                facts,
                "started",
                report.started().withOffsetSameInstant(ZoneOffset.UTC).format(DAY));
        fact(facts, "duration", Numbers.duration(report.wallTime()));
        fact(facts, "seed", String.valueOf(report.seed()));
        fact(
                facts,
                "threads",
                report.comparisons().stream()
                        .flatMap(comparison -> comparison.models().stream())
                        .map(model -> String.valueOf(model.threads()))
                        .distinct()
                        .collect(Collectors.joining(", ")));
        fact(facts, "machine", plural(machine.processors(), "processor") + ", " + machine.architecture());
        fact(facts, "Java", machine.java());
        return facts;
    }

    private static void fact(Element facts, String name, String value) {
        facts.add(Element.of("div").add(Element.of("dt", name), Element.of("dd", value)));
    }

    private Element contents() {
        Element list = Element.of("ol");
        for (int i = 0; i < report.comparisons().size(); i++) {
            list.add(Element.of("li").add(Element.of("a", heading(i)).with("href", "#" + identity(i))));
        }
        if (!report.agreements().isEmpty()) {
            list.add(
                    Element.of("li").add(Element.of("a", "Engines side by side").with("href", "#engines")));
        }
        list.add(Element.of("li").add(Element.of("a", "How to run this again").with("href", "#again")));
        return Element.of("nav").with("aria-label", "Contents").add(list);
    }

    private Element reproduction() {
        Machine machine = report.machine();
        HtmlTable table = new HtmlTable("Versions and machine").words("part").words("version");
        report.versions()
                .forEach((part, version) -> table.row(List.of(Element.of("span", part), Element.of("span", version))));
        table.row(List.of(Element.of("span", "Java"), Element.of("span", machine.java())))
                .row(List.of(Element.of("span", "virtual machine"), Element.of("span", machine.virtualMachine())))
                .row(List.of(Element.of("span", "operating system"), Element.of("span", machine.operatingSystem())))
                .row(List.of(
                        Element.of("span", "machine"),
                        Element.of(
                                "span",
                                plural(machine.processors(), "processor") + ", " + machine.architecture()
                                        + ", heap up to " + Numbers.fixed(machine.heapBytes() / GIBI, 1) + " GiB")));
        return Element.of("section")
                .with("id", "again")
                .add(
                        Element.of("h2", "How to run this again"),
                        Element.of("p")
                                .text("Save these settings as a YAML file and run ")
                                .add(Element.of("code", "./pushforward compare FILE"))
                                .text(". The same settings and seed give bitwise the same numbers on the same "
                                        + "engine and device with the same number of threads, which the top of this page shows. With "
                                        + "other threads, sums are rounded differently: filled-in fields differ in the seventh digit, "
                                        + "and losses drift apart as training goes on. Random "
                                        + "numbers depend on the seed and on the names of comparisons and models: "
                                        + "renaming one changes its results. The numbers behind this page are in ")
                                .add(Element.of("code", "report.json"))
                                .text(" and the pictures in ")
                                .add(Element.of("code", "samples/"))
                                .text(", next to this page."),
                        Element.of("details")
                                .add(
                                        Element.of("summary", "Settings of this run, as YAML"),
                                        Element.of("pre").add(Element.of("code", report.settings()))),
                        table.toElement());
    }
}
