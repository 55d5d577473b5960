package phoenix.lab.firewall;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.schema.Param;

/**
 * Names for addresses.
 *
 * @see "PVE source: PVE/API2/Firewall/Aliases.pm"
 */
final class AliasEndpoints {
    private final FirewallFiles files;
    private final FirewallLevel level;

    AliasEndpoints(FirewallFiles files, FirewallLevel level) {
        this.files = files;
        this.level = level;
    }

    List<Endpoint> endpoints() {
        String path = level.path() + "/aliases";
        Param name = FirewallParams.name("name");
        Param cidr = Param.string("cidr").format("IPorCIDR");
        Param comment = Param.string("comment").optional();
        return List.of(
                Endpoint.get(path).with(level.place()).allow(level.audit()).handledBy(this::list),
                Endpoint.post(path)
                        .with(level.place())
                        .with(name, cidr, comment)
                        .allow(level.change())
                        .handledBy(this::add),
                Endpoint.get(path + "/{name}")
                        .with(level.place())
                        .with(name)
                        .allow(level.audit())
                        .handledBy(call -> json(found(load(call), call))),
                Endpoint.put(path + "/{name}")
                        .with(level.place())
                        .with(name, cidr, comment, FirewallParams.digest())
                        .with(FirewallParams.name("rename").optional())
                        .allow(level.change())
                        .handledBy(this::change),
                Endpoint.delete(path + "/{name}")
                        .with(level.place())
                        .with(name, FirewallParams.digest())
                        .allow(level.change())
                        .handledBy(this::remove));
    }

    private FirewallFile load(Call call) {
        return files.load(level.file(files, call));
    }

    private static SortedMap<String, String> shown(FirewallFile.Alias alias) {
        SortedMap<String, String> shown = new TreeMap<>();
        shown.put("name", alias.name());
        shown.put("cidr", alias.cidr());
        if (!alias.comment().isEmpty()) {
            shown.put("comment", alias.comment());
        }
        return shown;
    }

    private static Map<String, Object> json(FirewallFile.Alias alias) {
        Map<String, Object> json = new TreeMap<>(shown(alias));
        json.put("ipversion", alias.cidr().contains(":") ? 6 : 4);
        return json;
    }

    private static String digest(FirewallFile file) {
        return FirewallFile.digest(
                file.aliases().values().stream().map(AliasEndpoints::shown).toList());
    }

    private Object list(Call call) {
        FirewallFile file = load(call);
        return file.aliases().values().stream()
                .map(alias -> {
                    Map<String, Object> json = json(alias);
                    json.put("digest", digest(file));
                    return json;
                })
                .toList();
    }

    private static FirewallFile.Alias found(FirewallFile file, Call call) {
        FirewallFile.Alias alias = file.aliases().get(key(call.text("name")));
        if (alias == null) {
            throw ApiException.parameter("name", "no such alias");
        }
        return alias;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private @Nullable Object add(Call call) {
        files.change(level.file(files, call), file -> {
            String name = call.text("name");
            if (file.hasAlias(name)) {
                throw ApiException.parameter("name", "alias '" + name + "' already exists");
            }
            SortedMap<String, FirewallFile.Alias> more = new TreeMap<>(file.aliases());
            more.put(key(name), new FirewallFile.Alias(name, call.text("cidr"), call.text("comment", "")));
            return file.withAliases(more);
        });
        return null;
    }

    private @Nullable Object change(Call call) {
        files.change(level.file(files, call), file -> {
            FirewallEndpoints.checkDigest(call, digest(file));
            FirewallFile.Alias before = found(file, call);
            String name = call.text("rename", before.name());
            SortedMap<String, FirewallFile.Alias> more = new TreeMap<>(file.aliases());
            more.remove(key(before.name()));
            if (more.containsKey(key(name))) {
                throw ApiException.parameter("name", "alias '" + name + "' already exists");
            }
            more.put(key(name), new FirewallFile.Alias(name, call.text("cidr"), call.text("comment", "")));
            return file.withAliases(more);
        });
        return null;
    }

    private @Nullable Object remove(Call call) {
        files.change(level.file(files, call), file -> {
            FirewallEndpoints.checkDigest(call, digest(file));
            SortedMap<String, FirewallFile.Alias> less = new TreeMap<>(file.aliases());
            less.remove(key(call.text("name")));
            return file.withAliases(less);
        });
        return null;
    }
}
