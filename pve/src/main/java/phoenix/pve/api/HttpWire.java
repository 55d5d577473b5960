package phoenix.pve.api;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests to one node over HTTPS, without any knowledge of logins. Safe for use by several threads; obeys interrupts at once. */
final class HttpWire implements AutoCloseable {
    /** Proxmox closes a connection that was idle for 5 s; ours must be the shorter patience. */
    private static final String IDLE_SECONDS = "4";

    private static final AtomicInteger THREADS = new AtomicInteger();

    static {
        if (System.getProperty("http.keepAlive.time.server") == null) {
            System.setProperty("http.keepAlive.time.server", IDLE_SECONDS);
        }
    }

    private final URI endpoint;
    private final HttpExchange.Settings settings;
    /** Java's blocking reads ignore interrupts, so they happen in threads that nobody interrupts. */
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "api-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    HttpWire(URI endpoint, HttpExchange.Settings settings) {
        this.endpoint = endpoint;
        this.settings = settings;
    }

    /** @param repeatable whether it does no harm if it is sent twice */
    HttpExchange.Answer exchange(
            Method method,
            String path,
            Map<String, String> parameters,
            Map<String, String> headers,
            String purpose,
            boolean repeatable) {
        boolean inQuery = method == Method.GET || method == Method.DELETE;
        String encoded = FormEncoding.encode(parameters);
        URL url = url(path + (inQuery && !encoded.isEmpty() ? "?" + encoded : ""), purpose);
        Map<String, String> allHeaders = new TreeMap<>(headers);
        allHeaders.put("Accept", "application/json");
        if (!inQuery) {
            allHeaders.put("Content-Type", "application/x-www-form-urlencoded");
        }
        HttpExchange exchange = new HttpExchange(settings, method, url, allHeaders, inQuery ? "" : encoded, repeatable);
        Future<HttpExchange.Answer> answer = threads.submit(exchange);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            exchange.cancel();
            Thread.currentThread().interrupt();
            throw new PveException.Interrupted(
                    "cannot " + purpose + ": interrupted while waiting for " + endpoint, "run again");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw WireFailures.explain(failure, exchange.connected(), purpose, endpoint);
            }
            throw new IllegalStateException("cannot " + purpose, e.getCause());
        }
    }

    private URL url(String pathAndQuery, String purpose) {
        try {
            return new URL(endpoint + "/api2/json" + pathAndQuery);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("cannot " + purpose + ": no address: " + pathAndQuery, e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
