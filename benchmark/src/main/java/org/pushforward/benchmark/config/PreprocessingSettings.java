package org.pushforward.benchmark.config;

import org.pushforward.distribution.Preprocessing;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;

/** What data goes through before a model sees it, as a setting: see {@link Preprocessing}. */
@ChosenBy("kind")
public sealed interface PreprocessingSettings {

    /** Returns the map to be fitted. */
    Preprocessing map();

    /** Mean 0 and standard deviation 1 of each coordinate. */
    @Kind("standardize")
    record Standardize() implements PreprocessingSettings {
        @Override
        public Preprocessing map() {
            return Preprocessing.standardize();
        }
    }

    /** Median 0 and quartiles as those of the standard normal distribution, of each coordinate. */
    @Kind("robust-scale")
    record RobustScale() implements PreprocessingSettings {
        @Override
        public Preprocessing map() {
            return Preprocessing.robustScale();
        }
    }

    /**
     * Whole numbers from 0 to numbers in (0, 1), with noise in training.
     *
     * @param levels how many values there are, 2 or more
     */
    @Kind("dequantize")
    record Dequantize(int levels) implements PreprocessingSettings {
        /** The 256 levels of a picture. */
        public Dequantize() {
            this(256);
        }

        /** Refuses fewer than two levels. */
        public Dequantize {
            SettingException.atLeast(2, "levels", levels);
        }

        @Override
        public Preprocessing map() {
            return Preprocessing.dequantize(levels);
        }
    }

    /**
     * x to log(x + offset).
     *
     * @param offset what is added first
     */
    @Kind("log")
    record Logarithm(double offset) implements PreprocessingSettings {
        /** No offset. */
        public Logarithm() {
            this(0);
        }

        @Override
        public Preprocessing map() {
            return Preprocessing.log(offset);
        }
    }

    /**
     * An interval onto the line: x to log((x - low) / (high - x)).
     *
     * @param low the lower end
     * @param high the upper end, above the lower
     */
    @Kind("logit")
    record Logit(double low, double high) implements PreprocessingSettings {
        /** From 0 to 1. */
        public Logit() {
            this(0, 1);
        }

        /** Refuses an empty interval. */
        public Logit {
            SettingException.unless(high > low, "high", high, "a number above 'low', " + low);
        }

        @Override
        public Preprocessing map() {
            return Preprocessing.logit(low, high);
        }
    }
}
