package phoenix.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. {@code sun.misc.Signal} is reached by reflection, because it is no part of the API that the
 * compiler is given.
 */
final class Signals {
    private Signals() {}

    /**
     * Does something whenever a signal arrives, in place of what the signal does otherwise.
     *
     * @param name without {@code SIG}: {@code INT}
     * @throws UnavailableException if this Java does not hand out signals
     */
    static void on(String name, Runnable action) throws UnavailableException {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            Object wanted = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, wanted, ours);
        } catch (ClassNotFoundException | NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new UnavailableException("this Java does not report signals", e);
        } catch (InvocationTargetException e) {
            throw new UnavailableException("signal " + name + " cannot be handled here: " + e.getCause(), e);
        }
    }

    /** The signal keeps the meaning that it has by itself. */
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1;

        UnavailableException(String message, Exception cause) {
            super(message, cause);
        }
    }
}
