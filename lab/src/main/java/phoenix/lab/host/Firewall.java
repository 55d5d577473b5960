package phoenix.lab.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The lab's firewall rules on the machine: forwarding to and from its bridge, and masquerading of what leaves its network. Every
 * rule carries the lab's comment, and by it alone they are found again.
 */
final class Firewall {
    private final LabName name;

    Firewall(LabName name) {
        this.name = name;
    }

    /** Puts the rules in place, unless they all are. */
    void open(Subnet subnet) {
        List<List<String>> wanted = List.of(
                List.of("filter", "-I", "FORWARD", "-i", name.bridge(), "-j", "ACCEPT"),
                List.of("filter", "-I", "FORWARD", "-o", name.bridge(), "-j", "ACCEPT"),
                List.of("nat", "-A", "POSTROUTING", "-s", subnet.cidr(), "!", "-d", subnet.cidr(), "-j", "MASQUERADE"));
        if (rules().size() == wanted.size()) {
            return;
        }
        close();
        for (List<String> rule : wanted) {
            List<String> argv = new ArrayList<>(List.of("iptables", "-w", "10", "-t"));
            argv.addAll(rule.subList(0, rule.size() - 2));
            argv.addAll(List.of("-m", "comment", "--comment", name.comment()));
            argv.addAll(rule.subList(rule.size() - 2, rule.size()));
            Program.of(argv).run();
        }
    }

    /** Takes all rules of this lab away. */
    void close() {
        List<List<String>> rules = new ArrayList<>(rules());
        Collections.reverse(rules);
        for (List<String> rule : rules) {
            List<String> argv = new ArrayList<>(List.of("iptables", "-w", "10", "-t", rule.get(0), "-D"));
            argv.addAll(rule.subList(2, rule.size()));
            Program.of(argv).run();
        }
    }

    /** The lab's rules: the table, {@code -A}, and the words of the rule. */
    List<List<String>> rules() {
        List<List<String>> found = new ArrayList<>();
        for (List<String> chain : List.of(List.of("filter", "FORWARD"), List.of("nat", "POSTROUTING"))) {
            String listing = Program.of("iptables", "-w", "10", "-t", chain.get(0), "-S", chain.get(1))
                    .run();
            for (String line : listing.lines().toList()) {
                List<String> words = List.of(line.replace("\"", "").split(" "));
                int comment = words.indexOf("--comment");
                if (comment >= 0 && words.get(comment + 1).equals(name.comment())) {
                    List<String> rule = new ArrayList<>(List.of(chain.get(0)));
                    rule.addAll(words);
                    found.add(rule);
                }
            }
        }
        return found;
    }
}
