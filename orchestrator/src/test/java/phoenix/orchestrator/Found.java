package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.actual.Access;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.note.Note;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** A container as the node has it, being put together by a test: {@code hostname}, a volume of 8 GiB, and what the test adds. */
public final class Found {
    public static final String ARCHIVE = "debian-12-standard_12.7-1_amd64.tar.zst";
    public static final Access SHELL = new Access(true, false);

    private final VmId id;
    private final @Nullable Note note;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, String> pending = new LinkedHashMap<>();
    private final Map<String, GuestConfig.Section> snapshots = new LinkedHashMap<>();
    private final List<GuestConfig.RawEntry> raw = new ArrayList<>();
    private boolean running;

    /** @param note null for a foreign one */
    public Found(VmId id, String name, @Nullable Note note) {
        this.id = id;
        this.note = note;
        options.put("hostname", name);
        options.put("rootfs", "local-zfs:subvol-" + id + "-disk-0,size=8G");
        options.put("unprivileged", "1");
        if (note != null) {
            options.put("tags", note.tag());
        }
    }

    public Found option(String name, String value) {
        options.put(name, value);
        return this;
    }

    /** What waits for a restart. */
    public Found pending(String name, String value) {
        pending.put(name, value);
        return this;
    }

    /** A line of LXC's own. */
    public Found raw(String key, String value) {
        raw.add(new GuestConfig.RawEntry(key, value));
        return this;
    }

    public Found snapshot(String name, Note record) {
        snapshots.put(name, GuestConfig.Section.EMPTY.describedAs(record.line()));
        return this;
    }

    /**
     * A snapshot.
     *
     * @param record null for one that somebody else took
     * @param own options that only snapshots have, or that are others than now
     */
    public Found snapshot(String name, @Nullable Note record, Map<String, String> own) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.remove("tags");
        all.putAll(own);
        snapshots.put(name, new GuestConfig.Section(record == null ? "" : record.line(), all, List.of()));
        return this;
    }

    public Found running() {
        running = true;
        return this;
    }

    public VmId id() {
        return id;
    }

    public ActualGuest value() {
        GuestConfig.Section current = new GuestConfig.Section(note == null ? "" : note.line(), options, raw);
        return new ActualGuest(
                id,
                GuestKind.CONTAINER,
                "pve",
                new GuestConfig(current, new GuestConfig.Section("", pending, List.of()), snapshots),
                running);
    }

    /** A node with a shell, a template archive to be had, and these guests. */
    public static Actual node(Found... guests) {
        return node(SHELL, guests);
    }

    public static Actual node(Access access, Found... guests) {
        SortedMap<VmId, ActualGuest> byId = new TreeMap<>();
        Stream.of(guests).forEach(guest -> byId.put(guest.id, guest.value()));
        return new Actual(
                "pve",
                byId,
                List.of(),
                List.of(ARCHIVE, "debian-13-standard_13.1-1_amd64.tar.zst"),
                Optional.of("local"),
                new TreeMap<>(),
                access);
    }
}
