package phoenix.lab.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The text forms of IP addresses that Proxmox accepts. */
final class Addresses {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String V4 = "(?:" + OCTET + "\\.){3}" + OCTET;
    private static final Pattern V4_ADDRESS = Pattern.compile(V4);
    private static final Pattern V6_ADDRESS = Pattern.compile(v6());
    private static final int SHORTEST_PREFIX = 8;

    private Addresses() {}

    static boolean isV4(String text) {
        return V4_ADDRESS.matcher(text).matches();
    }

    static boolean isV6(String text) {
        return V6_ADDRESS.matcher(text).matches();
    }

    static boolean isV4Network(String text) {
        int slash = text.indexOf('/');
        return slash > 0 && isV4(text.substring(0, slash)) && isPrefix(text.substring(slash + 1), 32);
    }

    static boolean isV6Network(String text) {
        int slash = text.indexOf('/');
        return slash > 0 && isV6(text.substring(0, slash)) && isPrefix(text.substring(slash + 1), 128);
    }

    private static boolean isPrefix(String text, int longest) {
        return text.matches("[0-9]{1,3}")
                && Integer.parseInt(text) >= SHORTEST_PREFIX
                && Integer.parseInt(text) <= longest;
    }

    /** RFC 4291 section 2.2: eight groups, or fewer around one {@code ::}; the last two may be an IPv4 address. */
    private static String v6() {
        String group = "[0-9a-fA-F]{1,4}";
        String tail = "(?:" + V4 + "|" + group + ":" + group + ")";
        List<String> forms = new ArrayList<>();
        forms.add("(?:" + group + ":){6}" + tail);
        for (int before = 0; before <= 5; before++) {
            String head = before == 0 ? "" : "(?:(?:" + group + ":){0," + (before - 1) + "}" + group + ")?";
            forms.add(head + "::" + "(?:" + group + ":){" + (5 - before) + "}" + tail);
        }
        forms.add("(?:(?:" + group + ":){0,5}" + group + ")?::" + group);
        forms.add("(?:(?:" + group + ":){0,6}" + group + ")?::");
        return String.join("|", forms);
    }
}
