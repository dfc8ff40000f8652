package org.pushforward.benchmark.config;

import java.util.Optional;
import org.pushforward.model.Family;

/**
 * A model in a comparison, and how it is trained.
 *
 * @param name its name in the comparison, from which its random numbers are derived; by default the name of its family
 * @param model the family of the model with its settings
 * @param training how it is trained
 */
public record Candidate(Optional<String> name, Family model, TrainingSettings training) {
    /** Refuses a name that cannot be shown. */
    public Candidate {
        name.ifPresent(own -> DisplayName.check("name", own));
    }

    /** Returns a candidate with the name of its family. */
    public static Candidate of(Family model, TrainingSettings training) {
        return new Candidate(Optional.empty(), model, training);
    }

    /** Returns this candidate with its own name. */
    public Candidate named(String other) {
        return new Candidate(Optional.of(other), model, training);
    }

    /** Returns the name of the model's family, such as {@code real-nvp}. */
    public String family() {
        return model.name();
    }

    /** Returns the name that identifies it in its comparison. */
    public String label() {
        return name.orElseGet(this::family);
    }

    /** Returns the name for readers: its own, or its family's title. */
    public String title() {
        return name.orElseGet(() -> model.description().title());
    }
}
