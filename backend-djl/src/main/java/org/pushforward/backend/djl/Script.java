package org.pushforward.backend.djl;

import java.util.List;
import org.pushforward.tensor.HostArray;

/**
 * A graph as a TorchScript method.
 *
 * <p>Its parameters are the inputs, the states and the constants; it returns the outputs, on the CPU, and the successors
 * of the states that change.
 *
 * @param method the text of the method
 * @param constants the values of the last parameters
 */
record Script(String method, List<HostArray> constants) {}
