package phoenix.pve.shell;

import java.util.ArrayList;
import java.util.List;

/** Arguments that a careless shell line would garble. */
final class NastyWords {
    static final List<String> ALL = List.of(
            "plain",
            "",
            " ",
            "two words",
            "it's",
            "\"double\"",
            "'",
            "''",
            "a\nb\n",
            "tab\there",
            "$(id)",
            "`id`",
            "$HOME",
            "; rm -rf x",
            "a && b || c",
            "*",
            "~root",
            "back\\slash\\",
            "!history",
            "-n",
            "--",
            "#comment",
            "Zwölf Größen ≥ 🐘",
            "{a,b}",
            "<in >out 2>&1 |",
            "=x",
            "\r");

    private NastyWords() {}

    /** A command that prints each of the words between marks. */
    static List<String> printing(List<String> words) {
        List<String> argv = new ArrayList<>(List.of("printf", "%s\\001"));
        argv.addAll(words);
        return argv;
    }

    static List<String> printed(Output output) {
        List<String> words = new ArrayList<>(List.of(output.stdout().split("\001", -1)));
        words.remove(words.size() - 1);
        return words;
    }
}
