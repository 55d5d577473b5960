package phoenix.lab.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.rest.ApiException;
import phoenix.lab.schema.Formats;
import phoenix.pve.GuestConfig;

/** A VM's configuration while it is being changed; each part maps options to values. Confined to one thread. */
final class VmConfig {
    private static final Pattern CLOUD_INIT = Pattern.compile("(?ms)^\\[special:cloudinit\\]\\n(.*?)(?=^\\[|\\z)");

    private final SortedMap<String, String> current;
    private final SortedMap<String, String> pending;
    private final SortedMap<String, SortedMap<String, String>> snapshots = new TreeMap<>();
    private final SortedMap<String, String> cloudInit = new TreeMap<>();
    private final String digest;

    private VmConfig(GuestConfig file, String digest) {
        this.current = options(file.current());
        this.pending = options(file.pending());
        file.snapshots().forEach((name, section) -> snapshots.put(name, options(section)));
        this.digest = digest;
    }

    static VmConfig empty() {
        return of("", "");
    }

    /** @param digest SHA-1 of the text */
    static VmConfig of(String text, String digest) {
        VmConfig config = new VmConfig(GuestConfig.parse(text), digest);
        Matcher section = CLOUD_INIT.matcher(text);
        if (section.find()) {
            config.cloudInit.putAll(
                    GuestConfig.parse(section.group(1)).current().options());
        }
        return config;
    }

    private static SortedMap<String, String> options(GuestConfig.Section section) {
        SortedMap<String, String> options = new TreeMap<>(section.options());
        if (!section.description().isEmpty()) {
            options.put("description", section.description());
        }
        return options;
    }

    static GuestConfig.Section section(Map<String, String> options) {
        SortedMap<String, String> rest = new TreeMap<>(options);
        String description = Optional.ofNullable(rest.remove("description")).orElse("");
        return new GuestConfig.Section(description, rest, List.of());
    }

    /** What is in force. */
    SortedMap<String, String> current() {
        return current;
    }

    /** What waits for a restart. */
    SortedMap<String, String> pending() {
        return pending;
    }

    SortedMap<String, SortedMap<String, String>> snapshots() {
        return snapshots;
    }

    /** What the cloud-init drive was made of. */
    SortedMap<String, String> cloudInit() {
        return cloudInit;
    }

    /** Every part but the cloud-init drive's. */
    List<SortedMap<String, String>> parts() {
        List<SortedMap<String, String>> parts = new ArrayList<>(snapshots.values());
        parts.add(current);
        parts.add(pending);
        return parts;
    }

    /** SHA-1 of the file that this was read from. */
    String digest() {
        return digest;
    }

    Optional<String> get(String option) {
        return Optional.ofNullable(current.get(option));
    }

    boolean flag(String option) {
        return get(option).orElse("0").equals("1");
    }

    boolean isTemplate() {
        return flag("template");
    }

    /** @throws ApiException if there is no such snapshot */
    SortedMap<String, String> snapshot(String name) {
        return Optional.ofNullable(snapshots.get(name))
                .orElseThrow(() -> ApiException.failure("snapshot '" + name + "' does not exist"));
    }

    /** @throws ApiException if the VM is locked */
    void checkLock() {
        get("lock").ifPresent(lock -> {
            throw ApiException.failure("VM is locked (" + lock + ")");
        });
    }

    /** @throws ApiException if the VM is protected */
    void checkProtection(String refusal) {
        if (flag("protection")) {
            throw ApiException.failure(refusal + " - protection mode enabled");
        }
    }

    /** The options that wait for being deleted; true if their volumes are to go, too. */
    SortedMap<String, Boolean> pendingDeletes() {
        SortedMap<String, Boolean> deletes = new TreeMap<>();
        Formats.split(pending.getOrDefault("delete", ""))
                .forEach(option -> deletes.put(option.replaceFirst("^!", ""), option.startsWith("!")));
        return deletes;
    }

    void addPendingDelete(String option, boolean force) {
        SortedMap<String, Boolean> deletes = pendingDeletes();
        deletes.put(option, force);
        writeDeletes(deletes);
    }

    void removePendingDelete(String option) {
        SortedMap<String, Boolean> deletes = pendingDeletes();
        deletes.remove(option);
        writeDeletes(deletes);
    }

    private void writeDeletes(SortedMap<String, Boolean> deletes) {
        if (deletes.isEmpty()) {
            pending.remove("delete");
            return;
        }
        List<String> marked = new ArrayList<>();
        deletes.forEach((option, force) -> marked.add((force ? "!" : "") + option));
        pending.put("delete", String.join(",", marked));
    }

    /** Drops pending changes that change nothing. */
    void cleanUpPending() {
        pending.entrySet().removeIf(entry -> entry.getValue().equals(current.get(entry.getKey())));
        pendingDeletes().keySet().stream()
                .filter(option -> !current.containsKey(option))
                .forEach(this::removePendingDelete);
    }

    /** The text of the file. */
    String print() {
        Map<String, GuestConfig.Section> sections = new TreeMap<>();
        snapshots.forEach((name, part) -> sections.put(name, section(part)));
        String text = new GuestConfig(section(current), section(pending), sections)
                .print()
                .replaceFirst("(?m)^\\[pve:pending\\]$", "[PENDING]");
        if (cloudInit.isEmpty()) {
            return text;
        }
        StringBuilder special = new StringBuilder("\n[special:cloudinit]\n");
        cloudInit.forEach((option, value) ->
                special.append(option).append(": ").append(value).append('\n'));
        int first = sections.isEmpty()
                ? text.length()
                : text.indexOf("\n[" + sections.keySet().iterator().next() + "]\n");
        return text.substring(0, first) + special + text.substring(first);
    }
}
