package phoenix.cli;

import phoenix.orchestrator.node.NodeAccess;

/**
 * The node that a command works on, with everything that was opened to reach it.
 *
 * @param where which node this is, for the recap: {@code lab 'lab', node pve (https://127.0.0.1:8006)}
 */
record OpenNode(NodeAccess access, String where, Runnable closing) implements AutoCloseable {
    @Override
    public void close() {
        closing.run();
    }
}
