package phoenix.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C: the first asks the run to stop after the running steps, the second ends the process at once.
 *
 * <p>A shutdown hook cannot tell the two apart: the JVM ignores a second signal once it has begun to shut down. {@code sun.misc.Signal}
 * can, and is reached by reflection because it is no part of the API that the compiler is given.
 */
final class Interrupts {
    private static final int INTERRUPTED = 130;

    private final AtomicInteger count = new AtomicInteger();
    private final Console console;

    Interrupts(Console console) {
        this.console = console;
    }

    /** Whether Ctrl-C has been pressed. */
    boolean happened() {
        return count.get() > 0;
    }

    /** From now on, the first Ctrl-C does this; on a JVM without such signals Ctrl-C ends the process as ever. */
    void onFirst(Runnable stop) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handle(stop);
                        }
                        return null;
                    });
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            signal.getMethod("handle", signal, handler).invoke(null, interrupt, ours);
        } catch (ClassNotFoundException | NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            console.tell("note: this Java does not report Ctrl-C; it ends phoenix at once");
        } catch (InvocationTargetException e) {
            console.tell("note: Ctrl-C cannot be handled here (" + e.getCause() + "); it ends phoenix at once");
        }
    }

    /** From now on, Ctrl-C and a polite termination do this, and nothing is said. */
    void onEnd(Runnable end) {
        Runtime.getRuntime().addShutdownHook(new Thread(end, "end"));
    }

    private void handle(Runnable stop) {
        if (count.incrementAndGet() == 1) {
            console.tell("");
            console.tell("Ctrl-C: finishing the steps that run; nothing new is begun. The same command goes on later."
                    + " Press it again to end at once.");
            stop.run();
        } else {
            Runtime.getRuntime().halt(INTERRUPTED);
        }
    }
}
