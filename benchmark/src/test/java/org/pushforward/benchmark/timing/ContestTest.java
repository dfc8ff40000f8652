package org.pushforward.benchmark.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.report.ScalingCurve;
import org.pushforward.benchmark.workload.Size;
import org.pushforward.benchmark.workload.Workloads;

class ContestTest {
    @TempDir
    private Path folder;

    private record Fixed(String workload, String mode, double median) implements Contestant {
        @Override
        public ObjectNode time() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("workload", workload)
                    .put("mode", mode)
                    .put("median_s", median)
                    .put("p10_s", median)
                    .put("p90_s", median);
        }
    }

    @Test
    void turnsAreTaken() {
        List<String> order = new ArrayList<>();
        Contest contest = new Contest();
        contest.time(
                List.of(new Fixed("vae-train", "onnx", 1), new Fixed("vae-train", "djl", 2)),
                List.of(new Fixed("vae-train", "eager", 4)),
                2,
                result -> order.add(result.path("mode").asText() + " "
                        + result.path("round").asInt()));

        assertThat(order).containsExactly("eager 1", "onnx 1", "djl 1", "eager 2", "onnx 2", "djl 2");
        assertThat(contest.isComplete()).isTrue();
        assertThat(contest.hasFailures()).isFalse();
        ObjectNode json = Standings.of(
                        JsonNodeFactory.instance.objectNode(),
                        contest.ours(),
                        contest.theirs(),
                        Workloads.named("vae-train"))
                .toJson();
        assertThat(json.path("results")).hasSize(4);
        assertThat(json.path("peers")).hasSize(2);
        assertThat(json.path("ratios")).hasSize(4);
        assertThat(json.path("geometric_means").path("djl").asDouble()).isEqualTo(2);
        assertThat(json.path("geometric_means").path(Ratio.BEST).asDouble()).isEqualTo(4);
    }

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script, "sh");
    }

    private Subprocess subprocess() {
        return new Subprocess(new Cancellation());
    }

    @Test
    void aSubprocessWritesItsResultToTheGivenFile() {
        ObjectNode result = subprocess()
                .time(
                        "knitting",
                        "fast",
                        shell(
                                "echo \"{\\\"machine\\\": {}, \\\"results\\\": [{\\\"said\\\": \\\"$1 $3\\\"}]}\" > \"$4\""
                                        + "; : ",
                                "--mode",
                                "fast"));

        assertThat(result.path("said").asText()).isEqualTo("--mode --json");
    }

    private static List<String> shell(String script, String... arguments) {
        List<String> words = new ArrayList<>(shell(script));
        words.addAll(List.of(arguments));
        return words;
    }

    @Test
    void aSubprocessThatFailsSaysWhy() {
        ObjectNode failed = subprocess().time("knitting", "fast", shell("echo out of wool >&2; exit 3"));
        assertThat(failed.path("workload").asText()).isEqualTo("knitting");
        assertThat(failed.path("mode").asText()).isEqualTo("fast");
        assertThat(failed.path("error").asText()).isEqualTo("exit code 3: out of wool");

        ObjectNode silent = subprocess().time("knitting", "fast", shell("exit 0"));
        assertThat(silent.path("error").asText()).isEqualTo("exit code 0 without a file of times");

        ObjectNode written = subprocess()
                .time(
                        "knitting",
                        "fast",
                        shell("echo '{\"machine\": {}, \"results\": [{\"error\": \"dropped a stitch\"}]}' > \"$2\""));
        assertThat(written.path("error").asText()).isEqualTo("dropped a stitch");

        ObjectNode absent = subprocess()
                .time("knitting", "fast", List.of(folder.resolve("nobody").toString()));
        assertThat(absent.path("error").asText()).contains("nobody cannot be run");
    }

    @Test
    void anInterruptionEndsTheSubprocess() throws IOException {
        Cancellation cancellation = new Cancellation();
        cancellation.request();
        Path pid = folder.resolve("pid");
        List<String> endless = shell("echo $$ > " + pid + "; exec tail -f /dev/null");

        assertThatThrownBy(() -> new Subprocess(cancellation).time("knitting", "fast", endless))
                .isInstanceOf(CancellationException.class);
        if (Files.exists(pid)) {
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                    .ifPresent(process -> assertThat(process.onExit()).succeedsWithin(java.time.Duration.ofMinutes(1)));
        }
    }

    @Test
    void timesBeforeAnInterruptionAreKept() {
        Contest contest = new Contest();
        contest.time(
                List.of(new Fixed("w", "onnx", 1), new Contestant() {
                    @Override
                    public String workload() {
                        return "w";
                    }

                    @Override
                    public String mode() {
                        return "djl";
                    }

                    @Override
                    public ObjectNode time() {
                        throw new CancellationException("stop");
                    }
                }),
                List.of(),
                3,
                result -> {});

        assertThat(contest.isComplete()).isFalse();
        assertThat(contest.ours()).hasSize(1);
    }

    @Test
    void peersAreAskedForEveryWayToDoAWorkload() {
        Size.Request small = new Size.Request(OptionalInt.of(32), OptionalInt.empty(), OptionalInt.empty());
        List<Contestant> peers = PeerProcess.of(
                Workloads.all().get("max-sliced-w2"),
                shell("echo \"{\\\"machine\\\": {}, \\\"results\\\": [{\\\"said\\\": \\\"$*\\\"}]}\" > \"${12}\""),
                2,
                1.5,
                small,
                new Cancellation());

        assertThat(peers)
                .extracting(peer -> peer.workload() + " " + peer.mode())
                .containsExactly("max-sliced-w2 eager", "max-sliced-w2 compile", "max-sliced-w2-npsort eager");
        assertThat(peers.get(2).time().path("said").asText())
                .startsWith(
                        "--workload max-sliced-w2-npsort --mode eager --threads 2 --seconds 1.5 --batch 32 --json ");
    }

    @Test
    void aScalingStudyVariesOneSizeAtATime() {
        Contest contest = new Contest();
        // Costs 1 ms and 2 ms a row; has twice as many parameters as its width.
        ScalingStudy study = new ScalingStudy(
                contest,
                (workload, engine, request) -> new Contestant() {
                    @Override
                    public String workload() {
                        return workload;
                    }

                    @Override
                    public String mode() {
                        return engine;
                    }

                    @Override
                    public ObjectNode time() {
                        int batch = request.batch().orElse(1024);
                        int width = request.width().orElse(256);
                        return new Fixed(workload, engine, 1e-3 * (1 + 2 * batch))
                                .time()
                                .put("batch", batch)
                                .put("params", 2 * width);
                    }
                },
                result -> {});
        study.time(Workloads.all().get("denoiser-train"), List.of("onnx"));

        assertThat(study.curves()).extracting(ScalingCurve::quantity).containsExactly("batch", "parameters");
        assertThat(study.curves().get(0).lines().get(0).points())
                .containsExactly(
                        new ScalingCurve.Point(256, 513),
                        new ScalingCurve.Point(512, 1025),
                        new ScalingCurve.Point(1024, 2049),
                        new ScalingCurve.Point(1536, 3073),
                        new ScalingCurve.Point(2048, 4097));
        assertThat(study.curves().get(1).lines().get(0).points())
                .extracting(ScalingCurve.Point::size)
                .containsExactly(128.0, 256.0, 512.0, 768.0, 1024.0);
        assertThat(contest.ours()).hasSize(10);
    }
}
