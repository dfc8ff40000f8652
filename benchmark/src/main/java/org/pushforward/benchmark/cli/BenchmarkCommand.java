package org.pushforward.benchmark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.pushforward.backend.BackendOptions;
import org.pushforward.benchmark.cli.options.DeviceOptions;
import org.pushforward.benchmark.cli.options.ReplaceOption;
import org.pushforward.benchmark.report.html.ScalingPage;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.timing.Budget;
import org.pushforward.benchmark.timing.Contest;
import org.pushforward.benchmark.timing.Contestant;
import org.pushforward.benchmark.timing.EngineProcess;
import org.pushforward.benchmark.timing.Host;
import org.pushforward.benchmark.timing.Opponents;
import org.pushforward.benchmark.timing.PeerProcess;
import org.pushforward.benchmark.timing.ScalingStudy;
import org.pushforward.benchmark.timing.Session;
import org.pushforward.benchmark.timing.Standings;
import org.pushforward.benchmark.timing.Stopwatch;
import org.pushforward.benchmark.timing.Timing;
import org.pushforward.benchmark.timing.TimingFile;
import org.pushforward.benchmark.timing.TimingRecord;
import org.pushforward.benchmark.workload.Size;
import org.pushforward.benchmark.workload.Workload;
import org.pushforward.benchmark.workload.Workloads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Times workloads on engines, each pair in a separate process, and compares the times with those of other programs. */
@Command(
        name = "benchmark",
        description = "Times workloads on engines, and compares the times with those of other programs.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  pushforward benchmark --workloads wgan-gp-train --backends onnx",
            "  pushforward benchmark --backends onnx,djl --seconds 2 --json times.json",
            "",
            "A ratio is the other program's median time divided by ours; above 1, Pushforward is faster. Data and noise are"
                    + " drawn before the clock of a step starts. On a GPU a result is read in every step, so that the clock stops when the"
                    + " device is done. Give a peer its device in its command, such as python3 peer.py --device cuda.",
            "Exit codes: 0 done; 1 a timing failed or a file could not be written; 2 invalid usage; 130 interrupted (results"
                    + " so far are written)."
        })
final class BenchmarkCommand implements Callable<Integer> {
    @Option(
            names = "--workloads",
            paramLabel = "NAMES",
            defaultValue = Workloads.ALL,
            description = "all, or comma-separated names (default: ${DEFAULT-VALUE}).")
    private String workloads;

    @Option(
            names = "--backends",
            paramLabel = "NAMES",
            defaultValue = BackendNames.ALL,
            description = "all, meaning every available backend, or comma-separated names (default: ${DEFAULT-VALUE}).")
    private String backends;

    @Mixin
    private DeviceOptions engine = new DeviceOptions();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "The timing duration of each, without warm-up (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--max-steps",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Stop timing after this number of steps (default: ${DEFAULT-VALUE}).")
    private int maxSteps;

    @Option(names = "--batch", paramLabel = "N", description = "Replace the batch size of the workload.")
    private Integer batch;

    @Option(names = "--width", paramLabel = "N", description = "Replace the width of hidden layers of the workload.")
    private Integer width;

    @Option(
            names = "--sampler-steps",
            paramLabel = "N",
            description = "Replace the number of noise levels of samplers.")
    private Integer samplerSteps;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the results.")
    private Path json;

