package phoenix.lab.node;

/** What a program of the node said. */
public record Answer(int code, String out, String error) {
    public boolean succeeded() {
        return code == 0;
    }
}
