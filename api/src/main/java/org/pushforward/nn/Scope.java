package org.pushforward.nn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * A node in a tree of names, where a model declares its parameters and buffers.
 *
 * <p>An optimizer changes a parameter by its gradient. A buffer has no gradient; a training step replaces it, for
 * example the codebook of a VQ-VAE or the vectors of a spectral norm. Not safe for use by several threads.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Scope {
    private final String prefix;
    private final List<Parameter> declared;
    private final List<Parameter> buffers;
    private final Set<String> paths;

    private Scope(String prefix, List<Parameter> declared, List<Parameter> buffers, Set<String> paths) {
        this.prefix = prefix;
        this.declared = declared;
        this.buffers = buffers;
        this.paths = paths;
    }

    /** Returns the root of a new tree. */
    public static Scope root() {
        return new Scope("", new ArrayList<>(), new ArrayList<>(), new HashSet<>());
    }

    /** Returns the child scope with the given name. */
    public Scope child(String name) {
        return new Scope(prefix + name + ".", declared, buffers, paths);
    }

    /** Returns the child scope with the given number as its name. */
    public Scope child(int number) {
        return child(Integer.toString(number));
    }

    /**
     * Declares a float32 parameter and returns the leaf that stands for it.
     *
     * @throws IllegalArgumentException if the name is already used in this scope
     */
    public Tensor parameter(String name, Shape shape, Initializer initializer) {
        return declare(name, shape, initializer, declared);
    }

    /**
     * Declares a float32 buffer and returns the leaf that stands for it.
     *
     * @throws IllegalArgumentException if the name is already used in this scope
     */
    public Tensor buffer(String name, Shape shape, Initializer initializer) {
        return declare(name, shape, initializer, buffers);
    }

    private Tensor declare(String name, Shape shape, Initializer initializer, List<Parameter> among) {
        String path = prefix + name;
        if (!paths.add(path)) {
            throw new IllegalArgumentException("two parameters at " + path + ": give each layer a child() of its own");
        }
        Tensor leaf = Tensor.input(path, new TensorType(DType.F32, shape));
        among.add(new Parameter(path, leaf, initializer));
        return leaf;
    }

    /** Returns the parameters declared here and below, in the order of declaration. */
    public List<Parameter> parameters() {
        return below(declared);
    }

    /** Returns the buffers declared here and below, in the order of declaration. */
    public List<Parameter> buffers() {
        return below(buffers);
    }

    private List<Parameter> below(List<Parameter> all) {
        return all.stream()
                .filter(parameter -> parameter.path().startsWith(prefix))
                .toList();
    }
}
