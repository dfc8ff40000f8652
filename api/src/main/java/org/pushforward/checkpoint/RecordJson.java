package org.pushforward.checkpoint;

import org.pushforward.Stability;

/**
 * Records of one type as JSON (RFC 8259): what is printed reads as an equal record. Immutable and safe for use by several threads.
 *
 * <p>A component is a key, in lower case with hyphens. It may be a number, text, a truth value, an enum, a duration, a time, a
 * tensor's type, another record, an interface marked {@link org.pushforward.settings.ChosenBy} whose record a key names, or an
 * {@code Optional}, a {@code List} or a {@code Map} with text as keys of one of these. Where a record has a constructor without
 * arguments, absent keys take its values.
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
     * @throws IllegalArgumentException if a component has no form in JSON, naming it
     */
    public static <T> RecordJson<T> of(Class<T> type) {
        return new RecordJson<>(type);
    }

    /**
     * Returns the record that a text says.
     *
     * @param document what to call the text in messages
     * @throws CheckpointException if it is not JSON or does not say such a record, with the place, what stands there, what was
     *     expected, and the nearest name where one is unknown
     */
    public T read(String document, String text) {
        return read(Json.parse(document, text), Place.of(document));
    }

    T read(Object tree, Place at) {
        return type.cast(form.read(tree, at));
    }

    /**
     * Returns a record as text, with every component written out.
     *
     * @throws IllegalArgumentException if a number is not finite, naming the component
     */
    public String print(T value) {
        return Json.print(write(value));
    }

    Object write(T value) {
        return form.write(value);
    }
}
