package phoenix.orchestrator.host.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostStorage;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostConsent;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.api.StorageConfigApi;

/**
 * Proxmox's storages, by its API. Names are compared whole, content as a set, options only as far as they are declared. Those that
 * Phoenix defined are noted on the node. One of them that is declared no more goes by consent, unless a guest has something on it.
 */
public final class Storages implements HostKind {
    private static final String LOOK = "look-storages.sh";
    private static final Made MADE = new Made("storages");

    /** What a storage has from when it is defined, and Proxmox changes never. */
    private static final Set<String> FOR_GOOD =
            Set.of("path", "pool", "server", "export", "share", "vgname", "thinpool");

    /** What Proxmox lets change all the same. */
    private static final Set<String> CHANGEABLE = Set.of("pool", "server");

    @Override
    public String name() {
        return "storages";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(
                Made.question(),
                Question.script(Storages.class, LOOK, List.of(Made.FOLDER)),
                Question.call(StorageConfigApi.list()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        Map<String, Map<String, String>> found = new HashMap<>();
        facts.answer(StorageConfigApi.list())
                .forEach(storage -> found.put(storage.getOrDefault("storage", ""), storage));
        List<HostResource> resources = new ArrayList<>();
        for (HostStorage storage : want.storages()) {
            HostResource.Draft draft = HostResource.named("storage " + storage.id());
            if (!storage.dataSet().isEmpty()) {
                draft.needs("data set " + storage.dataSet());
            }
            Map<String, String> now = found.get(storage.id());
            if (now == null) {
                create(draft, storage);
            } else {
                compare(draft, storage, now);
            }
            resources.add(draft.done());
            found.remove(storage.id());
        }
        MADE.in(facts).stream().filter(found::containsKey).forEach(storage -> resources.add(removal(storage, facts)));
        return resources;
    }

    /** What lies on it stays in any case: Proxmox only forgets how it was called. */
    private static HostResource removal(String storage, HostFacts facts) {
        HostResource.Draft draft = HostResource.named("storage " + storage)
                .goes()
                .asks(HostConsent.REMOVAL)
                .change("storage", storage, "", "declared no more; what lies on it stays", Impact.LIVE)
                .act(Acts.call(StorageConfigApi.delete(storage)))
                .act(MADE.strike(List.of(storage)));
        List<String> guests = facts.lines(LOOK).stream()
                .filter(line -> line.startsWith("used " + storage + " "))
                .map(line -> line.substring(("used " + storage + " ").length()))
                .sorted()
                .toList();
        if (!guests.isEmpty()) {
            draft.refuse(
                    "it is declared no more, and guests have something on it: " + String.join(", ", guests),
                    "move their volumes away or delete the guests first, or declare it again");
        }
        return draft.done();
    }

    private static void create(HostResource.Draft draft, HostStorage storage) {
        Map<String, String> options = new TreeMap<>();
        storage.options().forEach((key, value) -> options.put(key, truth(value)));
        options.put("content", String.join(",", storage.content()));
        draft.isNew()
                .change("storage", "", storage.type() + " " + storage.options(), "", Impact.LIVE)
                .change("content", "", String.join(",", storage.content()), "", Impact.LIVE)
                .act(MADE.note(List.of(storage.id())))
                .act(Acts.call(StorageConfigApi.create(storage.id(), storage.type(), options)));
    }

    private static void compare(HostResource.Draft draft, HostStorage storage, Map<String, String> now) {
        String type = now.getOrDefault("type", "");
        if (!type.equals(storage.type())) {
            draft.change("type", type, storage.type(), "", Impact.REFUSED);
            draft.refuse(
                    "there is a storage of this name and of type '" + type + "', and Proxmox never changes a type",
                    "give the storage another name, or remove the one that is there: pvesm remove " + storage.id());
            return;
        }
        Map<String, String> changes = new TreeMap<>();
        Set<String> content = set(now.getOrDefault("content", ""));
        if (!content.equals(storage.content())) {
            draft.compare("content", String.join(",", content), String.join(",", storage.content()));
            changes.put("content", String.join(",", storage.content()));
        }
        storage.options().forEach((key, value) -> {
            String is = now.getOrDefault(key, "");
            if (!truth(is).equals(truth(value))) {
                draft.compare(key, is, value);
                changes.put(key, truth(value));
                if (FOR_GOOD.contains(key) && !CHANGEABLE.contains(key)) {
                    draft.refuse(
                            "its " + key + " is " + is + ", which Proxmox never changes, and the file says " + value,
                            "write it as it is, or give the storage another name");
                }
            }
        });
        draft.act(Acts.call(StorageConfigApi.update(storage.id(), changes)));
    }

    private static Set<String> set(String words) {
        return Arrays.stream(words.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Proxmox's way to say yes and no. */
    private static String truth(String value) {
        return switch (value) {
            case "on", "true", "yes" -> "1";
            case "off", "false", "no" -> "0";
            default -> value;
        };
    }
}
