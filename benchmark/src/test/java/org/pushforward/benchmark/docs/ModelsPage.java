package org.pushforward.benchmark.docs;

import java.util.stream.Collectors;
import org.pushforward.model.Family;
import org.pushforward.settings.KeyName;

/** The page docs/models.md, made of the descriptions of all families. */
final class ModelsPage {
    private ModelsPage() {}

    /** Returns the text of the page. */
    static String text() {
        StringBuilder page = new StringBuilder("""
                # Models

                This page is generated from the code: `./mvnw -pl benchmark test -Dtest=ModelsPageTest -Dregenerate=true`. A test
                fails if it is out of date.

                To choose a family in an experiment, write its name, such as `model: {family: real-nvp, couplings: 6}`. The class is a
                record; its components are the other keys. `./pushforward families` prints this table, including the families of your
                own jars. A *density* is exact, and a *bound* is a lower bound of it. An *encoding* is a latent representation of data.
                A *conditional* family gives all of this for given context columns.

                | family | model | gives | data that it takes | class | paper |
                | --- | --- | --- | --- | --- | --- |
                """);
        Family.all().forEach((name, family) -> page.append(row(name, family)));
        return page.toString();
    }

    private static String row(String name, Family family) {
        Family.Description description = family.description();
        String gives = description.gives().stream()
                .map(each -> KeyName.of(each.name()))
                .collect(Collectors.joining(", "));
        return "| `" + name + "` | " + description.title() + " | " + gives + " | " + description.shapes() + " | `"
                + family.getClass().getName() + "` | " + description.paper() + ", " + description.year() + " |\n";
    }
}