    @Mixin
    private ReplaceOption replace = new ReplaceOption();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "Compare with the times in a file of another program.")
    private Path against;

    @Option(
            names = "--peer",
            paramLabel = "COMMAND",
            description = "Compare with another program, alternating with ours: --workload X --mode eager or compile"
                    + " --threads N --seconds S --json FILE are appended to the command, and --batch, --width and"
                    + " --sampler-steps if they are given.")
    private String peer;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "The number of timings of each (default: 2 with --peer, otherwise 1).")
    private Integer rounds;

    @Option(
            names = "--scaling",
            paramLabel = "FILE.html",
            description = "Instead, time other batch sizes, widths and sampler steps, and plot the cost against size.")
    private Path scaling;

    @Option(names = "--one-process", hidden = true, description = "Time one workload on one engine in this process.")
    private boolean oneProcess;

    @ParentCommand
    private Pushforward program;

    private final Console console;
    private final Interruption interruption;
    private final BackendSource source;

    @Inject
    BenchmarkCommand(Console console, Interruption interruption, BackendSource source) {
        this.console = console;
        this.interruption = interruption;
        this.source = source;
    }

    @Override
    public Integer call() {
        List<Workload> chosen = Workloads.named(workloads);
        List<String> engines = new BackendNames(source).named(backends);
        Size.Request request = new Size.Request(optional(batch), optional(width), optional(samplerSteps));
        chosen.forEach(workload -> workload.size().with(workload.name(), request));
        Budget budget = new Budget(seconds, maxSteps);
        BackendOptions options = engine.backendOptions();
        checkCombination(request);
        checkOutput();
        Session session = Session.begin(Host.current(), options, seconds);
        if (oneProcess) {
            return timeHere(session, chosen.get(0), engines.get(0), request, budget, options);
        }
        warnOfThreads();
        if (scaling != null) {
            return scale(chosen, engines, session);
        }
        return compare(chosen, engines, request, session);
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private void checkCombination(Size.Request request) {
        if (rounds != null && rounds < 1) {
            throw new IllegalArgumentException("rounds = " + rounds + ": expected 1 or more");
        }
        if (against != null && peer != null) {
            throw new IllegalArgumentException("--against and --peer: give only one of them");
        }
        if (scaling != null && (against != null || peer != null || !request.isStandard())) {
            throw new IllegalArgumentException(
                    "--scaling chooses its own sizes and compares with no other program: omit --against, --peer, --batch, --width"
                            + " and --sampler-steps");
        }
    }

    private void checkOutput() {
        for (Path file : new Path[] {json, scaling}) {
            // Check this before the work is done.
            if (file != null) {
                replace.check(file);
                WritablePlace.check(file);
            }
        }
    }

    private void warnOfThreads() {
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = engine.backendOptions().threads();
        if (threads > cores) {
            console.err()
                    .println("warning: --threads " + threads + " on " + cores
                            + " cores: threads that wait for each other make every engine slower");
        }
    }

    private int timeHere(
            Session session,
            Workload workload,
            String engine,
            Size.Request request,
            Budget budget,
            BackendOptions options) {
        TimingRecord measurement = Stopwatch.measure(
                workload,
                workload.size().with(workload.name(), request),
                () -> source.open(engine, options),
                budget,
                interruption.cancellation());
        write(Standings.of(session.end(), List.of(measurement.toJson()), List.of(), List.of(workload)));
        return ExitCode.SUCCESS;
    }

    private int compare(List<Workload> chosen, List<String> engines, Size.Request request, Session session) {
        List<Timing> opponents = against == null ? List.of() : opponentsIn(against, chosen, request);
        Contest contest = new Contest();
        TimingTable table = new TimingTable(console.out());
        int times = Optional.ofNullable(rounds).orElse(peer == null ? 1 : 2);
        for (Workload workload : chosen) {
            List<Contestant> ours = new ArrayList<>();
            engines.forEach(engine -> ours.add(
                    new EngineProcess(workload.name(), engine, childArguments(request), interruption.cancellation())));
            contest.time(ours, peers(workload, request), times, table::row);
        }
        ObjectNode machine = session.end();
        Standings standings = against == null
                ? Standings.of(machine, contest.ours(), contest.theirs(), chosen)
                : Standings.against(machine, contest.ours(), opponents);
        write(standings);
        console.out().print(RatioTable.of(standings));
        console.out().flush();
        return exitCode(contest);
    }

    private List<Timing> opponentsIn(Path file, List<Workload> chosen, Size.Request request) {
        if (!request.isStandard()) {
            throw new IllegalArgumentException(file + " cannot be compared with: its times are for the standard sizes;"
                    + " omit --batch, --width and --sampler-steps, or run the other program alongside with --peer");
        }
        List<Timing> found = Opponents.in(
                file.toString(),
                TimingFile.read(file),
                Host.current(),
                engine.backendOptions().threads(),
                chosen);
        List<String> without = chosen.stream()
                .map(Workload::name)
                .filter(name ->
                        found.stream().noneMatch(timing -> timing.workload().equals(name)))
                .toList();
        if (!without.isEmpty()) {
            console.err().println("note: " + file + " has no times of " + String.join(", ", without));
        }
        return found;
    }

    private List<Contestant> peers(Workload workload, Size.Request request) {
        if (peer == null) {
            return List.of();
        }
        // The shell splits the command as the user expects.
        List<String> command = List.of("sh", "-c", peer + " \"$@\"", "sh");
        return PeerProcess.of(
                workload, command, engine.backendOptions().threads(), seconds, request, interruption.cancellation());
    }

    private List<String> childArguments(Size.Request request) {
        List<String> words = new ArrayList<>(List.of(
                Pushforward.class.getName(),
                "benchmark",
                "--one-process",
                "--seconds",
                String.valueOf(seconds),
                "--max-steps",
                String.valueOf(maxSteps)));
        words.addAll(engine.arguments());
        words.addAll(program.pluginArguments());
        words.addAll(EngineProcess.arguments(request));
        return words;
    }

    private int scale(List<Workload> chosen, List<String> engines, Session session) {
        Contest contest = new Contest();
        TimingTable table = new TimingTable(console.out());
        ScalingStudy study = new ScalingStudy(
                contest,
                (workload, engine, request) ->
                        new EngineProcess(workload, engine, childArguments(request), interruption.cancellation()),
                table::row);
        chosen.forEach(workload -> study.time(workload, engines));
        write(Standings.of(session.end(), contest.ours(), List.of(), List.of()));
        if (!study.curves().isEmpty()) {
            ScalingPage.write(
                    scaling,
                    Host.current() + " with " + engine.backendOptions().threads() + " threads",
                    study.curves());
            console.out().println("Cost by size: " + scaling);
        }
        return exitCode(contest);
    }

    private void write(Standings standings) {
        if (json != null) {
            TimingFile.write(json, standings.toJson());
        }
    }

    private int exitCode(Contest contest) {
        if (!contest.isComplete()) {
            return interruption.exitCode();
        }
        return contest.hasFailures() ? ExitCode.FAILURE : ExitCode.SUCCESS;
    }
}
