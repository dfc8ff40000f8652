package org.pushforward.benchmark.infer.gauges;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.TransformSettings;
import org.pushforward.files.DataFile;
import org.pushforward.files.DataFileException;
import org.pushforward.files.Table;
import org.pushforward.settings.KeyName;
import org.pushforward.zoo.field.EqualAreaProjection;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.transform.FieldTransform;

/** Reads gauges from a file and checks them. */
public final class GaugeFile {
    /** The latitude of the north pole. */
    private static final double POLE = 90;

    private final GaugeData.Measured settings;
    private final Table table;
    private final Set<String> used = new LinkedHashSet<>();

    private GaugeFile(GaugeData.Measured settings) {
        this.settings = settings;
        this.table = table(Path.of(settings.path()));
    }

    private static Table table(Path file) {
        try {
            return DataFile.at(file).read();
        } catch (DataFileException e) {
            if (firstLine(file).indexOf(';') < 0) {
                throw e;
            }
            throw DataFileException.of(
                    e.getMessage()
                            + "; its first line has semicolons: expected commas between fields and points in decimal"
                            + " numbers, so replace decimal commas by points, and then semicolons by commas",
                    e);
        }
    }

    /** Returns the first line of a CSV file, or an empty text if it cannot be read. */
    private static String firstLine(Path file) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            return "";
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String line = reader.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Returns the gauges of a file.
     *
     * @throws IllegalArgumentException if the file cannot be read, lacks a column, or contains a value that cannot be used; the message
     *     names the gauge by the number of its row, which counts from 1 without the header
     */
    public static GaugeSet read(GaugeData.Measured settings, TransformSettings transform) {
        return new GaugeFile(settings).gauges(transform);
    }

    private GaugeSet gauges(TransformSettings transform) {
        boolean onEarth = isOnEarth();
        double[] first = onEarth ? column(settings.lon(), "lon", "longitude") : column(settings.x(), "x");
        double[] second = onEarth ? column(settings.lat(), "lat", "latitude") : column(settings.y(), "y");
        double[] value = column(settings.value(), "value");
        double[] noise = noise();
        int[] kept = present(value);
        first = require(onEarth ? "longitude" : "x", first, kept);
        second = require(onEarth ? "latitude" : "y", second, kept);
        value = require("value", value, kept);
        noise = require("noise", noise, kept);
        if (onEarth) {
            requireOnEarth(first, second, kept);
        }
        int[] same = firstAtPlace(first, second, onEarth);
        first = select(first, same);
        second = select(second, same);
        Optional<EqualAreaProjection> projection =
                onEarth ? Optional.of(EqualAreaProjection.around(first, second)) : Optional.empty();
        Places places = projection.isPresent() ? projection.get().places(first, second) : Places.of(first, second);
        requireAgreement(first, second, value, noise, same, kept);
        if (value.length > 1 && Arrays.stream(value).distinct().count() == 1) {
            throw new IllegalArgumentException(settings.path() + ": all " + value.length + " gauges measured "
                    + value[0] + ": expected values that differ; is 'value' the right column?");
        }
        FieldUnits units = new FieldUnits(fitted(transform, value));
        double[] normal = new double[value.length];
        double[] variance = new double[value.length];
        for (int k = 0; k < value.length; k++) {
            normal[k] = normal(units, value[k], kept[k]);
            variance[k] = units.noise(value[k], noise[k]);
        }
        return new GaugeSet(
                String.valueOf(Path.of(settings.path()).getFileName()),
                description(value.length, table.rows(), onEarth),
                Measurements.withNoise(places, normal, variance),
                units,
                onEarth
                        ? new GaugeSet.CoordinateSystem("km east of the middle", "km north of the middle", projection)
                        : GaugeSet.CoordinateSystem.of("x", "y"),
                settings.quantity(),
                settings.unit(),
                Optional.empty(),
                warnings());
    }

    /** Refuses longitudes and latitudes that are not on the earth. */
    private void requireOnEarth(double[] longitude, double[] latitude, int... kept) {
        for (int k = 0; k < kept.length; k++) {
            if (Math.abs(longitude[k]) > 360 || Math.abs(latitude[k]) > 90) {
                throw new IllegalArgumentException(settings.path() + ", row " + (kept[k] + 1) + ": longitude "
                        + longitude[k] + ", latitude " + latitude[k]
                        + ": expected -360 to 360 degrees east and -90 to 90 degrees north; are they swapped?");
            }
        }
    }

    private String description(int kept, int rows, boolean onEarth) {
        return "Gauges of " + settings.path() + ": " + kept
                + (kept < rows ? " of " + rows + " rows, since the others have no value." : " rows.")
                + (onEarth
                        ? " Longitudes and latitudes were projected to kilometers (Lambert's azimuthal equal-area projection,"
                                + " centered at the middle of the gauges)."
                        : "");
    }

    /** Returns whether places are longitudes and latitudes: if their columns are named, or there are no columns x and y. */
    private boolean isOnEarth() {
        boolean named = settings.lon().isPresent() || settings.lat().isPresent();
        boolean plane = settings.x().isPresent() || settings.y().isPresent();
        if (named && plane) {
            throw new IllegalArgumentException(settings.path()
                    + ": columns of both x and y and longitudes and latitudes are named: expected one pair of them");
        }
        boolean found = find("x").isPresent() && find("y").isPresent();
        boolean earthly =
                find("lon", "longitude").isPresent() && find("lat", "latitude").isPresent();
        if (!named && !plane && !found && !earthly) {
            throw new IllegalArgumentException(settings.path() + " has the columns " + names()
                    + separator()
                    + ": expected x and y, or lon and lat, for the places; name others with data.x=NAME and data.y=NAME, or"
                    + " data.lon=NAME and data.lat=NAME");
        }
        return named || !plane && !found;
    }

