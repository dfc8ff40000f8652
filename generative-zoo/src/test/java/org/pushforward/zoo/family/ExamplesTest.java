package org.pushforward.zoo.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pushforward.model.DensityModel;
import org.pushforward.model.EncodingModel;
import org.pushforward.model.Family;
import org.pushforward.model.Family.Example;
import org.pushforward.model.Family.Gives;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.SampledModel;
import org.pushforward.nn.FlatParameters;
import org.pushforward.sample.Sampler;
import org.pushforward.zoo.score.DiffusionModel;

/** What each family says about itself is true of its examples, which are small enough for the interpreter. */
class ExamplesTest {
    private final Map<String, Family> families = Family.all();

    @Test
    void allFamiliesAreFound() {
        assertThat(families.keySet()).contains("diffusion", "maf", "real-nvp", "vae", "wgan-gp");
    }

    @Test
    void modelsAreWhatTheirFamilyGives() {
        families.forEach((name, family) -> {
            Family.Description description = family.description();
            List<Example> examples = family.examples();
            assertThat(description.title()).as(name).isNotBlank();
            assertThat(examples).as(name).isNotEmpty();
            for (Example example : examples) {
                Model model = example.family().build(example.data());
                assertThat(model instanceof SampledModel)
                        .as(example.name())
                        .isEqualTo(description.gives().contains(Gives.SAMPLES));
                assertThat(model instanceof DensityModel)
                        .as(example.name())
                        .isEqualTo(description.gives().contains(Gives.DENSITY));
                assertThat(model instanceof EncodingModel)
                        .as(example.name())
                        .isEqualTo(description.gives().contains(Gives.ENCODING));
            }
            assertThat(examples.stream().anyMatch(each -> !each.data().context().isEmpty()))
                    .as(name + " has a conditional example")
                    .isEqualTo(description.gives().contains(Gives.CONDITIONAL));
        });
    }

    @Test
    void namesOfExamplesDiffer() {
        List<String> names = families.values().stream()
                .flatMap(family -> family.examples().stream())
                .map(Example::name)
                .toList();
        assertThat(names).doesNotHaveDuplicates().isNotEmpty();
    }

    @Test
    void examplesAreSmall() {
        for (Family family : families.values()) {
            for (Example example : family.examples()) {
                SampledModel model = (SampledModel) example.family().build(example.data());
                int parameters =
                        new FlatParameters(model.parameters()).type().shape().size();
                assertThat(parameters).as(example.name()).isLessThan(20_000);
                for (Sampler<?> sampler : model.samplers().values()) {
                    assertThat(sampler.steps()).as(example.name()).isLessThanOrEqualTo(10);
                }
            }
        }
    }

    /** Each way to condition a diffusion model has an example. */
    @Test
    void examplesOfDiffusionHaveEveryContext() {
        Map<String, List<String>> contexts = new Diffusion()
                .examples().stream()
                        .collect(Collectors.toMap(
                                Example::name,
                                example -> List.copyOf(
                                        ((DiffusionModel) example.family().build(example.data()))
                                                .denoiser()
                                                .context()
                                                .names())));
        assertThat(contexts)
                .isEqualTo(Map.of(
                        "diffusion", List.of(),
                        "diffusion-conditional", List.of("y"),
                        "diffusion-of-classes", List.of("label"),
                        "diffusion-unet", List.of(),
                        "diffusion-gauges", List.of("observed", "mask", "noise")));
    }

    /** Every parameter of a model belongs to one group, so each is trained. */
    @Test
    void everyParameterIsInOneGroup() {
        for (Family family : families.values()) {
            for (Example example : family.examples()) {
                Model model = example.family().build(example.data());
                assertThat(model.groups()).as(example.name()).isNotEmpty().allSatisfy(group -> assertThat(
                                group.parameters())
                        .as(group.name())
                        .isNotEmpty());
                assertThat(model.groups().stream().map(ParameterGroup::name))
                        .as(example.name())
                        .doesNotHaveDuplicates();
            }
        }
    }
}
