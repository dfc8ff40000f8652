package org.pushforward.zoo.flow;

import org.pushforward.nn.Activation;
import org.pushforward.nn.ContextColumns;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Network;
import org.pushforward.nn.Scope;

/** Networks that compute the parameters of couplings. */
public final class Conditioners {
    private Conditioners() {}

    /**
     * Returns a multilayer perceptron with ReLU that takes coordinates and context. Its output is initially zero, so a map that is the
     * identity at zero starts as the identity.
     *
     * @param inputs the number of input coordinates
     * @param context the columns that it takes in addition
     * @param outputs the number of parameters
     * @param hidden the width of each hidden layer
     */
    public static Network mlp(Scope scope, int inputs, ContextColumns context, int outputs, int... hidden) {
        int[] widths = new int[hidden.length + 2];
        widths[0] = inputs + context.width();
        System.arraycopy(hidden, 0, widths, 1, hidden.length);
        widths[widths.length - 1] = outputs;
        Mlp mlp = Mlp.startingAtZero(scope, Activation.RELU, widths);
        return (x, given) -> mlp.apply(context.behind(x, given));
    }
}
