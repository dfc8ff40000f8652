package org.pushforward.backend.djl;

import java.util.List;
import org.pushforward.tensor.HostArray;

/**
 * A graph as a TorchScript method.
 *
 * <p>Its parameters are the inputs, the states, the constants, and lists of parts of a state; it returns the outputs, on the
 * CPU, and the successors of the states that change, but not of those in place, which it overwrites through the lists.
 *
 * @param method the text of the method
 * @param constants the values of the constants
 * @param inPlace the positions of the states that are overwritten
 * @param lists the lists
 * @param lanes the number of threads among which the statements are divided
 */
record Script(String method, List<HostArray> constants, List<Integer> inPlace, List<Views> lists, int lanes) {

    /**
     * Parts of a state, which is a vector.
     *
     * @param state its position
     * @param starts where each part begins
     * @param lengths how long it is
     */
    record Views(int state, List<Integer> starts, List<Integer> lengths) {}
}