    /** Returns advice if the only column looks like several. */
    private String separator() {
        boolean joined = names().size() == 1 && names().iterator().next().matches(".*[;|\\t].*");
        return joined ? " (one column: its fields must be separated by commas, or by tabs in a file named .tsv)" : "";
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>(table.arrays().keySet());
        names.addAll(table.unreadable().keySet());
        return names;
    }

    private Optional<String> find(String... usual) {
        return names().stream()
                .filter(name -> Arrays.asList(usual)
                        .contains(name.toLowerCase(Locale.ROOT).strip()))
                .findFirst();
    }

    private double[] column(Optional<String> named, String... usual) {
        String name = named.or(() -> find(usual))
                .orElseThrow(() -> new IllegalArgumentException(settings.path() + " has no column '" + usual[0] + "': "
                        + KeyName.advice(usual[0], names()) + "; name another with data." + usual[0] + "=NAME"));
        used.add(name);
        String unreadable = table.unreadable().getOrDefault(name, "");
        if (unreadable.matches("(?s).*(?<![\\d.,])[+-]?\\d+,\\d+(?![\\d.,]).*")) {
            throw new IllegalArgumentException(settings.path() + ": column '" + name + "' is not numeric: " + unreadable
                    + " has a decimal comma: replace decimal commas by points");
        }
        double[] values = table.numbers(name).toDoubles();
        if (values.length != table.rows()) {
            throw new IllegalArgumentException(settings.path() + ": '" + name + "' has "
                    + table.numbers(name).shape() + " numbers for " + table.rows() + " rows: expected one for each");
        }
        return values;
    }

    private double[] noise() {
        if (settings.noiseColumn().isPresent() || find("noise").isPresent()) {
            return column(settings.noiseColumn(), "noise");
        }
        double[] same = new double[table.rows()];
        Arrays.fill(same, settings.noise());
        return same;
    }

    private int[] present(double... value) {
        int[] present = IntStream.range(0, value.length)
                .filter(i -> !Double.isNaN(value[i]))
                .toArray();
        if (present.length < value.length && !settings.dropMissing()) {
            int missing = IntStream.range(0, value.length)
                    .filter(i -> Double.isNaN(value[i]))
                    .findFirst()
                    .orElseThrow();
            int absent = value.length - present.length;
            throw new IllegalArgumentException(settings.path() + ": " + absent
                    + (absent == 1 ? " gauge has" : " gauges have") + " no value, the first in row " + (missing + 1)
                    + ": remove them, or leave them out with data.drop-missing=true");
        }
        if (present.length == 0) {
            throw new IllegalArgumentException(settings.path() + " has no gauge with a value: expected at least one");
        }
        return present;
    }

    private double[] require(String what, double[] values, int... kept) {
        for (int i : kept) {
            boolean fine = Double.isFinite(values[i]) && (values[i] >= 0 || !what.equals("noise"));
            if (!fine) {
                throw new IllegalArgumentException(settings.path() + ", row " + (i + 1) + ": " + what + " = "
                        + values[i] + ": expected a finite number" + (what.equals("noise") ? " of 0 or more" : ""));
            }
        }
        return select(values, kept);
    }

    /** Returns for each gauge the first one at its place. Longitudes that differ by 360 degrees are one, and so are all of a pole. */
    private static int[] firstAtPlace(double[] x, double[] y, boolean onEarth) {
        record Place(double x, double y) {}
        Map<Place, Integer> places = new HashMap<>();
        int[] first = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            double meridian = Math.abs(y[i]) == POLE ? 0 : x[i] - 360 * Math.floor((x[i] + 180) / 360);
            // Adding 0 turns -0 into 0.
            Place place = new Place((onEarth ? meridian : x[i]) + 0.0, y[i] + 0.0);
            Integer before = places.putIfAbsent(place, i);
            first[i] = before == null ? i : before;
        }
        return first;
    }

    private static double[] select(double[] values, int... chosen) {
        return Arrays.stream(chosen).mapToDouble(i -> values[i]).toArray();
    }

    /** Refuses exact gauges at one place that disagree. */
    private void requireAgreement(double[] x, double[] y, double[] value, double[] noise, int[] same, int... kept) {
        Map<Integer, Integer> exact = new HashMap<>();
        for (int i = 0; i < x.length; i++) {
            Integer before = noise[i] == 0 ? exact.putIfAbsent(same[i], i) : null;
            if (before != null && value[i] != value[before]) {
                throw new IllegalArgumentException(settings.path() + ", rows " + (kept[before] + 1) + " and "
                        + (kept[i] + 1) + ": two gauges at (" + x[i] + ", " + y[i] + ") measured " + value[before]
                        + " and "
                        + value[i] + " without noise: remove one, or give their noise as a column or with"
                        + " data.noise=NUMBER");
            }
        }
    }

    private Optional<FieldTransform> fitted(TransformSettings transform, double... value) {
        try {
            return transform.of(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(settings.path() + ": " + e.getMessage(), e);
        }
    }

    private double normal(FieldUnits units, double value, int row) {
        try {
            return units.toNormal(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    settings.path() + ", row " + (row + 1) + ": " + e.getMessage()
                            + ", or 'transform: none' if negative values are right",
                    e);
        }
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        Set<String> ignored = names();
        ignored.removeAll(used);
        if (!ignored.isEmpty()) {
            warnings.add("columns of " + settings.path() + " that are not used: " + String.join(", ", ignored));
        }
        return warnings;
    }
}
