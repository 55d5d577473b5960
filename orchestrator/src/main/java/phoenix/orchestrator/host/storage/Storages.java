package phoenix.orchestrator.host.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostStorage;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostConsent;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.api.StorageConfigApi;

/**
 * Proxmox's storages, by its API. Names are compared whole, content as a set, options only as far as they are declared. Those that
 * Phoenix defined are noted on the node. One of them that is declared no more goes by consent, unless a guest has something on it. Options that
 * Phoenix set are noted as well: one that is declared no more is deleted, which gives it Proxmox's default, or told. A share's password is
 * compared by its hash with the file that Proxmox keeps it in.
 */
public final class Storages implements HostKind {
    private static final String LOOK = "look-storages.sh";
    private static final Made MADE = new Made("storages");
    private static final String PASSWORD = "password";
    private static final String AS_DECLARED = "as declared";

    /** What a storage has from when it is defined, and Proxmox changes never. */
    private static final Set<String> FOR_GOOD =
            Set.of("path", "pool", "server", "export", "share", "vgname", "thinpool");

    /** What Proxmox lets change all the same. */
    private static final Set<String> CHANGEABLE = Set.of("pool", "server");

    /** Without these, what lies on it may be looked for elsewhere, out of reach, or thrown away: they are told, and not deleted. */
    private static final Set<String> TOLD = Set.of(
            "pool",
            "server",
            "content",
            "subdir",
            "content-dirs",
            "mountpoint",
            "is_mountpoint",
            "prune-backups",
            "username",
            "domain",
            "smbversion",
            "options");

    /** They stay as they are. */
    private static final Set<String> NEVER_NOTED =
            Set.of("path", "export", "share", "vgname", "thinpool", "snapshot-as-volume-chain");

    private static OwnValue own(String option, String storage) {
        return new OwnValue(option + " of storage " + storage);
    }

    @Override
    public String name() {
        return "storages";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        List<String> words = new ArrayList<>(List.of(Made.FOLDER));
        want.storages().stream()
                .filter(storage -> !storage.password().text().isEmpty())
                .forEach(storage -> words.add(storage.id()));
        return List.of(
                OwnValue.question(),
                Question.script(Storages.class, LOOK, words),
                Question.call(StorageConfigApi.list()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        Map<String, Map<String, String>> found = new TreeMap<>();
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
                compare(draft, storage, now, facts);
                Set<String> told = new TreeSet<>(TOLD);
                told.removeAll(declared(storage));
                told.stream()
                        .flatMap(option -> staying(option, storage.id(), now, facts))
                        .forEach(resources::add);
            }
            resources.add(draft.done());
            found.remove(storage.id());
        }
        List<String> made = MADE.in(facts);
        found.forEach((storage, now) -> {
            if (made.contains(storage)) {
                resources.add(removal(storage, now, facts));
            } else {
                now.keySet().stream()
                        .flatMap(option -> staying(option, storage, now, facts))
                        .forEach(resources::add);
            }
        });
        return resources;
    }

    /** What is told of an option that Phoenix set and that is declared no more. */
    private static Stream<HostResource> staying(
            String option, String storage, Map<String, String> now, HostFacts facts) {
        String command = "pvesm set " + storage;
        return own(option, storage)
                .staying(
                        facts,
                        noted(option, now.getOrDefault(option, "")),
                        CHANGEABLE.contains(option) || option.equals("content")
                                ? "to set another: " + command + " --" + option + " VALUE"
                                : "to take it back: " + command + " --delete " + option)
                .stream();
    }

    private static Set<String> declared(HostStorage storage) {
        Set<String> declared = new TreeSet<>(storage.options().keySet());
        declared.add("content");
        return declared;
    }

    private static String noted(String option, String value) {
        return option.equals("content") ? String.join(",", set(value)) : truth(option, value);
    }

