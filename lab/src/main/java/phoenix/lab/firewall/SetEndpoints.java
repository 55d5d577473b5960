package phoenix.lab.firewall;

import java.util.ArrayList;
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
 * Sets of addresses.
 *
 * @see "PVE source: PVE/API2/Firewall/IPSet.pm"
 */
final class SetEndpoints {
    private final FirewallFiles files;
    private final FirewallLevel level;

    SetEndpoints(FirewallFiles files, FirewallLevel level) {
        this.files = files;
        this.level = level;
    }

    List<Endpoint> endpoints() {
        String path = level.path() + "/ipset";
        Param name = FirewallParams.name("name");
        Param cidr = Param.string("cidr").format("IPorCIDRorAlias");
        Param comment = Param.string("comment").optional();
        Param except = Param.bool("nomatch").optional();
        List<Param> place = level.place();
        return List.of(
                Endpoint.get(path).with(place).allow(level.audit()).handledBy(this::list),
                Endpoint.post(path)
                        .with(place)
                        .with(name, comment, FirewallParams.digest())
                        .with(FirewallParams.name("rename").optional())
                        .allow(level.change())
                        .handledBy(this::add),
                Endpoint.get(path + "/{name}")
                        .with(place)
                        .with(name)
                        .allow(level.audit())
                        .handledBy(call -> entries(found(load(call), call))),
                Endpoint.post(path + "/{name}")
                        .with(place)
                        .with(name, cidr, comment, except)
                        .allow(level.change())
                        .handledBy(this::addEntry),
                Endpoint.delete(path + "/{name}")
                        .with(place)
                        .with(name, Param.bool("force").optional())
                        .allow(level.change())
                        .handledBy(this::remove),
                Endpoint.get(path + "/{name}/{cidr}")
                        .with(place)
                        .with(name, cidr)
                        .allow(level.audit())
                        .asRoot()
                        .handledBy(call -> new TreeMap<>(shown(entry(found(load(call), call), call)))),
                Endpoint.put(path + "/{name}/{cidr}")
                        .with(place)
                        .with(name, cidr, comment, except, FirewallParams.digest())
                        .allow(level.change())
                        .handledBy(this::changeEntry),
                Endpoint.delete(path + "/{name}/{cidr}")
                        .with(place)
                        .with(name, cidr, FirewallParams.digest())
                        .allow(level.change())
                        .handledBy(this::removeEntry));
    }

    private FirewallFile load(Call call) {
        return files.load(level.file(files, call));
    }

    /** The name as it is kept. Whoever names a set must write it so: Proxmox's file is read in small letters, its calls are not. */
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static FirewallFile.AddressSet found(FirewallFile file, Call call) {
        FirewallFile.AddressSet set = file.sets().get(call.text("name"));
        if (set == null) {
            throw ApiException.failure("no such IPSet '" + call.text("name") + "'");
        }
        return set;
    }

    private static SortedMap<String, String> shown(FirewallFile.Entry entry) {
        SortedMap<String, String> shown = new TreeMap<>();
        shown.put("cidr", entry.cidr());
        if (entry.except()) {
            shown.put("nomatch", "1");
        }
        if (!entry.comment().isEmpty()) {
            shown.put("comment", entry.comment());
        }
        return shown;
    }

    private static String digest(FirewallFile.AddressSet set) {
        return FirewallFile.digest(
                set.entries().values().stream().map(SetEndpoints::shown).toList());
    }

