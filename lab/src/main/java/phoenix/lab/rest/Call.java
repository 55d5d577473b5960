package phoenix.lab.rest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.pve.VmId;

/** One call of an endpoint, its parameters checked. Confined to the thread that serves it. */
public final class Call {
    private final Caller caller;
    private final Map<String, String> values;
    private final Map<String, List<String>> lists;
    private long total;
    private String changes = "";

    public Call(Caller caller, Map<String, String> values) {
        this(caller, values, Map.of());
    }

    public Call(Caller caller, Map<String, String> values, Map<String, List<String>> lists) {
        this.caller = caller;
        this.lists = Map.copyOf(lists);
        this.values = new LinkedHashMap<>(values);
    }

    public Caller caller() {
        return caller;
    }

    /** Every parameter that was given, those of the path included. */
    public Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A parameter that the schema requires. */
    public String text(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("the schema lets '" + name + "' be absent"));
    }

    public String text(String name, String byDefault) {
        return find(name).orElse(byDefault);
    }

    /** Whether a boolean was given and is true. */
    public boolean flag(String name) {
        return text(name, "0").equals("1");
    }

    /** The elements of an array; none if it was not given. */
    public List<String> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    public long number(String name, long byDefault) {
        return find(name).map(Long::parseLong).orElse(byDefault);
    }

    public VmId vmid() {
        return VmId.parse(text("vmid"));
    }

    /** Sets the number that stands beside the data as {@code total}; 0 leaves it out. */
    public void total(long count) {
        total = count;
    }

    public long total() {
        return total;
    }

    /** Sets the text that stands beside the data as {@code changes}; an empty one is left out. */
    public void changes(String difference) {
        changes = difference;
    }

    public String changes() {
        return changes;
    }
}
