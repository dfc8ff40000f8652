package org.pushforward.checkpoint;

import org.pushforward.Stability;

/**
 * Converts records of one type to JSON (RFC 8259) and back. Reading a printed record returns an equal one. Immutable and thread-safe.
 *
 * <p>Each component becomes a key in lower case with hyphens. A component may be a number, text, a Boolean, an enum, a duration, a time, a
 * tensor type, another record, or an interface marked {@link org.pushforward.settings.ChosenBy} whose record is named by a key. It may
 * also be an {@code Optional}, a {@code List}, or a {@code Map} with text keys of one of these. If a record has a no-argument constructor,
 * absent keys take its values.
 *
 * <pre>{@code
 * RecordJson<Adam> json = RecordJson.of(Adam.class);
 * Adam again = json.read("adam.json", json.print(adam));
 * }</pre>
 *
 * @param <T> the type of the record, or an interface marked {@code ChosenBy}
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class RecordJson<T> {
    private final Class<T> type;
    private final Form<Object> form;

    private RecordJson(Class<T> type) {
        this.type = type;
        this.form = new Forms().of(type, type.getSimpleName());
    }

    /**
     * Returns the reader and printer of a type.
     *
     * @throws IllegalArgumentException if a component cannot be represented in JSON; the message names it
     */
    public static <T> RecordJson<T> of(Class<T> type) {
        return new RecordJson<>(type);
    }

    /**
     * Reads a record from a text.
     *
     * @param document the name of the text in messages
     * @throws CheckpointException if the text is not JSON or not such a record; the message contains the position, the actual and expected
     *     content, and the nearest name to an unknown one
     */
    public T read(String document, String text) {
        return read(Json.parse(document, text), Place.of(document));
    }

    T read(Object tree, Place at) {
        return type.cast(form.read(tree, at));
    }

    /**
     * Prints a record with all of its components.
     *
     * @throws IllegalArgumentException if a number is not finite; the message names the component
     */
    public String print(T value) {
        return Json.print(write(value));
    }

    Object write(T value) {
        return form.write(value);
    }
}
