package org.pushforward.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.pushforward.Stability;

/** Converts Java names to YAML keys, and suggests corrections of misspelled names. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class KeyName {
    private KeyName() {}

    /** Returns the name in lower case with hyphens: {@code learning-rate} for {@code learningRate} and LEARNING_RATE. */
    public static String of(String name) {
        boolean constant = name.equals(name.toUpperCase(Locale.ROOT));
        String words = constant ? name.replace('_', '-') : name.replaceAll("([a-z0-9])([A-Z])", "$1-$2");
        return words.toLowerCase(Locale.ROOT);
    }

    /** Returns the name that is nearest to a misspelled one, if one is close: up to a third of its letters may differ, but at least two. */
    public static Optional<String> nearest(String misspelled, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(misspelled, name)))
                .filter(name -> distance(misspelled, name) <= Math.max(2, name.length() / 3));
    }

    /** Returns a text that suggests the nearest name and lists all names. */
    public static String advice(String misspelled, Collection<String> names) {
        return nearest(misspelled, names)
                        .map(name -> "did you mean '" + name + "'? ")
                        .orElse("")
                + "Expected one of " + String.join(", ", names);
    }

    /** Returns the Damerau-Levenshtein distance: the number of letters to insert, delete, replace or swap with the next one. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
