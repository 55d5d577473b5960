package phoenix.lab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.lab.rest.ApiException;
import phoenix.lab.schema.Formats;
import phoenix.pve.GuestConfig;

/** A container's configuration while it is being changed. Confined to one thread. */
final class ContainerConfig {
    private final Part current;
    private final Part pending;
    private final SortedMap<String, Part> snapshots = new TreeMap<>();
    private final String digest;

    /** One section; the description stands among the options, with the line break at its end that Proxmox reads it with. */
    static final class Part {
        private final SortedMap<String, String> options = new TreeMap<>();
        private final List<GuestConfig.RawEntry> raw = new ArrayList<>();

        Part() {}

        private Part(GuestConfig.Section section) {
            options.putAll(section.options());
            if (!section.description().isEmpty()) {
                options.put("description", section.description() + "\n");
            }
            section.raw().stream().filter(entry -> RawKeys.isKept(entry.key())).forEach(raw::add);
        }

        SortedMap<String, String> options() {
            return options;
        }

        List<GuestConfig.RawEntry> raw() {
            return raw;
        }

        Optional<String> get(String option) {
            return Optional.ofNullable(options.get(option));
        }

        boolean has(String option) {
            return options.containsKey(option);
        }

        void set(String option, String value) {
            options.put(option, value);
        }

        void remove(String option) {
            options.remove(option);
        }

        boolean flag(String option) {
            return get(option).orElse("0").equals("1");
        }

        GuestConfig.Section section() {
            SortedMap<String, String> rest = new TreeMap<>(options);
            String description = Optional.ofNullable(rest.remove("description")).orElse("");
            return new GuestConfig.Section(description, rest, raw);
        }
    }

    private ContainerConfig(GuestConfig file, String digest) {
        this.current = new Part(file.current());
        this.pending = new Part(file.pending());
        file.snapshots().forEach((name, section) -> snapshots.put(name, new Part(section)));
        this.digest = digest;
    }

    static ContainerConfig empty() {
        return new ContainerConfig(new GuestConfig(GuestConfig.Section.EMPTY, GuestConfig.Section.EMPTY, Map.of()), "");
    }

    /** @param digest SHA-1 of the file that this was read from */
    static ContainerConfig of(GuestConfig file, String digest) {
        return new ContainerConfig(file, digest);
    }

    /** What is in force. */
    Part current() {
        return current;
    }

    /** What waits for a restart. */
    Part pending() {
        return pending;
    }

    SortedMap<String, Part> snapshots() {
        return snapshots;
    }

    /** SHA-1 of the file that this was read from. */
    String digest() {
        return digest;
    }

    /** @throws ApiException if there is no such snapshot */
    Part snapshot(String name) {
        return Optional.ofNullable(snapshots.get(name))
                .orElseThrow(() -> ApiException.failure("snapshot '" + name + "' does not exist"));
    }

    boolean isTemplate() {
        return current.flag("template");
    }

    Optional<String> lock() {
        return current.get("lock");
    }

    /** @throws ApiException if the container is locked */
    void checkLock() {
        lock().ifPresent(lock -> {
            throw ApiException.failure("CT is locked (" + lock + ")");
        });
    }

    /** @throws ApiException if the container is protected */
    void checkProtection(String refusal) {
        if (current.flag("protection")) {
            throw ApiException.failure(refusal + " - protection mode enabled");
        }
    }

    /** The options that wait for being deleted. */
    SortedMap<String, Boolean> pendingDeletes() {
        SortedMap<String, Boolean> deletes = new TreeMap<>();
        Formats.split(pending.get("delete").orElse(""))
                .forEach(option -> deletes.put(option.replaceFirst("^!", ""), option.startsWith("!")));
        return deletes;
    }

    void addPendingDelete(String option) {
        TreeSet<String> deletes = new TreeSet<>(pendingDeletes().keySet());
        deletes.add(option);
        pending.set("delete", String.join(",", deletes));
    }

    void removePendingDelete(String option) {
        TreeSet<String> deletes = new TreeSet<>(pendingDeletes().keySet());
        deletes.remove(option);
        if (deletes.isEmpty()) {
            pending.remove("delete");
        } else {
            pending.set("delete", String.join(",", deletes));
        }
    }

    /** Drops pending changes that change nothing. */
    void cleanUpPending() {
        pending.options()
                .entrySet()
                .removeIf(entry -> entry.getValue().equals(current.options().get(entry.getKey())));
        for (String option : pendingDeletes().keySet()) {
            if (!current.has(option)) {
                removePendingDelete(option);
            }
        }
    }

    /** The text of the file: options sorted, unused volumes that are used again left out. */
    String print() {
        List<String> used = Mounts.of(current).stream().map(Mount::volume).toList();
        current.options()
                .entrySet()
                .removeIf(entry -> ContainerOptions.isUnused(entry.getKey()) && used.contains(entry.getValue()));
        Map<String, GuestConfig.Section> sections = new TreeMap<>();
        snapshots.forEach((name, part) -> sections.put(name, part.section()));
        return new GuestConfig(current.section(), pending.section(), sections).print();
    }
}
