package org.pushforward.backend.djl.script;

import java.util.List;
import java.util.Optional;
import org.pushforward.tensor.HostArray;

/**
 * A graph as a TorchScript method.
 *
 * <p>Its parameters are the inputs, the states, the constants, and the results of the method {@code views}. It returns
 * the outputs, on the CPU, and the next values of the states that change, except of those that it overwrites.
 *
 * @param method the text of the method
 * @param views the text of the method {@code views}, which returns views of the states, some in lists; empty if none is
 * needed
 * @param constants the values of the constants
 * @param inPlace the positions of the states that are overwritten
 * @param lanes the number of threads that share the statements
 */
public record Script(
        String method, Optional<String> views, List<HostArray> constants, List<Integer> inPlace, int lanes) {}
