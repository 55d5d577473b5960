package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import tools.jackson.core.io.JsonStringEncoder;

/** Tells of each guest of the files what it consists of, and where that comes from; also of guests with errors. */
public final class Origins {
    static final Origins NONE = new Origins(Map.of(), Map.of(), List.of());

    private final Map<VmId, EffectiveGuest> containers;
    private final Map<VmId, EffectiveGuest> vms;
    private final List<HostDraft.SharedVolume> shared;

    private Origins(
            Map<VmId, EffectiveGuest> containers, Map<VmId, EffectiveGuest> vms, List<HostDraft.SharedVolume> shared) {
        this.containers = containers;
        this.vms = vms;
        this.shared = shared;
    }

    static Origins of(List<EffectiveGuest> containers, List<EffectiveGuest> vms, List<HostDraft.SharedVolume> shared) {
        return new Origins(byId(containers), byId(vms), shared);
    }

    private static Map<VmId, EffectiveGuest> byId(List<EffectiveGuest> guests) {
        Map<VmId, EffectiveGuest> byId = new TreeMap<>();
        guests.forEach(guest -> byId.putIfAbsent(guest.id(), guest));
        return Collections.unmodifiableMap(byId);
    }

    /** Every guest of the files. */
    public NavigableSet<VmId> ids() {
        NavigableSet<VmId> ids = new TreeSet<>(containers.keySet());
        ids.addAll(vms.keySet());
        return ids;
    }

    /** What a guest consists of; empty if the files know none of that ID. */
    public Optional<Effective> of(VmId id) {
        EffectiveGuest container = containers.get(id);
        if (container != null) {
            return Optional.of(effective(container, GuestKind.CONTAINER));
        }
        return Optional.ofNullable(vms.get(id)).map(vm -> effective(vm, GuestKind.VM));
    }

    private Effective effective(EffectiveGuest guest, GuestKind kind) {
        List<Effective.Setting> settings = new ArrayList<>();
        collect("", guest.fields().object(), settings);
        for (HostDraft.SharedVolume volume : kind == GuestKind.CONTAINER ? shared : List.<HostDraft.SharedVolume>of()) {
            Located<String> path = volume.mounts().get(guest.id());
            if (path != null) {
                settings.add(new Effective.Setting(
                        "mount_points",
                        quoted(Located.valueOf(volume.hostPath()) + " at " + path.value()),
                        "shared volume " + volume.name(),
                        path.place()));
            }
        }
        settings.sort(Comparator.comparing(Effective.Setting::key));
        return new Effective(guest.id(), kind, settings);
    }

    private static void collect(String prefix, JsonValue.Obj object, List<Effective.Setting> settings) {
        object.members().forEach((key, member) -> {
            JsonValue value = member.value();
            if (Keys.isComment(key) || value instanceof JsonValue.Null) {
                return;
            }
            if (value instanceof JsonValue.Obj inner
                    && !Secrets.isReference(inner)
                    && !inner.members().isEmpty()) {
                collect(prefix + key + ".", inner, settings);
            } else {
                Place place = value.place();
                settings.add(
                        new Effective.Setting(prefix + key, JsonPrinter.shown(member), Layers.nameOf(place), place));
            }
        });
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }
}
