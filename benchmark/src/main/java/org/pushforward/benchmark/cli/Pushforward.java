package org.pushforward.benchmark.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.pushforward.backend.BackendException;
import org.pushforward.benchmark.cli.run.DataCommand;
import org.pushforward.benchmark.cli.run.DiffCommand;
import org.pushforward.benchmark.cli.run.EncodeCommand;
import org.pushforward.benchmark.cli.run.EvaluateCommand;
import org.pushforward.benchmark.cli.run.InferCommand;
import org.pushforward.benchmark.cli.run.LogProbCommand;
import org.pushforward.benchmark.cli.run.ParamsCommand;
import org.pushforward.benchmark.cli.run.ReconstructCommand;
import org.pushforward.benchmark.cli.run.ReportCommand;
import org.pushforward.benchmark.cli.run.RerunCommand;
import org.pushforward.benchmark.cli.run.ResumeCommand;
import org.pushforward.benchmark.cli.run.RunsCommand;
import org.pushforward.benchmark.cli.run.SampleCommand;
import org.pushforward.benchmark.cli.run.StudyCommand;
import org.pushforward.benchmark.cli.run.TrainCommand;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.run.InstalledBackends;
import org.pushforward.benchmark.run.Version;
import org.pushforward.benchmark.settings.ConfigurationException;
import org.pushforward.settings.KeyName;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program {@code pushforward}. */
@Command(
        name = "pushforward",
        description =
                "Trains and compares generative models, each written once, on ONNX Runtime, TensorFlow and PyTorch.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        subcommands = {
            InferCommand.class,
            StudyCommand.class,
            TrainCommand.class,
            ResumeCommand.class,
            SampleCommand.class,
            LogProbCommand.class,
            EncodeCommand.class,
            ReconstructCommand.class,
            EvaluateCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            DiffCommand.class,
            RerunCommand.class,
            ParamsCommand.class,
            DataCommand.class,
            CompareCommand.class,
            FamiliesCommand.class,
            SettingsCommand.class,
            BenchmarkCommand.class,
            ConformanceCommand.class,
            DoctorCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  pushforward infer examples/rain-gauges.yaml",
            "  pushforward train --data points.csv --family real-nvp",
            "  pushforward sample runs/points-real-nvp -n 1000 --to samples.csv",
            "  pushforward compare examples/quick.yaml",
            "",
            "Exit codes: 0 done; 1 something failed; 2 invalid usage or settings; 129, 130, 143 stopped by a hangup, by Ctrl-C, or"
                    + " by a termination request."
        },
        usageHelpAutoWidth = true)
public final class Pushforward {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an error comes from.")
    private boolean debug;

    @Option(
            names = "--plugins",
            paramLabel = "DIR_OR_JAR",
            scope = ScopeType.INHERIT,
            description =
                    "Add the families, data sets and backends of a jar, of a folder of jars, or of a folder of classes. May"
                            + " be repeated. Jars in the folder plugins/ are always added.")
    private List<Path> plugins = new ArrayList<>();

    /** Provides the version. */
    public static final class ProgramVersion implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"pushforward " + Version.current()};
        }
    }

    /** Runs the program and exits the JVM with its exit code. */
    public static void main(String[] arguments) {
        Interruption interruption = new Interruption().listen();
        Console console = Console.standard();
        LogLines.install(console);
        int code = run(console, interruption, arguments);
        if (interruption.cancellation().isRequested()) {
            // An engine may still be compiling what was given up, so its libraries must stay loaded until the process
            // ends.
            Runtime.getRuntime().halt(code);
        }
        System.exit(code);
    }

    /**
     * Runs the program and returns its exit code.
     *
     * @param console the output streams
     * @param interruption what stops it
     * @param arguments its arguments
     */
    public static int run(Console console, Interruption interruption, String... arguments) {
        return run(console, interruption, new InstalledBackends(interruption.cancellation()), arguments);
    }

    /** Runs the program with backends from a source, as {@link #run(Console, Interruption, String...)} does. */
    static int run(Console console, Interruption interruption, BackendSource backends, String... arguments) {
        Pushforward program = new Pushforward();
        Injector injector = Guice.createInjector(binder -> {
            binder.bind(Console.class).toInstance(console);
            binder.bind(Interruption.class).toInstance(interruption);
            binder.bind(BackendSource.class).toInstance(backends);
        });
        CommandLine line = new CommandLine(program, new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type.getPackageName().startsWith(Pushforward.class.getPackageName())
                        ? injector.getInstance(type)
                        : CommandLine.defaultFactory().create(type);
            }
        });
        line.setOut(console.out());
        line.setErr(console.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((problem, given) -> {
            explain(problem, console);
            console.err()
                    .println("Try '" + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
            return ExitCode.USAGE;
        });
        line.setExecutionStrategy(parsed -> program.execute(line, parsed));
        line.setExecutionExceptionHandler(
                (exception, command, parsed) -> program.ended(exception, interruption, console));
        if (arguments.length == 0) {
            line.usage(console.err());
            return ExitCode.USAGE;
        }
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError | LinkageError e) {
            return program.report(e, console);
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    /** Prints a mistake in the command line, with the nearest name. */
    private static void explain(CommandLine.ParameterException problem, Console console) {
        Set<String> commands = problem.getCommandLine().getSubcommands().keySet();
        if (problem instanceof CommandLine.UnmatchedArgumentException unmatched
                && !commands.isEmpty()
                && !unmatched.isUnknownOption()) {
            String word = unmatched.getUnmatched().get(0);
            console.err().println("no command '" + word + "': " + KeyName.advice(word, commands));
            return;
        }
        console.err().println(problem.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, console.err());
    }

    private int execute(CommandLine line, CommandLine.ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        try {
            return Plugins.around(plugins, () -> new CommandLine.RunLast().execute(parsed));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ExecutionException(line, e.getMessage(), e);
        }
    }

    /** Returns the arguments that give another process of this program the same plugins. */
    List<String> pluginArguments() {
        List<String> words = new ArrayList<>();
        plugins.forEach(place -> words.addAll(List.of("--plugins", place.toString())));
        return words;
    }

    /** Returns the exit code of a command that was stopped, or reports a failure. */
    private int ended(Exception exception, Interruption interruption, Console console) {
        return exception instanceof CancellationException
                        && interruption.cancellation().isRequested()
                ? interruption.exitCode()
                : report(exception, console);
    }

    private int report(Throwable exception, Console console) {
        if (debug) {
            exception.printStackTrace(console.err());
        } else {
            boolean saysItself = exception instanceof Exception && exception.getMessage() != null;
            console.err().println(saysItself ? exception.getMessage() : exception.toString());
        }
        boolean callersMistake = exception instanceof ConfigurationException
                || exception instanceof BackendException
                || exception instanceof IllegalArgumentException;
        return callersMistake ? ExitCode.USAGE : ExitCode.FAILURE;
    }
}
