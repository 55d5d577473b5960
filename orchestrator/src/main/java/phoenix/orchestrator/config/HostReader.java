package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.config.HostDraft.DataSet;
import phoenix.orchestrator.config.HostDraft.Pool;
import phoenix.orchestrator.config.HostDraft.SharedVolume;
import phoenix.pve.VmId;

/** Reads what the hypervisor file says of pools, data sets, shares and the machine. */
final class HostReader {
    private final Fields file;

    HostReader(Fields file) {
        this.file = file;
    }

    HostDraft read(HostNetwork network) {
        Optional<Fields> host = file.inner("host");
        Optional<Fields> zfs = file.inner("zfs");
        return new HostDraft(
                network,
                host.flatMap(fields -> fields.whole("memory_mb")).orElse(null),
                host.flatMap(fields -> fields.whole("cores")).orElse(null),
                each(zfs, "pools", HostReader::pool),
                each(zfs, "datasets", HostReader::dataSet),
                texts(file.inner("proxmox_storage_ids")),
                sharedVolumes(),
                each(file.inner("samba"), "shares", share -> share.word("path")),
                each(file.inner("nfs"), "exports", export -> export.word("path")),
                gpus(),
                leftToVms(),
                TestFiles.read(file));
    }

    private interface Reading<T> {
        Optional<T> of(Fields fields);
    }

    private static <T> List<T> each(Optional<Fields> owner, String key, Reading<T> reading) {
        List<T> found = new ArrayList<>();
        owner.ifPresent(
                fields -> fields.objects(key).forEach(item -> reading.of(item).ifPresent(found::add)));
        return found;
    }

    private static Optional<Pool> pool(Fields fields) {
        return fields.word("name")
                .map(name -> new Pool(
                        name,
                        fields.word("raid_level")
                                .map(level -> new Located<>(level.value().toLowerCase(Locale.ROOT), level.place()))
                                .orElse(null),
                        fields.words("disks"),
                        fields.whole("size_gb").orElse(null)));
    }

    private static Optional<DataSet> dataSet(Fields fields) {
        Optional<Located<String>> name = fields.word("name");
        Optional<Located<String>> pool = fields.word("pool");
        return name.isEmpty() || pool.isEmpty()
                ? Optional.empty()
                : Optional.of(new DataSet(
                        name.get(),
                        pool.get(),
                        properties(fields),
                        fields.word("proxmox_storage_type").orElse(null),
                        content(fields)));
    }

    /** An object, or a text such as {@code compression=lz4,quota=800G}. */
    private static Map<String, Located<String>> properties(Fields dataSet) {
        Map<String, Located<String>> properties = new HashMap<>(texts(dataSet.inner("properties")));
        dataSet.word("properties").ifPresent(text -> {
            for (String part : text.value().split(",", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    properties.put(
                            part.substring(0, equals).strip(),
                            new Located<>(part.substring(equals + 1).strip(), text.place()));
                }
            }
        });
        return properties;
    }

    /** A list, or a text with commas. */
    private static List<Located<String>> content(Fields dataSet) {
        List<Located<String>> content = new ArrayList<>();
        for (Located<String> words : dataSet.words("proxmox_content_type")) {
            for (String word : words.value().split(",", -1)) {
                if (!word.isBlank()) {
                    content.add(new Located<>(word.strip(), words.place()));
                }
            }
        }
        return content;
    }

    private List<SharedVolume> sharedVolumes() {
        List<SharedVolume> volumes = new ArrayList<>();
        file.inner("shared_volumes")
                .ifPresent(all -> all.object().members().forEach((name, member) -> {
                    Optional<Fields> volume = Keys.isComment(name) ? Optional.empty() : all.inner(name);
                    if (name.equals("firewall")
                            && volume.filter(fields -> !fields.has("host_path")).isPresent()) {
                        file.problems()
                                .error(
                                        member.place(),
                                        "'firewall' stands under 'shared_volumes', where it is none: the node would have no"
                                                + " firewall",
                                        "move it out, to the root of the file, beside 'network'");
                        return;
                    }
                    volume.ifPresent(fields -> volumes.add(new SharedVolume(
                            name,
                            fields.word("host_path").orElse(null),
                            mounts(fields),
                            fields.flag("read_only").map(Located::value).orElse(false),
                            MountReader.owner(fields).orElse(null))));
                }));
        return volumes;
    }

    private static Map<VmId, Located<String>> mounts(Fields volume) {
        Map<VmId, Located<String>> mounts = new HashMap<>();
        texts(volume.inner("mounts")).forEach((id, path) -> {
            if (id.matches("[1-9][0-9]{2,8}")) {
                mounts.put(VmId.parse(id), path);
            }
        });
        return mounts;
    }

    private List<Located<String>> leftToVms() {
        return file.inner("vfio")
                .filter(vfio -> vfio.flag("enabled").map(Located::value).orElse(true))
                .map(vfio -> vfio.words("devices"))
                .orElse(List.of());
    }

    private List<Located<String>> gpus() {
        List<Located<String>> addresses = new ArrayList<>();
        for (JsonValue item : file.oneOrMore("gpus").orElse(List.of())) {
            Optional<String> address = item instanceof JsonValue.Obj object
                    ? new Fields(object, file.problems()).word("address").map(Located::value)
                    : Fields.word(item);
            address.ifPresent(text -> addresses.add(new Located<>(text, item.place())));
        }
        return addresses;
    }

    private static Map<String, Located<String>> texts(Optional<Fields> object) {
        Map<String, Located<String>> texts = new HashMap<>();
        object.ifPresent(fields -> fields.object().members().keySet().stream()
                .filter(key -> !Keys.isComment(key))
                .forEach(key -> fields.word(key).ifPresent(word -> texts.put(key, word))));
        return texts;
    }
}
