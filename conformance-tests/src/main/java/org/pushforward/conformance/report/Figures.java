package org.pushforward.conformance.report;

import java.util.Locale;

/** Numbers as reports show them. */
final class Figures {
    private Figures() {}

    /** Returns a number of units in the last place, with one decimal if it is less than a thousand. */
    static String ulps(double ulps) {
        return ulps == 0 ? "0" : String.format(Locale.ROOT, ulps < 1000 ? "%.1f" : "%.1e", ulps);
    }

    /** Returns a relative error with two digits. */
    static String relative(double error) {
        return error == 0 ? "0" : String.format(Locale.ROOT, "%.1e", error);
    }

    /** Returns a share as a percentage. */
    static String percent(double share) {
        return share == 0 ? "0 %" : String.format(Locale.ROOT, share < 0.095 ? "%.1f %%" : "%.0f %%", 100 * share);
    }
}
