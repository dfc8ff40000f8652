package org.pushforward.benchmark.model;

import java.util.List;
import org.pushforward.benchmark.settings.SettingException;

/** The widths of a network's hidden layers as a setting. */
final class HiddenWidths {
    private HiddenWidths() {}

    static void check(List<Integer> hidden) {
        boolean positive = hidden.stream().allMatch(width -> width >= 1);
        SettingException.unless(
                positive && !hidden.isEmpty(), "hidden", hidden, "one layer at least, each of width 1 or more");
    }

    static int[] array(List<Integer> hidden) {
        return hidden.stream().mapToInt(Integer::intValue).toArray();
    }
}
