package phoenix.lab.schema;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A value that does not have the form that was asked for; the message is Proxmox's, line break included where Proxmox has one. */
public final class InvalidFormat extends Exception {
    private static final long serialVersionUID = 1;

    private final transient SortedMap<String, String> problems;

    InvalidFormat(String message) {
        super(message);
        this.problems = new TreeMap<>();
    }

    private InvalidFormat(String message, SortedMap<String, String> problems) {
        super(message);
        this.problems = problems;
    }

    /** A property string with these problems, by key. */
    static InvalidFormat of(SortedMap<String, String> problems) {
        StringBuilder message = new StringBuilder("format error\n");
        problems.forEach((name, problem) ->
                message.append(name).append(": ").append(problem).append('\n'));
        return new InvalidFormat(message.toString(), problems);
    }

    /** Proxmox's text; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** The problems by key; empty unless a property string's keys are wrong. */
    public Map<String, String> problems() {
        return Collections.unmodifiableMap(problems);
    }
}
