package org.pushforward.checkpoint;

/**
 * A part of a JSON document that is converted only when needed, so that checkpoints of families that are not on the class path can still
 * be inspected.
 *
 * @param tree the part, see {@link Json}
 * @param at its position
 */
record Subtree(Object tree, Place at) {

    /** The form that keeps a part unconverted. */
    record Unconverted() implements Form<Subtree> {
        @Override
        public Subtree read(Object tree, Place at) {
            return new Subtree(tree, at);
        }

        @Override
        public Object write(Subtree value) {
            return value.tree();
        }
    }
}
