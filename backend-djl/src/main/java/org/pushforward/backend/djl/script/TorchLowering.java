package org.pushforward.backend.djl.script;

import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;

/**
 * The lowering of a primitive to TorchScript.
 *
 * @param <P> the primitive
 */
@FunctionalInterface
interface TorchLowering<P extends Primitive> {

    /** Returns the expression of a node. The script gives the names of operands and takes auxiliary statements. */
    String lower(P primitive, Tensor node, ScriptWriter script);
}
