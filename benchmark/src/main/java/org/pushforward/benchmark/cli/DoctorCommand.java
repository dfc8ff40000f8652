package org.pushforward.benchmark.cli;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.report.Machine;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.run.EngineTrial;
import org.pushforward.benchmark.run.TrialProcess;
import org.pushforward.benchmark.run.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the backends, tries each on its devices, and reports what is missing. */
@Command(
        name = "doctor",
        description = "Lists the backends, tries each on its devices, and reports what is missing.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {"", "Examples:", "  pushforward doctor", "  pushforward doctor --backend all --device gpu:0"})
final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "In the source tree: first download and build tensorflow, djl or all backends, if they are missing.")
    private String backend;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "Try this device, cpu, gpu or gpu:N, on each backend (default: all that look usable).")
    private String device;

    @Option(names = "--try", hidden = true, paramLabel = "NAME", description = "Try a backend here.")
    private String tried;

    /** Whether this process was started by the script in the source tree, which can build other backends. */
    private static final boolean SOURCE_TREE = Boolean.getBoolean("pushforward.source");

    @ParentCommand
    private Pushforward program;

    private final Console console;
    private final BackendSource backends;
    private boolean failed;

    @Inject
    DoctorCommand(Console console, BackendSource backends) {
        this.console = console;
        this.backends = backends;
    }

    @Override
    public Integer call() {
        Optional<Device> asked = Optional.ofNullable(device).map(Device::parse);
        if (tried != null) {
            BackendOptions options = BackendOptions.defaults().withDevice(asked.orElse(Device.cpu()));
            console.out()
                    .println(TrialProcess.MARK
                            + EngineTrial.of(backends, tried, options).replaceAll("\\s+", " "));
            return ExitCode.SUCCESS;
        }
        if (backend != null
                && !backend.equals(RunSettings.ALL)
                && !backends.descriptions().containsKey(backend)) {
            throw new BackendException("no backend '" + backend + "'; there are "
                    + backends.descriptions().keySet() + ", and to be added "
                    + backends.missing().keySet());
        }
        PrintWriter out = console.out();
        Machine machine = Machine.current();
        out.println("Pushforward " + Version.current());
        out.println("Java        " + machine.java() + " (" + machine.virtualMachine() + ")");
        out.println("System      " + machine.operatingSystem() + ", " + machine.architecture() + ", "
                + machine.processors() + " cores, Java heap up to " + (machine.heapBytes() >> 20) + " MiB");
        backends.descriptions().values().forEach(description -> print(description, asked));
        backends.missing().forEach((name, coordinates) -> {
            out.println();
            out.println(name + ": not on the class path");
            out.println("  coordinates  " + coordinates + ":" + Version.current());
            out.println("  to get it    "
                    + (SOURCE_TREE
                            ? "./pushforward doctor --backend " + name
                            : "put its jars into the folder lib/, or run Pushforward from its source tree"));
        });
        return failed && asked.isPresent() ? ExitCode.FAILURE : ExitCode.SUCCESS;
    }

    private void print(BackendDescription backend, Optional<Device> asked) {
        PrintWriter out = console.out();
        out.println();
        out.println(backend.name() + ": " + backend.engine());
        asked.ifPresentOrElse(one -> print(one, attempt(backend.name(), one)), () -> backend.devices()
                .forEach(report -> print(
                        report.device(),
                        report.usable() ? attempt(backend.name(), report.device()) : report.missing())));
        backend.notes().forEach(note -> out.println("  " + pad("note") + note));
    }

    private void print(Device each, String why) {
        failed |= !why.isEmpty();
        console.out()
                .println("  " + pad(each.toString())
                        + (why.isEmpty()
                                ? "usable: loaded, and a product and a convolution are correct"
                                : "not usable: " + why));
    }

    /** Returns why a backend does not work on a device. It is tried in a separate process, which may crash. */
    private String attempt(String backend, Device each) {
        List<String> words = new ArrayList<>(List.of(Pushforward.class.getName(), "doctor", "--try", backend));
        words.addAll(List.of("--device", each.toString()));
        words.addAll(program.pluginArguments());
        return TrialProcess.of(words);
    }

    private static String pad(String word) {
        return word + " ".repeat(Math.max(1, 8 - word.length()));
    }
}
