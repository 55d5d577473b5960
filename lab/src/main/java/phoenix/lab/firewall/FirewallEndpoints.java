package phoenix.lab.firewall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.Param;

/**
 * The firewalls of cluster, node and guests. As on Proxmox, nobody asks whether there is such a guest.
 *
 * @see "PVE source: PVE/API2/Firewall/{Cluster,Host,VM}.pm"
 */
public final class FirewallEndpoints {
    private final FirewallFiles files;

    public FirewallEndpoints(FirewallFiles files) {
        this.files = files;
    }

    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        for (FirewallLevel level : List.of(
                FirewallLevel.CLUSTER, FirewallLevel.NODE, FirewallLevel.guests("lxc"), FirewallLevel.guests("qemu"))) {
            all.addAll(of(level));
            all.addAll(new RuleEndpoints(files, level, RuleList.OF_FILE, level.path() + "/rules").endpoints());
            if (!level.equals(FirewallLevel.NODE)) {
                all.addAll(new AliasEndpoints(files, level).endpoints());
                all.addAll(new SetEndpoints(files, level).endpoints());
            }
        }
        all.addAll(new GroupEndpoints(files).endpoints());
        return all;
    }

    private List<Endpoint> of(FirewallLevel level) {
        String path = level.path();
        return List.of(
                Endpoint.get(path)
                        .with(level.place())
                        .allowAnyUser()
                        .handledBy(call -> parts(level).stream()
                                .map(name -> Map.of("name", name))
                                .toList()),
                Endpoint.get(path + "/options")
                        .with(level.place())
                        .allow(level.audit())
                        .handledBy(call -> options(level, call)),
                Endpoint.put(path + "/options")
                        .with(level.place())
                        .with(FirewallParams.delete(), FirewallParams.digest())
                        .with(level.options())
                        .allow(level.change())
                        .handledBy(call -> setOptions(level, call)));
    }

    private static List<String> parts(FirewallLevel level) {
        return switch (level.kind()) {
            case "cluster" -> List.of("aliases", "groups", "ipset", "options", "rules");
            case "host" -> List.of("options", "rules");
            default -> List.of("rules", "aliases", "ipset", "refs", "options");
        };
    }

    private Object options(FirewallLevel level, Call call) {
        FirewallFile firewall = files.load(level.file(files, call));
        Map<String, Object> json = new LinkedHashMap<>();
        firewall.options().forEach((name, value) -> json.put(name, isNumber(level, name) ? number(value) : value));
        json.put("digest", firewall.optionsDigest());
        return json;
    }

    private static Object number(String value) {
        return value.matches("[0-9]{1,18}") ? (Object) Long.parseLong(value) : value;
    }

    private static boolean isNumber(FirewallLevel level, String name) {
        return level.options().stream()
                .anyMatch(param -> param.name().equals(name) && !param.type().equals("string"));
    }

    private @Nullable Object setOptions(FirewallLevel level, Call call) {
        files.change(level.file(files, call), firewall -> {
            checkDigest(call, firewall.optionsDigest());
            SortedMap<String, String> options = new TreeMap<>(firewall.options());
            for (String name : Formats.split(call.text("delete", ""))) {
                if (level.options().stream().noneMatch(param -> param.name().equals(name))) {
                    throw ApiException.parameter("delete", "no such option '" + name + "'");
                }
                options.remove(name);
            }
            for (Param param : level.options()) {
                call.find(param.name()).ifPresent(value -> options.put(param.name(), value));
            }
            if (level.equals(FirewallLevel.CLUSTER) && call.number("enable", 0) > 1) {
                options.put("enable", Long.toString(Instant.now().getEpochSecond()));
            }
            return firewall.withOptions(options);
        });
        return null;
    }

    static void checkDigest(Call call, String found) {
        if (!call.text("digest", "").isEmpty() && !call.text("digest").equals(found)) {
            throw ApiException.failure("detected modified configuration - file changed by other user? Try again.");
        }
    }
}
