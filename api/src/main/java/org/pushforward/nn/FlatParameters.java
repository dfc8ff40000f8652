package org.pushforward.nn;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The layout of the parameters of a model in one flat vector, in the order of declaration.
 *
 * <p>With one vector, an optimizer's update is a handful of large operations instead of many small ones.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class FlatParameters {
    private final List<Parameter> parameters;
    private final int size;

    /** Lays out the parameters one after another. */
    public FlatParameters(List<Parameter> parameters) {
        this.parameters = List.copyOf(parameters);
        this.size = parameters.stream().mapToInt(p -> p.tensor().shape().size()).sum();
    }

    /** Returns the type of the vector. */
    public TensorType type() {
        return new TensorType(DType.F32, Shape.of(size));
    }

    /** Returns the leaf of each parameter, in order. */
    public List<Tensor> leaves() {
        return parameters.stream().map(Parameter::tensor).toList();
    }

    /** Returns, for each leaf, the slice of the vector that holds its value. */
    public Map<Tensor, Tensor> views(Tensor vector) {
        Map<Tensor, Tensor> views = new IdentityHashMap<>();
        int from = 0;
        for (Tensor leaf : leaves()) {
            int to = from + leaf.shape().size();
            views.put(leaf, vector.slice(0, from, to).reshape(leaf.shape()));
            from = to;
        }
        return views;
    }

    /** Returns the vector made of one tensor for each parameter, such as its gradient. */
    public Tensor flatten(List<Tensor> parts) {
        return Tensor.concat(0, parts.stream().map(part -> part.reshape(-1)).toList());
    }

    /** Returns the vector of values. */
    public HostArray pack(ParameterValues values) {
        float[] vector = new float[size];
        int from = 0;
        for (Parameter parameter : parameters) {
            HostArray value = values.get(parameter.path());
            if (!value.type().equals(parameter.tensor().type())) {
                throw new IllegalArgumentException("parameter " + parameter.path() + ": expected "
                        + parameter.tensor().type() + ", not " + value.type());
            }
            value.floats().get(vector, from, value.size());
            from += value.size();
        }
        return HostArray.wrap(type().shape(), vector);
    }

    /** Returns the values in a vector. */
    public ParameterValues unpack(HostArray vector) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        int from = 0;
        for (Parameter parameter : parameters) {
            Shape shape = parameter.tensor().shape();
            values.put(parameter.path(), vector.rows(from, from + shape.size()).reshape(shape));
            from += shape.size();
        }
        return new ParameterValues(values);
    }
}
