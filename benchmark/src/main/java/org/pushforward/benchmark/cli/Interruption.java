package org.pushforward.benchmark.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.pushforward.backend.Cancellation;

/**
 * Turns Ctrl-C, termination requests and hangups into a cancellation, so that the run stops at the next step and writes
 * its results so far. A second signal ends the program immediately. Safe for use by several threads.
 *
 * <p>A shutdown hook does not work for this, because engines close their native libraries in their own hooks while a
 * step is still running.
 */
public final class Interruption {
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final int SIGHUP = 1;

    private final Cancellation cancellation = new Cancellation();
    private final AtomicInteger signal = new AtomicInteger(SIGINT);

    /** Creates an interruption that does not listen to signals yet. */
    public Interruption() {}

    /**
     * Starts listening to the signals of this process. If the JVM does not support this, signals end the process as
     * usual.
     */
    public Interruption listen() {
        handle("INT", SIGINT);
        handle("TERM", SIGTERM);
        handle("HUP", SIGHUP);
        return this;
    }

    /** Returns the cancellation that a signal requests. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** Returns the exit code of a program that was interrupted: 130 after Ctrl-C. */
    public int exitCode() {
        return ExitCode.ofSignal(signal.get());
    }

    // sun.misc.Signal is in the module jdk.unsupported of every JDK. The compiler warns about direct uses, so it is
    // looked up by name.
    private void handle(String name, int number) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Interruption.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            received(number);
                        }
                        return null;
                    });
            signalType
                    .getMethod("handle", signalType, handlerType)
                    .invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
        } catch (ReflectiveOperationException e) {
            System.getLogger(Interruption.class.getName())
                    .log(System.Logger.Level.DEBUG, "SIG" + name + " ends this process immediately", e);
        }
    }

    private void received(int number) {
        if (cancellation.isRequested()) {
            Runtime.getRuntime().halt(ExitCode.ofSignal(number));
        }
        signal.set(number);
        cancellation.request();
        // Responds at once, because a step or a compilation may take long.
        System.err.println();
        System.err.println("stopping; again to kill");
    }
}
