package org.pushforward.benchmark.cli;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.report.Machine;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.run.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the backends, the devices that each can use, and what is missing. */
@Command(
        name = "doctor",
        description = "Lists the backends with their versions and devices, and what is missing.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true)
final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "First download and build tensorflow, djl or all backends of this project, if they are missing"
                            + " (the script ./pushforward does).")
    private String backend;

    private final Console console;
    private final BackendSource backends;

    @Inject
    DoctorCommand(Console console, BackendSource backends) {
        this.console = console;
        this.backends = backends;
    }

    @Override
    public Integer call() {
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
        backends.descriptions().values().forEach(this::print);
        backends.missing().forEach((name, coordinates) -> {
            out.println();
            out.println(name + ": not on the class path");
            out.println("  coordinates  " + coordinates + ":" + Version.current());
            out.println("  to get it    ./pushforward doctor --backend " + name);
        });
        return ExitCode.SUCCESS;
    }

    private void print(BackendDescription backend) {
        PrintWriter out = console.out();
        out.println();
        out.println(backend.name() + ": " + backend.engine());
        backend.devices()
                .forEach(report -> out.println("  " + pad(report.device().toString())
                        + (report.usable() ? "usable" : "not usable: " + report.missing())));
        backend.notes().forEach(note -> out.println("  " + pad("note") + note));
    }

    private static String pad(String word) {
        return word + " ".repeat(Math.max(1, 8 - word.length()));
    }
}
