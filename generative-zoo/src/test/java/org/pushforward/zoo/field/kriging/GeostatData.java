package org.pushforward.zoo.field.kriging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.pushforward.zoo.field.Places;

/**
 * Real data that are not part of this project: comma-separated files in shared/data/geostat in a parent folder, or in the folder named by
 * the system property {@code geostat.data}. Tests are skipped if the files are missing.
 */
public final class GeostatData {
    private final List<String> columns;
    private final List<double[]> rows;

    private GeostatData(List<String> columns, List<double[]> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /** Returns the file's rows, or skips the test. */
    public static GeostatData read(String file) {
        Optional<Path> folder = folder();
        Assumptions.assumeTrue(
                folder.isPresent(),
                "no folder shared/data/geostat above " + Path.of("").toAbsolutePath()
                        + ": the comparison with R's gstat is skipped");
        try (Stream<String> lines = Files.lines(folder.orElseThrow().resolve(file))) {
            List<String> all = lines.toList();
            List<double[]> rows = all.stream()
                    .skip(1)
                    .map(line -> Stream.of(line.split(","))
                            .mapToDouble(GeostatData::number)
                            .toArray())
                    .toList();
            return new GeostatData(List.of(all.get(0).split(",")), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double number(String text) {
        return text.equals("NA") ? Double.NaN : Double.parseDouble(text);
    }

    private static Optional<Path> folder() {
        String given = System.getProperty("geostat.data");
        if (given != null) {
            return Optional.of(Path.of(given));
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/data/geostat"))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** Returns the rows whose value in a column satisfies a predicate. */
    public GeostatData where(String column, Predicate<Double> test) {
        int at = columns.indexOf(column);
        return new GeostatData(
                columns, rows.stream().filter(row -> test.test(row[at])).toList());
    }

    /** Returns a column. */
    public double[] column(String name) {
        int at = columns.indexOf(name);
        return rows.stream().mapToDouble(row -> row[at]).toArray();
    }

    /** Returns the places with the coordinates in columns x and y. */
    public Places places() {
        return Places.of(column("x"), column("y"));
    }

    /** Returns the 100 gauges that participants of the 1997 comparison received. */
    public static Measurements sic97Gauges() {
        GeostatData given = read("sic97.csv").where("observed", each -> each == 1);
        return Measurements.of(given.places(), given.column("rainfall"));
    }
}
