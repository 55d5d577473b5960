package phoenix.orchestrator.host;

import java.util.List;

/**
 * A program that is needed on the node.
 *
 * @param command by which it is seen to be there
 * @param packages any of them brings it; the first is taken unless another is declared
 */
public record Tool(String command, List<String> packages) {
    public Tool {
        packages = List.copyOf(packages);
    }

    public static Tool of(String command, String... packages) {
        return new Tool(command, List.of(packages));
    }
}
