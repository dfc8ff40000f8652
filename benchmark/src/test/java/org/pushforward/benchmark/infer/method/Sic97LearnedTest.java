package org.pushforward.benchmark.infer.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.GridSettings;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.infer.gauges.MapGrid;
import org.pushforward.metrics.calibration.RankedProbability;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.transform.SquareRoot;

/**
 * The learned posterior on the Swiss rainfall of 8 May 1986, which is not part of this project: 100 gauges, and 367 others in the cells of
 * a map of 32 cells. Its CRPS is 38, that of the distribution of all given gauges is 63, and R's gstat has 29.6 at the exact places.
 */
class Sic97LearnedTest {
    private static final int DRAWS = 32;

    private static List<double[]> rows() throws IOException {
        String given = System.getProperty("geostat.data");
        Optional<Path> folder = given != null
                ? Optional.of(Path.of(given))
                : Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                        .map(path -> path.resolve("shared/data/geostat"))
                        .filter(Files::isDirectory)
                        .findFirst();
        Assumptions.assumeTrue(folder.isPresent(), "no folder shared/data/geostat above this one");
        List<String> lines = Files.readAllLines(folder.orElseThrow().resolve("sic97.csv"));
        List<String> header = List.of(lines.get(0).split(","));
        int[] columns = Stream.of("x", "y", "rainfall", "observed")
                .mapToInt(header::indexOf)
                .toArray();
        return lines.stream()
                .skip(1)
                .map(line -> line.split(","))
                .map(row -> Arrays.stream(columns)
                        .mapToDouble(column -> Double.parseDouble(row[column]))
                        .toArray())
                .toList();
    }

    private static double[] column(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(row -> row[column]).toArray();
    }

    private static Places places(List<double[]> rows) {
        return Places.of(column(rows, 0), column(rows, 1));
    }

    /** Some seconds: {@code ./mvnw -pl benchmark test -Pacceptance -Dtest=Sic97LearnedTest}. */
    @Test
    @Tag("acceptance")
    void theAmortizedPosteriorIsNotFarFromKriging() throws IOException {
        List<double[]> all = rows();
        List<double[]> given = all.stream().filter(row -> row[3] == 1).toList();
        List<double[]> asked = all.stream().filter(row -> row[3] == 0).toList();
        FieldUnits units = new FieldUnits(Optional.of(new SquareRoot()));
        double[] values = Arrays.stream(column(given, 2)).map(units::toNormal).toArray();
        Grid grid = MapGrid.of(places(all), new GridSettings());
        GaugedField field = new GaugedField(
                grid, Measurements.of(places(given), values), units, FieldScale.of(values), Optional.empty());
        double crps = 0;
        try (Backend backend = Backends.open("onnx");
                LearnedPrior prior = LearnedPrior.shipped(backend)) {
            FieldForecast forecast = new AmortizedPosterior("amortized", () -> prior, new MethodSettings.Amortized())
                    .given(field, DRAWS, RandomKey.of(1), new Cancellation());
            for (double[] row : asked) {
                int cell = GaugedField.cell(grid, row[0], row[1]);
                double[] draws = new double[DRAWS];
                Arrays.setAll(draws, k -> forecast.draws().get(k * grid.cells() + cell));
                Arrays.sort(draws);
                crps += RankedProbability.fair(draws, row[2]) / asked.size();
            }
        }
        // The standard error over 367 gauges is about 2.
        assertThat(crps).isLessThan(42);
    }
}
