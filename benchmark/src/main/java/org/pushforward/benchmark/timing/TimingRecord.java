package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.workload.Size;
import org.pushforward.benchmark.workload.Workload;

/**
 * The measurement of a workload on an engine. Times are in seconds, memory in MiB.
 *
 * @param workload its name
 * @param engine the name of the engine
 * @param threads the number of threads that a run may use
 * @param size how large it is
 * @param steps the times of the timed steps
 * @param processor the mean processor time of a timed step over all threads, which other load on the machine hardly affects; NaN if
 *     it is unknown
 * @param hostShare the share of the time of the timed steps that was spent outside the engine's runs
 * @param warmup the number of untimed steps before them, including the first
 * @param compile the time to trace, compile and write the parameters
 * @param firstRun the time of the first step after that
 * @param sinceStart the time from the start of the virtual machine to the end of the first step
 * @param draw the time to draw one step's data and noise, which is not in the steps' times
 * @param peakMemory the peak of the process's resident memory
 * @param memoryBefore that peak before the engine was opened
 * @param memoryAfter the resident memory by the number of timed steps; empty if it is unknown
 * @param result the kind of result of a step
 * @param early the results of the first steps, which must agree between engines
 * @param last the result of the last step
 * @param parameters the number of the model's parameters
 */
public record TimingRecord(
        String workload,
        String engine,
        int threads,
        Size size,
        Spread steps,
        double processor,
        double hostShare,
        int warmup,
        double compile,
        double firstRun,
        double sinceStart,
        double draw,
        double peakMemory,
        double memoryBefore,
        Map<Integer, Double> memoryAfter,
        Workload.ResultKind result,
        List<TimedRun> early,
        TimedRun last,
        int parameters) {

    /** Returns this as a JSON object, with the fields of the peers' files and additional ones. */
    public ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("workload", workload)
                .put("mode", engine)
                .put("threads", threads)
                .put("batch", size.batch());
        if (size.width() > 0) {
            node.put("width", size.width());
        }
        if (size.steps() > 0) {
            node.put("sampler_steps", size.steps());
        }
        node.put("median_s", steps.median())
                .put("p10_s", steps.quantile(0.1))
                .put("p90_s", steps.quantile(0.9))
                .put("min_s", steps.quantile(0))
                .put("steps", steps.count())
                .put("warmup_steps", warmup)
                .put("first_step_s", compile + firstRun)
                .put("compile_s", compile)
                .put("start_to_first_step_s", sinceStart)
                .put("draw_s", draw);
        putIfKnown(node, "cpu_s", processor);
        putIfKnown(node, "peak_rss_mb", peakMemory);
        putIfKnown(node, "rss_before_mb", memoryBefore);
        ObjectNode memory = node.putObject("rss_mb_after");
        memoryAfter.forEach((done, megabytes) -> memory.put(String.valueOf(done), megabytes));
        node.put("host_share", hostShare);
        node.put("result", result.label());
        node.set("first", early.get(0).toJson());
        node.set("final", last.toJson());
        putLoss(node, "first_loss", early.get(0));
        putLoss(node, "final_loss", last);
        ArrayNode results = node.putArray("early");
        early.forEach(observation -> results.add(observation.toJson()));
        return node.put("params", parameters).put("note", "");
    }

    private static void putIfKnown(ObjectNode node, String name, double value) {
        if (Double.isNaN(value)) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }

    private void putLoss(ObjectNode node, String name, TimedRun observation) {
        if (result == Workload.ResultKind.LOSS && observation instanceof TimedRun.ScalarResult loss) {
            node.put(name, loss.value());
        } else {
            node.putNull(name);
        }
    }
}
