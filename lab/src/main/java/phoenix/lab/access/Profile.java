package phoenix.lab.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import phoenix.lab.rest.Call;

/** What {@code user.cfg} says of a user beyond whether it may log in, by the API's names. */
record Profile(Map<String, String> values) {
    private static final List<String> NAMES = List.of("firstname", "lastname", "email", "comment", "keys");

    /** @param rest the end of the user's line */
    static Profile parse(String rest) {
        Map<String, String> values = new LinkedHashMap<>();
        // Perl drops what is empty at a line's end, so the address is there, and empty, if something follows it.
        String[] words = rest.split(":");
        for (int i = 0; i < NAMES.size() && i < words.length; i++) {
            if (!words[i].isEmpty() || NAMES.get(i).equals("email")) {
                values.put(
                        NAMES.get(i),
                        words[i].replace("%0A", "\n").replace("%3A", ":").replace("%25", "%"));
            }
        }
        return new Profile(values);
    }

    /** With what a call says; an empty value takes away. */
    Profile with(Call call) {
        Map<String, String> more = new LinkedHashMap<>(values);
        for (String name : NAMES) {
            call.find(name).ifPresent(value -> more.put(name, value));
        }
        return new Profile(more);
    }

    String print() {
        List<String> words = new ArrayList<>();
        for (String name : NAMES) {
            words.add(values.getOrDefault(name, "")
                    .replace("%", "%25")
                    .replace(":", "%3A")
                    .replace("\n", "%0A"));
        }
        return String.join(":", words) + ":";
    }
}
