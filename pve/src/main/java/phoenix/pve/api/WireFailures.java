package phoenix.pve.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What Java says when a node cannot be talked to, in words. */
final class WireFailures {
    private WireFailures() {}

    static PveException explain(IOException failure, boolean connected, String purpose, URI endpoint) {
        String start = "cannot " + purpose + ": ";
        CertificateProblem problem = certificateProblem(failure);
        if (problem != null) {
            return new PveException.Unavailable(
                    start + endpoint + " is not to be trusted: " + problem.getMessage(),
                    problem.hint(),
                    false,
                    failure);
        }
        if (!connected) {
            return new PveException.Unavailable(
                    start + endpoint + " cannot be reached: " + words(failure),
                    "check the address and the port, and that pveproxy runs on the node",
                    false,
                    failure);
        }
        return new PveException.Unavailable(
                start + "no answer from " + endpoint + ": " + words(failure),
                "look whether it was done, then run again",
                true,
                failure);
    }

    private static @Nullable CertificateProblem certificateProblem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateProblem problem) {
                return problem;
            }
        }
        return null;
    }

    private static String words(IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "no such host";
        }
        if (failure instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return String.valueOf(failure.getMessage()).replace(" (Connection refused)", "");
        }
        if (failure instanceof SSLException) {
            return "no TLS connection came about (" + failure.getMessage() + ")";
        }
        return String.valueOf(failure.getMessage());
    }
}
