package org.pushforward.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.KeyName;
import org.pushforward.settings.Kinds;

/**
 * The form of a choice among the records that implement an interface: an object in which one key names the record, and the other keys are
 * its components.
 *
 * <p>{@link Kinds} finds the records. For an interface that is not sealed it searches the context class loader.
 */
final class ChoiceForm<T> implements Form<T> {
    private final Class<T> type;
    private final String key;
    private final Forms forms;

    ChoiceForm(Class<T> type, Forms forms) {
        this.type = type;
        this.key = type.getAnnotation(ChosenBy.class).value();
        this.forms = forms;
    }

    @Override
    public T read(Object tree, Place at) {
        Map<String, Object> members = RecordForm.members(tree, at, "with a key '" + key + "'");
        Map<String, Class<?>> kinds = kinds();
        if (!members.containsKey(key)) {
            throw at.wrong("missing key '" + key + "': expected one of " + String.join(", ", kinds.keySet()));
        }
        String name = ScalarForm.TEXT.read(members.remove(key), at.child(key));
        if (!kinds.containsKey(name)) {
            String hint = type.isSealed() ? "" : "; the jar that has another " + key + " must be on the class path";
            throw at.child(key).wrong("no " + key + " '" + name + "': " + KeyName.advice(name, kinds.keySet()) + hint);
        }
        return record(kinds.get(name)).read(members, at);
    }

    @Override
    public Object write(T value) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(key, Kinds.nameOf(value.getClass()));
        members.putAll(record(value.getClass()).write(value));
        return members;
    }

    @SuppressWarnings("unchecked") // This cast is safe, because Kinds finds records that implement the interface.
    private RecordForm<T> record(Class<?> kind) {
        return new RecordForm<>((Class<T>) kind, Optional.of(key), forms);
    }

    private Map<String, Class<?>> kinds() {
        try {
            return Kinds.of(type, Thread.currentThread().getContextClassLoader());
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(e.getMessage(), e);
        }
    }
}
