package example.serve;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.model.Model;
import org.pushforward.train.Trained;

/** Serves the model of a run until it receives SIGTERM or SIGINT: {@code Serve RUN [PORT]}. */
public final class Serve {
    private Serve() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("expected: RUN [PORT], for example runs/points-real-nvp 8080");
            System.exit(2);
        }
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8080;
        CountDownLatch stop = new CountDownLatch(1);
        onSignal("TERM", stop::countDown);
        onSignal("INT", stop::countDown);
        try (Backend backend = Backends.open("onnx");
                Trained<Model> model = Trained.load(latest(Path.of(arguments[0])), backend);
                ModelServer server = ModelServer.start(model, new InetSocketAddress(port), Limits.usual())) {
            System.out.println("serving " + arguments[0] + " on port " + server.port());
            stop.await();
            System.out.println("stopping");
        }
    }

    /** Returns the folder itself if it is a checkpoint; otherwise, the last checkpoint of the run. */
    static Path latest(Path run) throws Exception {
        if (Files.exists(run.resolve("model.json"))) {
            return run;
        }
        try (Stream<Path> steps = Files.list(run.resolve("checkpoints"))) {
            return steps.filter(step -> step.getFileName().toString().matches("step-\\d+"))
                    .max(Comparator.comparing(step -> step.getFileName().toString()))
                    .orElseThrow(() -> new IllegalArgumentException(run + " has no checkpoint yet"));
        }
    }

    // A shutdown hook would run at the same time as the hook in which the engine closes its native library. Signal is looked up by
    // name, because the compiler warns about direct uses of this JDK class.
    private static void onSignal(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object listener = Proxy.newProxyInstance(
                Serve.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, values) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                    }
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
    }
}
