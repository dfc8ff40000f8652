package org.pushforward.checkpoint;

/**
 * A part of a JSON document that is read later, when it is needed: a checkpoint of a family that is not on the class path can
 * still be looked at.
 *
 * @param tree the part, see {@link Json}
 * @param at where it stands
 */
record Subtree(Object tree, Place at) {

    /** The form that keeps a part as it is. */
    record Kept() implements Form<Subtree> {
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
