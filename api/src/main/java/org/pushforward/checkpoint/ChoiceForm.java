package org.pushforward.checkpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.KeyName;
import org.pushforward.settings.Kind;

/**
 * One of the records that implement an interface: an object in which one key names which, and the others are that record's.
 *
 * <p>The records are those that a sealed interface permits, and for any other interface those that {@link ServiceLoader} finds.
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
        members.put(key, nameOf(value.getClass()));
        members.putAll(record(value.getClass()).write(value));
        return members;
    }

    @SuppressWarnings("unchecked") // kinds() holds records that implement the interface.
    private RecordForm<T> record(Class<?> kind) {
        return new RecordForm<>((Class<T>) kind, Optional.of(key), forms);
    }

    private Map<String, Class<?>> kinds() {
        Map<String, Class<?>> kinds = new TreeMap<>();
        Stream<Class<?>> found = type.isSealed()
                ? permitted(type)
                : ServiceLoader.load(type, Thread.currentThread().getContextClassLoader()).stream()
                        .map(ServiceLoader.Provider::type);
        found.forEach(kind -> {
            Class<?> other = kinds.put(nameOf(kind), kind);
            if (other != null && other != kind) {
                throw new CheckpointException("two classes are the " + key + " '" + nameOf(kind) + "': "
                        + other.getName() + " and " + kind.getName() + "; remove one from the class path");
            }
        });
        return kinds;
    }

    private static Stream<Class<?>> permitted(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .flatMap(each -> each.isSealed() ? permitted(each) : Stream.of(each));
    }

    private String nameOf(Class<?> kind) {
        if (!kind.isRecord() || !kind.isAnnotationPresent(Kind.class)) {
            throw new IllegalArgumentException(
                    kind.getName() + " has no form in JSON: expected a record marked @Kind, by" + " which the key '"
                            + key + "' of " + type.getSimpleName() + " names it");
        }
        return kind.getAnnotation(Kind.class).value();
    }
}
