package phoenix.orchestrator.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What Phoenix made of a kind of things that have no place for a mark of their own: a file of names on the node, noted before a thing is made
 * and struck out when it goes. What is wanted is never read from it. If it is lost nothing breaks: things stay, and one is told less.
 *
 * @param kind the name of its file
 */
public record Made(String kind) {
    /** Where the files lie on the node. */
    public static final String FOLDER = "/var/lib/phoenix";

    /** Its answer is a line for each thing that is noted: kind, tab, name. */
    public static final String LOOK = "look-made.sh";

    /** Brings what is noted of all kinds. */
    public static Question question() {
        return Question.script(Made.class, LOOK, List.of(FOLDER));
    }

    /** The names that are noted, whether or not there still is such a thing; of paths those that are still there. */
    public List<String> in(HostFacts facts) {
        String label = kind + "\t";
        return facts.lines(LOOK).stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .toList();
    }

    /** Notes things that are made next. */
    public Act note(Collection<String> names) {
        return act("+", names);
    }

    /** Strikes out things that are gone. */
    public Act strike(Collection<String> names) {
        return act("-", names);
    }

    /** Where they stand on the node. */
    String path() {
        return FOLDER + "/" + kind;
    }

    private Act act(String sign, Collection<String> names) {
        List<String> words = new ArrayList<>(List.of(FOLDER, kind));
        names.forEach(name -> words.add(sign + name));
        return Acts.script(Made.class, "note-made.sh", Duration.ofSeconds(30), "", words);
    }
}
