package org.pushforward.benchmark.run;

import java.util.Collection;
import java.util.function.Consumer;

/** Closes things that do not depend on each other: all of them, even if some cannot be closed. */
public final class Closer {
    private Closer() {}

    /**
     * Closes things in order.
     *
     * @param close closes one of them
     * @throws RuntimeException if one cannot be closed; what the others threw is suppressed in it
     */
    public static <T> void closeAll(Collection<T> things, Consumer<? super T> close) {
        RuntimeException first = null;
        for (T each : things) {
            try {
                close.accept(each);
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
