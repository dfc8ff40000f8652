package org.pushforward.benchmark.cli.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.settings.SettingOverride;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of commands that begin a run from settings: they override settings, and choose the folder of the run. */
public final class RunOptions {
    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Override a setting, for example run.seed=2. May be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--name", paramLabel = "NAME", description = "The name of the run.")
    private String name;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of all random numbers.")
    private Long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder of the run (default: runs/NAME).")
    private Path out;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Returns the settings that {@code --set} overrides, in the order of the command line. */
    public List<SettingOverride> overrides() {
        return overrides.stream().map(SettingOverride::parse).toList();
    }

    /** Returns the name of the run, if {@code --name} states it. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Returns settings with the seed and the engine that the options state. */
    public RunSettings over(RunSettings run) {
        RunSettings settings = engine.over(run);
        return seed == null ? settings : settings.withSeed(seed);
    }

    /** Returns the folder that {@code --out} states, if it does. */
    public Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /** Returns the folder of a run with a name. */
    public Path folder(String run) {
        return out().orElseGet(() -> Path.of("runs", run));
    }

    /** Returns the command as the user typed it, for the report of the run. */
    public List<String> command() {
        List<String> command = new ArrayList<>(List.of("pushforward"));
        command.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return command;
    }

    /** Returns the options of the engine. */
    public EngineOptions engine() {
        return engine;
    }
}
