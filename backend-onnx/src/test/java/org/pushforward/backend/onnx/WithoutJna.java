package org.pushforward.backend.onnx;

import java.util.List;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.backend.onnx.device.Traffic;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** A process that runs a program with a state on an engine for devices, and prints the state. */
public final class WithoutJna {
    private WithoutJna() {}

    public static void main(String[] arguments) {
        Tensor x = Tensor.input("x", TensorType.f32(1));
        Graph graph = Graph.builder().state(x, x.add(1)).build();
        Traffic traffic = new Traffic();
        try (Engine engine = DeviceStandInProvider.engine(BackendOptions.defaults(), traffic);
                Program program = engine.compile(graph)) {
            program.write(0, HostArray.of(Shape.of(1), 3f));
            program.run(List.of(), List.of());
            System.out.println("state " + program.read(0).get(0) + ", traffic " + traffic.fed());
        }
    }
}
