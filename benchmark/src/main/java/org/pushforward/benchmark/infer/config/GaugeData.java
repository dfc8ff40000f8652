package org.pushforward.benchmark.infer.config;

import java.nio.file.Path;
import java.util.Optional;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.zoo.data.PrecipitationField;

/** The gauges of an inference. */
@ChosenBy("kind")
public sealed interface GaugeData {
    /** The largest side of a simulated field. The grid that it is simulated on is four times as long and wide. */
    int LARGEST = 1_440;

    /** Returns the standard deviation of the noise of gauges that do not have their own, in the unit of the data. */
    double noise();

    /**
     * A field that is simulated from the distribution that the learned prior was trained on, with ranges in proportion to the size of the
     * map, so that the truth and its covariance are known. The transform maps its values back to data.
     *
     * @param size the number of rows and of columns
     * @param gauges the number of cells with a gauge, chosen at random
     * @param stationary whether the covariance is the same everywhere
     * @param mean the mean of a transformed value over all fields
     * @param deviation the standard deviation of a transformed value over all fields
     * @param noise the standard deviation of the noise of a transformed value
     * @param quantity the name of what is measured
     * @param unit its unit
     */
    @Kind("simulated")
    record Simulated(
            int size,
            int gauges,
            boolean stationary,
            double mean,
            double deviation,
            double noise,
            String quantity,
            String unit)
            implements GaugeData {
        /** 40 gauges without noise in a field of 32 x 32 cells with mean 0 and deviation 1. */
        public Simulated() {
            this(32, 40, true, 0, 1, 0, "value", "");
        }

        /** Refuses values out of range. */
        public Simulated {
            SettingException.between(2, LARGEST, "size", size);
            SettingException.between(1, (long) size * size - 1, "gauges", gauges);
            new ScaleSettings(mean, deviation);
            requireNoise(noise);
        }
    }

    /**
     * A square of the map of annual precipitation in 2016, so that the truth is known but not its covariance.
     *
     * @param size the number of rows and of columns, cells of one degree
     * @param gauges the number of cells with a gauge, chosen at random
     * @param west the longitude of the west edge, in whole degrees east
     * @param north the latitude of the north edge, in whole degrees north
     * @param noise the standard deviation of the noise of a gauge in mm
     */
    @Kind("precipitation")
    record Precipitation(int size, int gauges, int west, int north, double noise) implements GaugeData {
        /** 40 exact gauges in 32 x 32 cells of South America. */
        public Precipitation() {
            this(32, 40, -75, 6, 0);
        }

        /** Refuses values out of range. */
        public Precipitation {
            SettingException.between(2, PrecipitationField.ROWS, "size", size);
            SettingException.between(1, (long) size * size - 1, "gauges", gauges);
            SettingException.between(-180, 180L - size, "west", west);
            SettingException.between(87L - PrecipitationField.ROWS + size, 87, "north", north);
            requireNoise(noise);
        }
    }

    /**
     * Gauges in a CSV, TSV, NPY or NPZ file with one row for each. Columns {@code x} and {@code y}, or {@code lon} and {@code lat}, are
     * their places, and {@code value} is what they measured. Longitudes and latitudes are projected to kilometers.
     *
     * @param path the path, relative to the working directory
     * @param x the column of the places to the east; by default {@code x}
     * @param y the column of the places to the north; by default {@code y}
     * @param lon the column of longitudes in degrees east; by default {@code lon} or {@code longitude}
     * @param lat the column of latitudes in degrees north; by default {@code lat} or {@code latitude}
     * @param value the column of what was measured; by default {@code value}
     * @param noiseColumn the column of the standard deviation of each gauge's noise; by default {@code noise}, if there is one
     * @param noise the standard deviation of the noise of all gauges if there is no such column, in the unit of the data
     * @param dropMissing whether gauges without a value are left out; otherwise they are refused
     * @param quantity the name of what is measured, for the report
     * @param unit its unit, for the report
     */
    @Kind("file")
    record Measured(
            String path,
            Optional<String> x,
            Optional<String> y,
            Optional<String> lon,
            Optional<String> lat,
            Optional<String> value,
            Optional<String> noiseColumn,
            double noise,
            boolean dropMissing,
            String quantity,
            String unit)
            implements GaugeData {
        /** Settings of {@code gauges.csv}, as {@link #Measured(String)} makes them. */
        public Measured() {
            this("gauges.csv");
        }

        /** Exact gauges in a file with the default names of columns. */
        public Measured(String path) {
            this(
                    path,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    false,
                    "value",
                    "");
        }

        /** Refuses an empty path and values out of range. */
        public Measured {
            SettingException.unless(!path.isBlank(), "path", "'" + path + "'", "the name of a file");
            requireNoise(noise);
        }

        /** Returns these settings with another file. */
        public Measured at(String other) {
            return new Measured(other, x, y, lon, lat, value, noiseColumn, noise, dropMissing, quantity, unit);
        }

        /** Returns these settings with an absolute path, so they do not depend on the working directory. */
        public Measured absolute() {
            return at(Path.of(path).toAbsolutePath().normalize().toString());
        }
    }

    private static void requireNoise(double noise) {
        SettingException.unless(noise >= 0 && Double.isFinite(noise), "noise", noise, "a finite number of 0 or more");
    }
}
