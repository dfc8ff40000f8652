package org.pushforward.benchmark.docs;

import java.util.stream.Collectors;
import org.pushforward.model.Family;
import org.pushforward.settings.KeyName;

/** The page docs/models.md: what each family that is found says of itself. */
final class ModelsPage {
    private ModelsPage() {}

    /** Returns the text of the page. */
    static String text() {
        StringBuilder page = new StringBuilder("""
                # Models

                This page is written by the code: `./mvnw -pl benchmark test -Dtest=ModelsPageTest -Dregenerate=true`. A test fails
                when it is stale.

                A family is chosen in an experiment by its name, such as `model: {family: real-nvp, couplings: 6}`; the class is a
                record whose components are the other keys. `./pushforward families` prints this table, with the families of your
                own jars. A density is exact and a bound is below it; an encoding is a latent representation of data; a conditional
                family gives all of that given columns of the data.

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
