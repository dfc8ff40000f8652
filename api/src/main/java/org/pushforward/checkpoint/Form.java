package org.pushforward.checkpoint;

/** The two directions between the values of a type and JSON trees, see {@link Json}. */
interface Form<T> {

    /**
     * Returns the value that a tree says.
     *
     * @throws CheckpointException if it says none, with the place, what is there and what was expected
     */
    T read(Object tree, Place at);

    /** Returns the tree of a value. */
    Object write(T value);
}
