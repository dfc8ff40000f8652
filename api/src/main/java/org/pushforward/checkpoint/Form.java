package org.pushforward.checkpoint;

/** Converts between the values of a type and JSON trees; see {@link Json}. */
interface Form<T> {

    /**
     * Converts a tree to a value.
     *
     * @throws CheckpointException if the tree is not of this form; the message contains the place, the actual and the expected content
     */
    T read(Object tree, Place at);

    /** Converts a value to a tree. */
    Object write(T value);
}
