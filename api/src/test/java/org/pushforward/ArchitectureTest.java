package org.pushforward;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What a model's author depends on names no engine, and its packages lie in layers. */
class ArchitectureTest {
    private final JavaClasses api = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.pushforward");

    @Test
    void dependsOnTheJdkAndNumbersOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.pushforward..",
                        "org.apache.commons.rng..",
                        "org.apache.commons.numbers..",
                        "org.ejml..")
                .check(api);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.pushforward.(*)..").should().beFreeOfCycles().check(api);
    }

    @Test
    void layersPointDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("tensor")
                .definedBy("..tensor..")
                .layer("graph")
                .definedBy("..graph..")
                .layer("random")
                .definedBy("..random..")
                .layer("autodiff")
                .definedBy("..autodiff..")
                .layer("backend")
                .definedBy("..backend..")
                .layer("nn")
                .definedBy("..nn..")
                .layer("linalg")
                .definedBy("..linalg..")
                .layer("optim")
                .definedBy("..optim..")
                .layer("train")
                .definedBy("..train..")
                .whereLayer("tensor")
                .mayNotAccessAnyLayer()
                .whereLayer("graph")
                .mayOnlyAccessLayers("tensor")
                .whereLayer("random")
                .mayOnlyAccessLayers("graph", "tensor")
                .whereLayer("autodiff")
                .mayOnlyAccessLayers("graph", "tensor")
                .whereLayer("backend")
                .mayOnlyAccessLayers("graph", "tensor")
                .whereLayer("linalg")
                .mayOnlyAccessLayers("autodiff", "graph", "tensor")
                .whereLayer("nn")
                .mayOnlyAccessLayers("graph", "tensor", "random")
                .whereLayer("optim")
                .mayOnlyAccessLayers("graph", "tensor")
                .check(api);
    }

    @Test
    void randomNumbersComeFromKeysOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..random..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .check(api);
    }
}
