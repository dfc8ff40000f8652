package org.pushforward.benchmark.trainrun;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.Pictures;
import org.pushforward.benchmark.report.Vectors;
import org.pushforward.benchmark.report.html.Painter;
import org.pushforward.io.WholeFile;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Draws samples of a run: pictures side by side, or points as dots. */
public final class RunPicture {
    private RunPicture() {}

    /** Writes a PNG file. The file is written completely or not at all. */
    public static void write(TrainedRun run, HostArray samples, Path file) {
        HostArray vectors = ModelScores.vectors(samples);
        Painter painter = Painter.of(domain(run, samples.shape().without(0)), vectors);
        WholeFile.write(file, painter.raster(vectors).png());
    }

    private static Domain domain(TrainedRun run, Shape event) {
        if (event.rank() > 1) {
            int rank = event.rank();
            int channels = event.size() / (event.dim(rank - 2) * event.dim(rank - 1));
            return new Pictures(channels, event.dim(rank - 2), event.dim(rank - 1));
        }
        List<String> names = run.manifest().coordinates();
        if (names.size() == event.size()) {
            return new Vectors(names);
        }
        List<String> numbered = new ArrayList<>();
        for (int j = 1; j <= event.size(); j++) {
            numbered.add("x" + j);
        }
        return new Vectors(numbered);
    }
}