    private static Object entries(FirewallFile.AddressSet set) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (FirewallFile.Entry entry : set.entries().values()) {
            Map<String, Object> json = new TreeMap<>(shown(entry));
            json.computeIfPresent("nomatch", (name, value) -> 1);
            json.put("digest", digest(set));
            entries.add(json);
        }
        return entries;
    }

    private static FirewallFile.Entry entry(FirewallFile.AddressSet set, Call call) {
        FirewallFile.Entry entry = set.entries().get(call.text("cidr"));
        if (entry == null) {
            throw ApiException.parameter("cidr", "no such IP/Network");
        }
        return entry;
    }

    private static List<SortedMap<String, String>> shown(FirewallFile file) {
        List<SortedMap<String, String>> list = new ArrayList<>();
        file.sets().forEach((name, set) -> {
            SortedMap<String, String> shown = new TreeMap<>();
            shown.put("name", name);
            if (!set.comment().isEmpty()) {
                shown.put("comment", set.comment());
            }
            list.add(shown);
        });
        return list;
    }

    private Object list(Call call) {
        List<SortedMap<String, String>> list = shown(load(call));
        String digest = FirewallFile.digest(list);
        list.forEach(shown -> shown.put("digest", digest));
        return list;
    }

    private @Nullable Object add(Call call) {
        files.change(level.file(files, call), file -> {
            FirewallEndpoints.checkDigest(call, FirewallFile.digest(shown(file)));
            SortedMap<String, FirewallFile.AddressSet> more = new TreeMap<>(file.sets());
            String name = call.text("name");
            String before = call.text("rename", "");
            if (before.isEmpty()) {
                if (file.hasSet(name)) {
                    throw ApiException.parameter("name", "IPSet '" + name + "' already exists");
                }
                more.putIfAbsent(key(name), new FirewallFile.AddressSet(call.text("comment", ""), new TreeMap<>()));
                return file.withSets(more);
            }
            FirewallFile.AddressSet set = more.remove(before);
            if (set == null) {
                throw ApiException.parameter("name", "IPSet '" + before + "' does not exist");
            }
            if (more.containsKey(name)) {
                throw ApiException.parameter("name", "IPSet '" + name + "' does already exist");
            }
            more.put(key(name), new FirewallFile.AddressSet(call.text("comment", set.comment()), set.entries()));
            return file.withSets(more);
        });
        return null;
    }

    private @Nullable Object remove(Call call) {
        files.change(level.file(files, call), file -> {
            SortedMap<String, FirewallFile.AddressSet> less = new TreeMap<>(file.sets());
            if (!found(file, call).entries().isEmpty() && !call.flag("force")) {
                throw ApiException.failure("IPSet '" + call.text("name") + "' is not empty");
            }
            less.remove(call.text("name"));
            return file.withSets(less);
        });
        return null;
    }

    private interface EntryChange {
        void apply(SortedMap<String, FirewallFile.Entry> entries, FirewallFile.AddressSet set);
    }

    private void edit(Call call, EntryChange change) {
        files.change(level.file(files, call), file -> {
            FirewallFile.AddressSet set = found(file, call);
            SortedMap<String, FirewallFile.Entry> entries = new TreeMap<>(set.entries());
            change.apply(entries, set);
            SortedMap<String, FirewallFile.AddressSet> sets = new TreeMap<>(file.sets());
            sets.put(call.text("name"), new FirewallFile.AddressSet(set.comment(), entries));
            return file.withSets(sets);
        });
    }

    private @Nullable Object addEntry(Call call) {
        edit(call, (entries, set) -> {
            String cidr = call.text("cidr");
            if (entries.containsKey(cidr)) {
                throw ApiException.parameter("cidr", "address '" + cidr + "' already exists");
            }
            entries.put(cidr, new FirewallFile.Entry(cidr, call.flag("nomatch"), call.text("comment", "")));
        });
        return null;
    }

    private @Nullable Object changeEntry(Call call) {
        edit(call, (entries, set) -> {
            FirewallEndpoints.checkDigest(call, digest(set));
            FirewallFile.Entry before = entry(set, call);
            entries.put(
                    before.cidr(),
                    new FirewallFile.Entry(before.cidr(), call.flag("nomatch"), call.text("comment", "")));
        });
        return null;
    }

    private @Nullable Object removeEntry(Call call) {
        edit(call, (entries, set) -> {
            FirewallEndpoints.checkDigest(call, digest(set));
            entries.remove(call.text("cidr"));
        });
        return null;
    }
}
