package org.pushforward.benchmark.cli.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Engine;
import org.pushforward.backend.ForwardingEngine;
import org.pushforward.backend.Program;
import org.pushforward.graph.Graph;

/**
 * An engine that says when it begins to compile and never ends one compilation. System properties name the engine that does the work
 * and the number of that compilation.
 */
public final class ReluctantProvider implements BackendProvider {
    static final String NAME = "reluctant";
    static final String ENGINE = "reluctant.engine";
    static final String ENDLESS = "reluctant.endless";

    /** Not a field: finding providers makes this one again. */
    private static BackendProvider provider() {
        return Backends.providers().get(System.getProperty(ENGINE, "reference"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BackendDescription describe() {
        return provider().describe();
    }

    @Override
    public Engine open(BackendOptions options) {
        AtomicInteger compilations = new AtomicInteger();
        return new ForwardingEngine(provider().open(options)) {
            @Override
            public Program compile(Graph graph) {
                int number = compilations.incrementAndGet();
                System.err.println(began(number));
                if (number == Integer.getInteger(ENDLESS, 0)) {
                    neverEnd();
                }
                return super.compile(graph);
            }
        };
    }

    static String began(int number) {
        return "compilation " + number + " began";
    }

    /** Like native code, it takes no notice of an interrupt. */
    private static void neverEnd() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // Waits again.
            }
        }
    }
}
