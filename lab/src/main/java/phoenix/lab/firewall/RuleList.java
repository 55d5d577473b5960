package phoenix.lab.firewall;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;

/** Which rules of a file are meant: its own, or those of a security group. */
interface RuleList {
    RuleList OF_FILE = new RuleList() {
        @Override
        public List<FirewallRule> of(FirewallFile file, Call call) {
            return file.rules();
        }

        @Override
        public FirewallFile with(FirewallFile file, Call call, List<FirewallRule> rules) {
            return file.withRules(rules);
        }
    };

    RuleList OF_GROUP = new RuleList() {
        @Override
        public List<FirewallRule> of(FirewallFile file, Call call) {
            return group(file, call).rules();
        }

        @Override
        public FirewallFile with(FirewallFile file, Call call, List<FirewallRule> rules) {
            SortedMap<String, FirewallFile.Group> groups = new TreeMap<>(file.groups());
            groups.put(name(call), new FirewallFile.Group(group(file, call).comment(), rules));
            return file.withGroups(groups);
        }
    };

    List<FirewallRule> of(FirewallFile file, Call call);

    FirewallFile with(FirewallFile file, Call call, List<FirewallRule> rules);

    private static String name(Call call) {
        return call.text("group");
    }

    private static FirewallFile.Group group(FirewallFile file, Call call) {
        FirewallFile.Group group = file.groups().get(name(call));
        if (group == null) {
            throw ApiException.failure("no such security group '" + call.text("group") + "'");
        }
        return group;
    }
}
