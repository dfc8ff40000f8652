package org.pushforward.backend.djl;

import java.util.List;
import org.pushforward.tensor.HostArray;

/**
 * A graph as a TorchScript method.
 *
 * <p>Its parameters are the inputs, the states, the constants, and lists of one state each; it returns the outputs, on the
 * CPU, and the successors of the states that change, but not of those in lists, which it overwrites.
 *
 * @param method the text of the method
 * @param constants the values of the constants
 * @param inPlace the positions of the states in lists
 */
record Script(String method, List<HostArray> constants, List<Integer> inPlace) {}
