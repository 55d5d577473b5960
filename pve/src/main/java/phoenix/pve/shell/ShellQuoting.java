package phoenix.pve.shell;

import java.util.List;
import java.util.stream.Collectors;

/** POSIX quoting: any text becomes one word to any {@code sh}. For what takes a line and no vector, as {@code ssh} does. */
public final class ShellQuoting {
    private ShellQuoting() {}

    public static String quote(List<String> words) {
        return words.stream().map(ShellQuoting::quote).collect(Collectors.joining(" "));
    }

    static String quote(String word) {
        if (word.matches("[A-Za-z0-9_@%+=:,./-]+")) {
            return word;
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
