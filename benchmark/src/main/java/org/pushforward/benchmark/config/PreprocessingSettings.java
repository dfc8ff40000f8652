package org.pushforward.benchmark.config;

import org.pushforward.distribution.Preprocessing;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;

/** The settings of {@link Preprocessing}, which transforms data before a model sees it. */
@ChosenBy("kind")
public sealed interface PreprocessingSettings {

    /** Returns the preprocessing, to be fitted. */
    Preprocessing map();

    /** Standardizes each coordinate to mean 0 and standard deviation 1. */
    @Kind("standardize")
    record Standardize() implements PreprocessingSettings {
        @Override
        public Preprocessing map() {
            return Preprocessing.standardize();
        }
    }

    /** Scales each coordinate to median 0 and the interquartile range of the standard normal distribution. */
    @Kind("robust-scale")
    record RobustScale() implements PreprocessingSettings {
        @Override
        public Preprocessing map() {
            return Preprocessing.robustScale();
        }
    }

    /**
     * Maps the integers from 0 to levels - 1 to numbers in (0, 1), with noise in training.
     *
     * @param levels the number of values, 2 or more
     */
    @Kind("dequantize")
    record Dequantize(int levels) implements PreprocessingSettings {
        /** Creates the default: the 256 levels of a picture. */
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
     * Maps x to log(x + offset).
     *
     * @param offset the number that is added first
     */
    @Kind("log")
    record LogScale(double offset) implements PreprocessingSettings {
        /** Creates the default: no offset. */
        public LogScale() {
            this(0);
        }

        @Override
        public Preprocessing map() {
            return Preprocessing.log(offset);
        }
    }

    /**
     * Maps an interval to the real line: x to log((x - low) / (high - x)).
     *
     * @param low the lower end
     * @param high the upper end, above the lower
     */
    @Kind("logit")
    record Logit(double low, double high) implements PreprocessingSettings {
        /** Creates the default: from 0 to 1. */
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
