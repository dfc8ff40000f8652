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
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Times workloads on engines, each pair in a process of its own, and compares the times with those of others. */
@Command(
        name = "benchmark",
        description = "Times workloads on engines, and compares the times with those of other programs.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "A ratio is the other program's median time over ours: above 1, we are faster. A step's data and noise are"
                    + " drawn before its clock starts.",
            "Exit codes: 0 done; 1 a timing failed or a file could not be written; 2 wrong call; 130 interrupted (what"
                    + " was timed by then is written)."
        })
final class BenchmarkCommand implements Callable<Integer> {
    @Option(
            names = "--workloads",
            paramLabel = "NAMES",
            defaultValue = Workloads.ALL,
            description = "all, or names with commas in between (default: ${DEFAULT-VALUE}).")
    private String workloads;

    @Option(
            names = "--backends",
            paramLabel = "NAMES",
            defaultValue = BackendNames.ALL,
            description = "all that are there, or names with commas in between (default: ${DEFAULT-VALUE}).")
    private String backends;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many threads an engine may use (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "How long each is timed, warm-up apart (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--max-steps",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Stop timing after so many steps (default: ${DEFAULT-VALUE}).")
    private int maxSteps;

    @Option(names = "--batch", paramLabel = "N", description = "Another batch than the workload's.")
    private Integer batch;

    @Option(names = "--width", paramLabel = "N", description = "Another width of hidden layers than the workload's.")
    private Integer width;

    @Option(names = "--sampler-steps", paramLabel = "N", description = "Another number of noise levels of samplers.")
    private Integer samplerSteps;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the results.")
    private Path json;

    @Option(names = "--against", paramLabel = "FILE", description = "Compare with the times in another program's file.")
    private Path against;

    @Option(
            names = "--peer",
            paramLabel = "COMMAND",
            description = "Compare with another program, run by turns with ours: --workload X --mode eager or compile"
                    + " --threads N --seconds S --json FILE are added to the command, and --batch, --width and"
                    + " --sampler-steps where they are given.")
    private String peer;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is timed (default: 2 with --peer, else 1).")
    private Integer rounds;

    @Option(
            names = "--scaling",
            paramLabel = "FILE.html",
            description = "Time other batches, widths and sampler steps instead, and draw how the cost grows.")
    private Path scaling;

    @Option(names = "--one-process", hidden = true, description = "Time one workload on one engine here.")
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
        BackendOptions options = BackendOptions.defaults().withThreads(threads);
        checkCombination(request);
        checkOutput();
        Session session = Session.begin(Host.current(), threads, seconds);
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
            throw new IllegalArgumentException("--against and --peer: give one of them");
        }
        if (scaling != null && (against != null || peer != null || !request.isStandard())) {
            throw new IllegalArgumentException(
                    "--scaling chooses sizes itself and compares with nobody: leave out --against, --peer, --batch, --width"
                            + " and --sampler-steps");
        }
    }

    private void checkOutput() {
        for (Path file : new Path[] {json, scaling}) {
            // Before the work is done, not after it.
            if (file != null) {
                WritablePlace.check(file);
            }
        }
    }

    private void warnOfThreads() {
        int cores = Runtime.getRuntime().availableProcessors();
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
            throw new IllegalArgumentException(
                    file + " cannot be compared with: its times are of the standard sizes;"
                            + " leave out --batch, --width and --sampler-steps, or run the other program beside ours by --peer");
        }
        List<Timing> found = Opponents.in(file.toString(), TimingFile.read(file), Host.current(), threads, chosen);
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
        // The shell splits the command as its user expects.
        List<String> command = List.of("sh", "-c", peer + " \"$@\"", "sh");
        return PeerProcess.of(workload, command, threads, seconds, request, interruption.cancellation());
    }

    private List<String> childArguments(Size.Request request) {
        List<String> words = new ArrayList<>(List.of(
                Pushforward.class.getName(),
                "benchmark",
                "--one-process",
                "--threads",
                String.valueOf(threads),
                "--seconds",
                String.valueOf(seconds),
                "--max-steps",
                String.valueOf(maxSteps)));
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
            ScalingPage.write(scaling, Host.current() + " with " + threads + " threads", study.curves());
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
