package org.pushforward.benchmark.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.data.Dataset;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.train.Trainer;
import org.pushforward.zoo.family.RealNvp;

/** Compiles the server of examples/serve as users do, and tests it under load. */
class ServeExampleTest {
    private static final Path SOURCES = Path.of("..", "examples", "serve", "src", "main", "java");
    private static final int CLIENTS = 64;
    private static final int PLACES = 8;

    @TempDir
    private static Path folder;

    private static Backend backend;
    private static Trained<Model> model;
    private static URLClassLoader loader;
    private static AutoCloseable server;
    private static String address;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        compile();
        backend = Backends.open("onnx");
        HostArray points = RandomKey.of(3).normal(Shape.of(200, 2));
        model = Trainer.on(backend).iterations(5).batch(32).fit(new RealNvp(2, 8), Dataset.of(points), RandomKey.of(1));
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, ServeExampleTest.class.getClassLoader());
        Class<?> limits = loader.loadClass("example.serve.Limits");
        Object few = limits.getConstructor(int.class, int.class, int.class).newInstance(PLACES, 1000, 1 << 16);
        Class<?> type = loader.loadClass("example.serve.ModelServer");
        Method start = type.getMethod("start", Trained.class, InetSocketAddress.class, limits);
        server = (AutoCloseable) start.invoke(null, model, new InetSocketAddress("localhost", 0), few);
        address = "http://localhost:" + type.getMethod("port").invoke(server);
    }

    private static void compile() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                "17",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString()));
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> arguments.add(file.toString()));
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        loader.close();
        model.close();
        backend.close();
    }

    private HttpResponse<String> post(String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + path, e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(address + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    @Test
    void givesTheResultsOfTheModel() {
        HostArray expected = model.sample(RandomKey.of(7), 3);
        JsonNode samples = json(post("/sample", "{\"count\": 3, \"seed\": 7}")).get("samples");
        assertThat(samples).hasSize(3);
        assertThat((float) samples.get(2).get(1).asDouble()).isEqualTo((float) expected.get(2, 1));
        HostArray rows = HostArray.of(Shape.of(1, 2), 0.25f, -1);
        double density = json(post("/logprob", "{\"rows\": [[0.25, -1]]}"))
                .get("log-prob")
                .get(0)
                .asDouble();
        assertThat((float) density).isEqualTo((float) model.logProb(rows).get(0));
    }

    @Test
    void explainsInvalidRequests() throws Exception {
        assertThat(post("/sample", "{\"count\": 0}").statusCode()).isEqualTo(400);
        assertThat(post("/sample", "{\"count\": 2000}").body()).contains("count = 2000: expected 1 to 1000");
        assertThat(post("/sample", "{\"cuont\": 2}").body()).contains("cuont").contains("count");
        assertThat(post("/sample", "not json").statusCode()).isEqualTo(400);
        assertThat(post("/logprob", "{\"rows\": [[1, 2, 3]]}").body()).contains("row 0 has 3 numbers: expected 2");
        assertThat(post("/sample", " ".repeat(70_000)).statusCode()).isEqualTo(413);
        assertThat(post("/nothing", "").statusCode()).isEqualTo(404);
        assertThat(get("/sample").statusCode()).isEqualTo(405);
        assertThat(get("/health").body()).contains("\"status\": \"ok\"");
        assertThat(get("/metrics").body())
                .contains("pushforward_requests_total{path=\"/sample\",code=\"400\"}")
                .contains("pushforward_waiting 0");
    }

    /** The model draws samples for somebody else first, so that requests have to wait on a fast machine, too. */
    @Test
    void losesNoRequestUnderLoadAndRefusesExcessOnes() throws Exception {
        String expected = answer();
        Thread other = new Thread(() -> model.sample(RandomKey.of(1), 2_000_000));
        other.start();
        try {
            assertThat(load(640, expected)).isPositive();
        } finally {
            other.join();
        }
    }

    @Test
    @Tag("acceptance")
    void doesNotLeakMemoryInTenThousandRequests() throws Exception {
        String expected = answer();
        load(1000, expected);
        long before = used();
        long end = System.nanoTime() + 600_000_000_000L;
        int sent = 0;
        while (sent < 10_000 || System.nanoTime() < end) {
            load(1000, expected);
            sent += 1000;
        }
        // A leak of one kilobyte per request would be detected.
        assertThat(used() - before).isLessThan(8L << 20);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private String answer() {
        return post("/sample", "{\"count\": 50, \"seed\": 1}").body();
    }

    /** Sends requests from many clients, repeats refused ones, and returns the number of refusals. */
    private int load(int requests, String expected) throws Exception {
        AtomicInteger busy = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                calls.add(() -> {
                    HttpResponse<String> response = post("/sample", "{\"count\": 50, \"seed\": 1}");
                    while (response.statusCode() == 429) {
                        assertThat(response.headers().firstValue("Retry-After")).isPresent();
                        busy.incrementAndGet();
                        response = post("/sample", "{\"count\": 50, \"seed\": 1}");
                    }
                    assertThat(response.statusCode()).isEqualTo(200);
                    return response.body();
                });
            }
            for (Future<String> answer : clients.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        } finally {
            clients.shutdown();
        }
        return busy.get();
    }
}
