package org.pushforward.benchmark.infer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.method.FieldForecast;
import org.pushforward.benchmark.report.chart.ColorMap;
import org.pushforward.benchmark.report.chart.ColorScale;
import org.pushforward.benchmark.report.chart.MapChart;
import org.pushforward.benchmark.report.html.InferencePage;
import org.pushforward.benchmark.report.inference.ForecastResult;
import org.pushforward.benchmark.report.inference.InferenceReport;
import org.pushforward.benchmark.report.inference.MapQuantity;
import org.pushforward.files.SampleFile;
import org.pushforward.io.WholeFile;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.EqualAreaProjection;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;

/**
 * Writes the files of an inference: the report, the settings, the result, and a folder for each method with its maps in the unit of the
 * data, as CSV, NPY and PNG.
 */
public final class InferenceFiles {
    /** The side of a cell in a picture. */
    static final int PIXELS = 8;
    /** The degrees of latitude of a kilometer; those of longitude are more. */
    private static final double DEGREES = 0.009;

    private final PreparedInference prepared;
    private final InferenceRun.InferenceOutcome outcome;
    private final InferenceReporting reporting;
    private final InferenceReport report;

    /** Scores the forecasts and makes the report, without writing anything yet. */
    public InferenceFiles(PreparedInference prepared, InferenceRun.InferenceOutcome outcome, List<String> command) {
        this.prepared = prepared;
        this.outcome = outcome;
        this.reporting = new InferenceReporting(prepared, outcome);
        this.report = reporting.report(command);
    }

    /** Returns the result. */
    public InferenceResult result() {
        return InferenceResult.of(report, reporting.failed());
    }

    /** Returns the report. */
    public InferenceReport report() {
        return report;
    }

    /** Writes all files to a folder. */
    public void write(Path folder) {
        text(folder.resolve("report.html"), new InferencePage(report).html());
        text(folder.resolve("settings.yaml"), prepared.settings().toYaml());
        text(folder.resolve("result.json"), InferenceResult.JSON.print(result()) + "\n");
        for (var entry : reporting.results().entrySet()) {
            Path own = folder.resolve(folderName(entry.getKey()));
            try {
                Files.createDirectories(own);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot create " + own, e);
            }
            write(own, outcome.forecasts().get(entry.getKey()).forecast(), entry.getValue());
        }
    }

    /** Returns the folder of a method, such as {@code full-bayes}. */
    static String folderName(MethodSettings method) {
        return method.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static void text(Path file, String content) {
        WholeFile.write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private void write(Path folder, FieldForecast forecast, ForecastResult result) {
        List<double[]> quantiles = prepared.settings().quantiles().stream()
                .map(forecast.cells()::quantile)
                .toList();
        array(folder.resolve("mean.npy"), List.of(result.mean()), true);
        array(folder.resolve("deviation.npy"), List.of(result.deviation()), true);
        if (!quantiles.isEmpty()) {
            array(folder.resolve("quantiles.npy"), quantiles, false);
        }
        array(folder.resolve("exceedance.npy"), result.exceedance(), false);
        SampleFile.write(folder.resolve("samples.npy"), forecast.draws().cast(DType.F32), List.of());
        text(folder.resolve("grid.csv"), csv(quantiles, result));
        pictures(folder, result);
    }

    private void array(Path file, List<double[]> maps, boolean single) {
        Grid grid = prepared.field().grid();
        double[] values = maps.stream().flatMapToDouble(Arrays::stream).toArray();
        Shape one = grid.shape();
        HostArray array = HostArray.wrap(single ? one : one.prepend(maps.size()), values);
        SampleFile.write(file, array.cast(DType.F32), List.of());
    }

    private String csv(List<double[]> quantiles, ForecastResult result) {
        Grid grid = prepared.field().grid();
        Places places = grid.places();
        Optional<EqualAreaProjection> projection = prepared.set().coordinates().projection();
        List<String> header = new ArrayList<>(List.of("x", "y"));
        if (projection.isPresent()) {
            header.addAll(List.of("lon", "lat"));
        }
        header.addAll(List.of("mean", "deviation"));
        FileNumbers.names(prepared.settings().quantiles()).forEach(p -> header.add("quantile_" + p));
        FileNumbers.names(prepared.thresholds()).forEach(threshold -> header.add("above_" + threshold));
        StringBuilder lines = new StringBuilder(String.join(",", header)).append('\n');
        for (int i = 0; i < places.count(); i++) {
            lines.append(FileNumbers.coordinate(places.x(i), grid.dx())).append(',');
            lines.append(FileNumbers.coordinate(places.y(i), grid.dy())).append(',');
            if (projection.isPresent()) {
                double degrees = grid.dx() * DEGREES;
                lines.append(FileNumbers.coordinate(projection.get().longitudeOf(places.x(i), places.y(i)), degrees))
                        .append(',');
                lines.append(FileNumbers.coordinate(projection.get().latitudeOf(places.x(i), places.y(i)), degrees))
                        .append(',');
            }
            List<Double> row = new ArrayList<>();
            row.add(result.mean()[i]);
            row.add(result.deviation()[i]);
            for (double[] map : quantiles) {
                row.add(map[i]);
            }
            for (double[] map : result.exceedance()) {
                row.add(map[i]);
            }
            for (int j = 0; j < row.size(); j++) {
                lines.append(String.format(Locale.ROOT, "%.7g", row.get(j))).append(j + 1 < row.size() ? ',' : '\n');
            }
        }
        return lines.toString();
    }

    private void pictures(Path folder, ForecastResult result) {
        MapQuantity.Stretch stretch = report.quantity().stretch();
        MapQuantity.Stretch plain = MapQuantity.Stretch.LINEAR;
        picture(
                folder.resolve("mean.png"),
                new MapChart(
                        report.frame(),
                        MapChart.around(
                                ColorMap.VIRIDIS, stretch, List.of(result.mean()), report.gauges(), Optional.empty()),
                        stretch),
                result.mean());
        picture(
                folder.resolve("deviation.png"),
                new MapChart(
                        report.frame(),
                        MapChart.around(
                                ColorMap.MAGMA, plain, List.of(result.deviation()), List.of(), Optional.of(0.0)),
                        plain),
                result.deviation());
        List<String> thresholds = FileNumbers.names(report.thresholds());
        for (int t = 0; t < thresholds.size(); t++) {
            picture(
                    folder.resolve("above-" + thresholds.get(t) + ".png"),
                    new MapChart(report.frame(), new ColorScale(ColorMap.CIVIDIS, 0, 1), plain),
                    result.exceedance().get(t));
        }
    }

    private static void picture(Path file, MapChart chart, double... values) {
        WholeFile.write(file, chart.raster(values, PIXELS).png());
    }
}
