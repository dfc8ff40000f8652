package org.pushforward.benchmark.cli;

import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.pushforward.model.Family;
import org.pushforward.settings.KeyName;
import picocli.CommandLine.Command;

/** Lists the families of models. */
@Command(
        name = "families",
        description = "Lists the families of models: the values that 'family' can have in an experiment.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Example:",
            "  pushforward families --plugins own-family.jar",
            "",
            "Add your own families as jars: use --plugins, or a folder plugins/. See examples/own-family."
        })
final class FamiliesCommand implements Callable<Integer> {
    private final Console console;

    @Inject
    FamiliesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        TextTable table = new TextTable(7, "family", "title", "gives", "data", "year", "paper", "class");
        Family.all().forEach((name, family) -> {
            Family.Description description = family.description();
            table.row(
                    name,
                    description.title(),
                    description.gives().stream()
                            .map(gives -> KeyName.of(gives.name()))
                            .collect(Collectors.joining(", ")),
                    description.shapes(),
                    String.valueOf(description.year()),
                    description.paper(),
                    family.getClass().getName());
        });
        console.out().print(table);
        console.out().flush();
        return ExitCode.SUCCESS;
    }
}
