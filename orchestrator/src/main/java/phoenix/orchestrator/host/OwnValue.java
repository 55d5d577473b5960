package phoenix.orchestrator.host;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value that Phoenix sets over another one, of a thing that nobody can see that of afterwards. Thing and value are noted on the node before it is
 * set. When it is declared no more, it is Phoenix's while the thing has that very value, and somebody else's from then on; what was found equal is
 * never noted. No secret may be a value.
 *
 * @param thing what has the value, the same every time; it begins with no slash: {@code mtu of bridge vmbr0}
 */
public record OwnValue(String thing) {
    private static final Made MADE = new Made("values");
    private static final String TAB = "\t";

    /** Brings what is noted. */
    public static Question question() {
        return Made.question();
    }

    /** Notes in a draft that the value differs, if it does; what is done about it comes behind. */
    public HostResource.Draft compare(HostResource.Draft draft, String attribute, String before, String after) {
        return before.equals(after) ? draft : note(draft.compare(attribute, before, after), Map.of(this, after));
    }

    /** Has a draft note values, if there are any; that they are set comes behind. */
    public static HostResource.Draft note(HostResource.Draft draft, Map<OwnValue, String> values) {
        List<String> lines = values.entrySet().stream()
                .map(value -> value.getKey().line(value.getValue()))
                .sorted()
                .toList();
        return lines.isEmpty() ? draft : draft.act(MADE.note(lines));
    }

    /** Has a draft strike out values, if there are any; that they are taken back comes before. */
    public static HostResource.Draft strike(HostResource.Draft draft, Collection<OwnValue> values) {
        List<String> things = values.stream().map(OwnValue::thing).sorted().toList();
        return things.isEmpty() ? draft : draft.act(MADE.strike(things));
    }

    /** Whether the thing has the value that Phoenix set there. */
    public boolean stands(HostFacts facts, String now) {
        return MADE.in(facts).contains(line(now));
    }

    /**
     * What is told of it when it is declared no more and stands.
     *
     * @param remedy how it is changed, such as {@code to set another: chmod MODE /srv}
     */
    public Optional<HostResource> staying(HostFacts facts, String now, String remedy) {
        return stands(facts, now)
                ? Optional.of(HostResource.staying(
                        thing,
                        "declared no more, and stays " + (now.isEmpty() ? "empty" : now) + "; " + remedy
                                + "; to hear no more of it, remove its line from " + MADE.path()))
                : Optional.empty();
    }

    private String line(String value) {
        return thing + TAB + value.replaceAll("\\p{Cntrl}", " ");
    }
}
