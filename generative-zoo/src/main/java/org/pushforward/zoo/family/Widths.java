package org.pushforward.zoo.family;

import java.util.List;
import org.pushforward.settings.SettingException;

/** Checks the widths of hidden layers in settings. */
final class Widths {
    private Widths() {}

    static List<Integer> checked(String component, List<Integer> widths) {
        boolean positive = widths.stream().allMatch(width -> width >= 1);
        SettingException.unless(
                positive && !widths.isEmpty(), component, widths, "at least one layer, each of width 1 or more");
        return List.copyOf(widths);
    }

    static int[] array(List<Integer> widths) {
        return widths.stream().mapToInt(Integer::intValue).toArray();
    }
}
