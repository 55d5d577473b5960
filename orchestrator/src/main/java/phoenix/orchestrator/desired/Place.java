package phoenix.orchestrator.desired;

/**
 * A place in the user's files.
 *
 * @param file the file's name as the user would find it
 * @param line from 1; 0 if the whole file is meant
 * @param column from 1; 0 if the whole file is meant
 * @param pointer the JSON pointer (RFC 6901) of the value; empty for the whole file
 */
public record Place(String file, int line, int column, String pointer) {
    /** {@code phoenix_lxc_configs.json:14:20  /lxc_configs/953/name}. */
    @Override
    public String toString() {
        String at = line > 0 ? file + ":" + line + ":" + column : file;
        return pointer.isEmpty() ? at : at + "  " + pointer;
    }
}
