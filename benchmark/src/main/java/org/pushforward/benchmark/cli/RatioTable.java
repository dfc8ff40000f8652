package org.pushforward.benchmark.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pushforward.benchmark.timing.Ratio;
import org.pushforward.benchmark.timing.Standings;

/**
 * A table of ratios, with a row for each workload and engine, a column for each opponent, and the geometric means
 * below.
 */
final class RatioTable {
    private RatioTable() {}

    /** Returns the table; empty if there is nothing to compare with. */
    static String of(Standings standings) {
        if (standings.ratios().isEmpty()) {
            return "";
        }
        Set<String> opponents = new LinkedHashSet<>();
        standings.ratios().forEach(ratio -> opponents.add(ratio.opponent()));
        // The column of the fastest opponent comes last.
        opponents.remove(Ratio.FASTEST);
        opponents.add(Ratio.FASTEST);
        List<String> header = new ArrayList<>(List.of("workload", "engine"));
        header.addAll(opponents);
        header.add("spread");
        TextTable table = new TextTable(2, header.toArray(String[]::new));
        standings.ratios().stream()
                .filter(ratio -> ratio.opponent().equals(Ratio.FASTEST))
                .forEach(fastest -> table.row(row(standings, fastest, opponents)));
        standings.geometricMeans().forEach((engine, mean) -> table.row(mean(engine, mean, opponents.size())));
        return "\nTheir time divided by ours: above 1, the engine is faster. The spread is that of the last ratio.\n"
                + table;
    }

    private static String[] row(Standings standings, Ratio fastest, Set<String> opponents) {
        List<String> words = new ArrayList<>(List.of(fastest.workload(), fastest.engine()));
        for (String opponent : opponents) {
            words.add(standings.ratios().stream()
                    .filter(ratio -> ratio.workload().equals(fastest.workload())
                            && ratio.engine().equals(fastest.engine())
                            && ratio.opponent().equals(opponent))
                    .findFirst()
                    .map(ratio -> number(ratio.value()))
                    .orElse("-"));
        }
        words.add(number(fastest.low()) + " to " + number(fastest.high()));
        return words.toArray(String[]::new);
    }

    private static String[] mean(String engine, double mean, int opponents) {
        List<String> words = new ArrayList<>(List.of("geometric mean", engine));
        for (int i = 1; i < opponents; i++) {
            words.add("");
        }
        words.add(number(mean));
        words.add("");
        return words.toArray(String[]::new);
    }

    private static String number(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
