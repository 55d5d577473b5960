package phoenix.lab.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.schema.Param;

/**
 * The cluster's security groups: named lists of rules that nodes and guests refer to.
 *
 * @see "PVE source: PVE/API2/Firewall/Groups.pm"
 */
final class GroupEndpoints {
    private static final String PATH = FirewallLevel.CLUSTER.path() + "/groups";

    private final FirewallFiles files;

    GroupEndpoints(FirewallFiles files) {
        this.files = files;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(List.of(
                Endpoint.get(PATH).allowAnyUser().handledBy(this::list),
                Endpoint.post(PATH)
                        .with(
                                FirewallParams.groupName(),
                                FirewallParams.groupName("rename").optional(),
                                Param.string("comment").optional(),
                                FirewallParams.digest())
                        .allow(FirewallLevel.CLUSTER.change())
                        .handledBy(this::add),
                Endpoint.delete(PATH + "/{group}")
                        .with(FirewallParams.groupName())
                        .allow(FirewallLevel.CLUSTER.change())
                        .handledBy(this::remove)));
        all.addAll(new RuleEndpoints(files, FirewallLevel.CLUSTER, RuleList.OF_GROUP, PATH + "/{group}").endpoints());
        return all;
    }

    private static List<SortedMap<String, String>> shown(FirewallFile file) {
        List<SortedMap<String, String>> list = new ArrayList<>();
        file.groups().forEach((name, group) -> {
            SortedMap<String, String> shown = new TreeMap<>();
            shown.put("group", name);
            if (!group.comment().isEmpty()) {
                shown.put("comment", group.comment());
            }
            list.add(shown);
        });
        return list;
    }

    private Object list(Call call) {
        List<SortedMap<String, String>> list = shown(files.load(files.cluster()));
        String digest = FirewallFile.digest(list);
        list.forEach(shown -> shown.put("digest", digest));
        return list;
    }

    /** The name as it is kept. Whoever names a group must write it so: Proxmox's file is read in small letters, its calls are not. */
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private @Nullable Object add(Call call) {
        files.change(files.cluster(), file -> {
            FirewallEndpoints.checkDigest(call, FirewallFile.digest(shown(file)));
            String name = call.text("group");
            String before = call.text("rename", "");
            SortedMap<String, FirewallFile.Group> groups = new TreeMap<>(file.groups());
            if (before.isEmpty()) {
                if (groups.containsKey(name)) {
                    throw ApiException.parameter("group", "Security group '" + name + "' already exists");
                }
                groups.putIfAbsent(key(name), new FirewallFile.Group(call.text("comment", ""), List.of()));
                return file.withGroups(groups);
            }
            FirewallFile.Group group = groups.remove(before);
            if (group == null) {
                throw ApiException.parameter("group", "Security group '" + before + "' does not exist");
            }
            if (groups.containsKey(name)) {
                throw ApiException.parameter("group", "Security group '" + name + "' does already exist");
            }
            groups.put(key(name), new FirewallFile.Group(call.text("comment", group.comment()), group.rules()));
            return file.withGroups(groups);
        });
        return null;
    }

    private @Nullable Object remove(Call call) {
        files.change(files.cluster(), file -> {
            String name = call.text("group");
            SortedMap<String, FirewallFile.Group> groups = new TreeMap<>(file.groups());
            FirewallFile.Group group = groups.remove(name);
            if (group == null) {
                throw ApiException.failure("no such security group '" + name + "'");
            }
            if (!group.rules().isEmpty()) {
                throw ApiException.failure("Security group '" + name + "' is not empty");
            }
            return file.withGroups(groups);
        });
        return null;
    }
}
