package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.pushforward.benchmark.report.ScalingCurve;
import org.pushforward.benchmark.workload.Size;
import org.pushforward.benchmark.workload.Workload;

/** Times workloads at several batches, widths and numbers of sampler steps. Not safe for use by several threads. */
public final class ScalingStudy {
    private static final double[] SHARES = {0.25, 0.5, 1, 1.5, 2};

    /** Provides the contestant that times a workload on an engine at a size. */
    @FunctionalInterface
    public interface Lineup {
        /** Returns the contestant. */
        Contestant contestant(String workload, String engine, Size.Request request);
    }

    private final Contest contest;
    private final Lineup lineup;
    private final Consumer<ObjectNode> listener;
    private final List<ScalingCurve> curves = new ArrayList<>();

    /** Creates a study that adds its measurements to a contest and passes them to a listener immediately. */
    public ScalingStudy(Contest contest, Lineup lineup, Consumer<ObjectNode> listener) {
        this.contest = contest;
        this.lineup = lineup;
        this.listener = listener;
    }

    /** Times a workload on engines along each of its sizes that can be chosen. */
    public void time(Workload workload, List<String> engines) {
        Size size = workload.size();
        OptionalInt none = OptionalInt.empty();
        vary(workload, engines, "batch", "batch", size.batch(), n -> new Size.Request(OptionalInt.of(n), none, none));
        if (size.steps() > 0) {
            vary(
                    workload,
                    engines,
                    "sampler steps",
                    "sampler_steps",
                    size.steps(),
                    n -> new Size.Request(none, none, OptionalInt.of(n)));
        }
        if (size.width() > 0) {
            vary(
                    workload,
                    engines,
                    "parameters",
                    "params",
                    size.width(),
                    n -> new Size.Request(none, OptionalInt.of(n), none));
        }
    }

    private void vary(
            Workload workload,
            List<String> engines,
            String quantity,
            String field,
            int standard,
            IntFunction<Size.Request> request) {
        List<ScalingCurve.Line> lines = new ArrayList<>();
        for (String engine : engines) {
            int before = contest.ours().size();
            for (double share : SHARES) {
                int value = Math.max(1, (int) Math.round(share * standard));
                Contestant contestant = lineup.contestant(workload.name(), engine, request.apply(value));
                contest.time(List.of(contestant), List.of(), 1, listener);
            }
            List<ScalingCurve.Point> points = contest
                    .ours()
                    .subList(before, contest.ours().size())
                    .stream()
                    .filter(result -> !result.has("error"))
                    .map(result -> new ScalingCurve.Point(
                            result.path(field).asDouble(),
                            1e3 * result.path("median_s").asDouble()))
                    .toList();
            if (points.stream().map(ScalingCurve.Point::size).distinct().count() > 1) {
                lines.add(new ScalingCurve.Line(engine, points));
            }
        }
        if (!lines.isEmpty()) {
            curves.add(new ScalingCurve(workload.name(), quantity, lines));
        }
    }

    /** Returns the measurements so far. */
    public List<ScalingCurve> curves() {
        return List.copyOf(curves);
    }
}
