package phoenix.lab.node;

/** The node could not do what it was told; the message is what the program that was asked said. */
public final class NodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NodeException(String message) {
        super(message);
    }

    public NodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
