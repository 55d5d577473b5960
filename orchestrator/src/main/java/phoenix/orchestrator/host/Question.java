package phoenix.orchestrator.host;

import java.util.List;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.api.Request;

/** Something to ask the node, which changes nothing. */
public sealed interface Question {
    /**
     * A script for the node's shell; all scripts of a look go in one round trip.
     *
     * @param name by which its answer is found
     * @param text what the shell runs
     * @param arguments its parameters
     */
    record Script(String name, String text, List<String> arguments) implements Question {
        public Script {
            arguments = List.copyOf(arguments);
        }
    }

    /** A call of the API; its answer is found by the call itself. */
    record Call(Request<?> request) implements Question {}

    /**
     * A script that lies beside a class.
     *
     * @param file such as {@code look-packages.sh}
     */
    static Question script(Class<?> beside, String file, List<String> arguments) {
        return new Script(file, ShippedFile.text(beside, file), arguments);
    }

    static Question call(Request<?> request) {
        return new Call(request);
    }
}