    /** What lies on it stays in any case: Proxmox only forgets how it was called. */
    private static HostResource removal(String storage, Map<String, String> now, HostFacts facts) {
        HostResource.Draft draft = HostResource.named("storage " + storage)
                .goes()
                .asks(HostConsent.REMOVAL)
                .change("storage", storage, "", "declared no more; what lies on it stays", Impact.LIVE)
                .act(Acts.call(StorageConfigApi.delete(storage)))
                .act(MADE.strike(List.of(storage)));
        OwnValue.strike(
                draft,
                now.keySet().stream()
                        .filter(option ->
                                own(option, storage).stands(facts, noted(option, now.getOrDefault(option, ""))))
                        .map(option -> own(option, storage))
                        .toList());
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
        storage.options().forEach((key, value) -> options.put(key, truth(key, value)));
        options.put("content", String.join(",", storage.content()));
        draft.isNew()
                .change("storage", "", storage.type() + " " + storage.options(), "", Impact.LIVE)
                .change("content", "", String.join(",", storage.content()), "", Impact.LIVE)
                .act(MADE.note(List.of(storage.id())));
        note(draft, storage.id(), options);
        if (!storage.password().text().isEmpty()) {
            draft.change(PASSWORD, "", AS_DECLARED, "", Impact.LIVE);
            options.put(PASSWORD, storage.password().text());
        }
        draft.act(Acts.call(StorageConfigApi.create(storage.id(), storage.type(), options)));
    }

    private static HostResource.Draft note(HostResource.Draft draft, String storage, Map<String, String> options) {
        Map<OwnValue, String> values = new HashMap<>();
        options.forEach((option, value) -> {
            if (!NEVER_NOTED.contains(option)) {
                values.put(own(option, storage), noted(option, value));
            }
        });
        return OwnValue.note(draft, values);
    }

    private static void compare(
            HostResource.Draft draft, HostStorage storage, Map<String, String> now, HostFacts facts) {
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
            if (!truth(key, is).equals(truth(key, value))) {
                draft.compare(key, is, value);
                changes.put(key, truth(key, value));
                if (FOR_GOOD.contains(key) && !CHANGEABLE.contains(key)) {
                    draft.refuse(
                            "its " + key + " is " + is + ", which Proxmox never changes, and the file says " + value,
                            "write it as it is, or give the storage another name");
                }
            }
        });
        note(draft, storage.id(), changes);
        String password = storage.password().text();
        String kept = facts.labelled(LOOK, PASSWORD + " " + storage.id());
        if (!password.isEmpty() && !kept.equals(hash(password))) {
            draft.change(PASSWORD, kept.isEmpty() ? "" : "another", AS_DECLARED, "", Impact.LIVE);
            changes.put(PASSWORD, password);
        }
        Map<String, String> dropped = new TreeMap<>(now);
        dropped.keySet().removeAll(declared(storage));
        dropped.keySet().removeAll(TOLD);
        dropped.entrySet()
                .removeIf(option ->
                        !own(option.getKey(), storage.id()).stands(facts, truth(option.getKey(), option.getValue())));
        dropped.forEach((option, is) -> draft.change(option, is, "", "declared no more", Impact.LIVE));
        if (!dropped.isEmpty()) {
            changes.put("delete", String.join(",", dropped.keySet()));
        }
        draft.act(Acts.call(StorageConfigApi.update(storage.id(), changes)));
        OwnValue.strike(
                draft,
                dropped.keySet().stream()
                        .map(option -> own(option, storage.id()))
                        .toList());
    }

    private static Set<String> set(String words) {
        return Arrays.stream(words.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** As {@code sha256sum} prints that of a password and the end of its line, so that none is sent anywhere to be compared. */
    private static String hash(String password) {
        try {
            byte[] line = (password + "\n").getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Proxmox's way to say yes and no, of options that are one or the other. */
    private static String truth(String option, String value) {
        if (option.equals("preallocation")) {
            return value; // it has an "off" of its own
        }
        return switch (value) {
            case "on", "true", "yes" -> "1";
            case "off", "false", "no" -> "0";
            default -> value;
        };
    }
}
