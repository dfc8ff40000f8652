package example.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.pushforward.checkpoint.CheckpointException;
import org.pushforward.data.Schema;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;

/**
 * Serves {@code POST /sample}, {@code POST /logprob}, {@code GET /health} and {@code GET /metrics}.
 *
 * <p>The model computes one request at a time. If too many requests are waiting, a further one gets status 429 immediately. Closing the
 * server finishes the accepted requests.
 */
public final class ModelServer implements AutoCloseable {
    private static final int SECONDS_TO_FINISH = 30;

    private final Trained<Model> model;
    private final Shape event;
    private final Limits limits;
    private final Semaphore places;
    private final Metrics metrics = new Metrics();
    private final HttpServer server;
    private final ExecutorService threads;
    private volatile boolean stopping;

    /** A response. */
    private record Answer(int code, String type, String body) {
        static Answer json(int code, String body) {
            return new Answer(code, "application/json", body);
        }

        static Answer refusal(int code, String why) {
            return json(code, "{\"error\": " + Requests.quoted(why) + "}");
        }
    }

    @FunctionalInterface
    private interface Question {
        String answer(String body);
    }

    private ModelServer(Trained<Model> model, HttpServer server, Limits limits) {
        this.model = model;
        this.event = model.model().schema().get(Schema.X).shape();
        this.limits = limits;
        this.places = new Semaphore(limits.waiting());
        this.server = server;
        // Twice the number of accepted requests, so that a thread is free to refuse further ones.
        this.threads = Executors.newFixedThreadPool(2 * limits.waiting());
    }

    /** Starts a server. Port 0 means any free port. */
    public static ModelServer start(Trained<Model> model, InetSocketAddress address, Limits limits) throws IOException {
        HttpServer http = HttpServer.create(address, 0);
        ModelServer server = new ModelServer(model, http, limits);
        http.createContext("/sample", exchange -> server.ask(exchange, server::sample));
        http.createContext("/logprob", exchange -> server.ask(exchange, server::logProb));
        http.createContext("/health", server::health);
        http.createContext("/metrics", exchange -> server.send(exchange, new Answer(
                200, "text/plain; version=0.0.4", server.metrics.text(limits.waiting() - server.places.availablePermits()))));
        http.createContext("/", exchange -> server.send(exchange, Answer.refusal(404, "no such path: expected /sample, /logprob,"
                + " /health or /metrics")));
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    /** Returns the port that the server listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void health(HttpExchange exchange) throws IOException {
        String status = stopping ? "stopping" : "ok";
        send(
                exchange,
                Answer.json(
                        stopping ? 503 : 200,
                        "{\"status\": " + Requests.quoted(status) + ", \"model\": "
                                + Requests.quoted(model.model().getClass().getSimpleName()) + ", \"event\": "
                                + Requests.quoted(event.toString()) + "}"));
    }

    private void ask(HttpExchange exchange, Question question) throws IOException {
        long start = System.nanoTime();
        String path = exchange.getHttpContext().getPath();
        Answer answer = answered(exchange, question);
        metrics.answered(path, answer.code(), System.nanoTime() - start);
        send(exchange, answer);
    }

    private Answer answered(HttpExchange exchange, Question question) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return Answer.refusal(405, "expected POST");
        }
        if (stopping) {
            return Answer.refusal(503, "the server is shutting down");
        }
        if (!places.tryAcquire()) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            return Answer.refusal(429, limits.waiting() + " requests are waiting already: retry later");
        }
        try {
            byte[] body = exchange.getRequestBody().readNBytes(limits.bytes() + 1);
            if (body.length > limits.bytes()) {
                return Answer.refusal(413, "the body is longer than " + limits.bytes() + " bytes");
            }
            return Answer.json(200, question.answer(new String(body, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | UnsupportedOperationException | CheckpointException e) {
            return Answer.refusal(400, e.getMessage());
        } catch (RuntimeException e) {
            return Answer.refusal(500, "the model failed: " + e.getMessage());
        } finally {
            places.release();
        }
    }

    private String sample(String body) {
        Requests.SampleRequest asked = Requests.SAMPLE.read("the request", body);
        checkRows("count", asked.count());
        return "{\"samples\": " + Requests.lists(model.sample(RandomKey.of(asked.seed()), asked.count())) + "}";
    }

    private String logProb(String body) {
        Requests.DensityRequest asked = Requests.ROWS.read("the request", body);
        checkRows("rows", asked.rows().size());
        return "{\"log-prob\": " + Requests.list(model.logProb(asked.array(event))) + "}";
    }

    private void checkRows(String what, int count) {
        if (count < 1 || count > limits.rows()) {
            throw new IllegalArgumentException(what + " = " + count + ": expected 1 to " + limits.rows());
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        try (exchange) {
            exchange.sendResponseHeaders(answer.code(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Refuses new requests and waits for the accepted ones, at most {@value #SECONDS_TO_FINISH} seconds. */
    @Override
    public void close() {
        stopping = true;
        boolean finished = false;
        try {
            finished = places.tryAcquire(limits.waiting(), SECONDS_TO_FINISH, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(finished ? 1 : 0);
        threads.shutdown();
    }
}
