package org.pushforward.backend.djl.script;

import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;

/**
 * How one primitive is spelled in TorchScript.
 *
 * @param <P> the primitive
 */
@FunctionalInterface
interface TorchLowering<P extends Primitive> {

    /** Returns the expression of a node's value; operands are named, and helping statements added, through the script. */
    String lower(P primitive, Tensor node, ScriptWriter script);
}
