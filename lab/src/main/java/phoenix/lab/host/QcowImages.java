package phoenix.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import phoenix.lab.node.Images;
import phoenix.lab.node.NodeException;
import phoenix.pve.DiskSize;
import phoenix.pve.VmId;
import tools.jackson.databind.json.JsonMapper;

/**
 * VMs' disks as qcow2 files below {@code /rpool/images}: linked clones by backing file, snapshots inside the file. A file beside each
 * keeps its size, its base and its snapshots, so that nobody has to open it to know. What a running VM holds is asked of its QEMU.
 */
final class QcowImages implements Images {
    private static final Pattern NAME = Pattern.compile("(?:vm|base)-([1-9][0-9]{2,8})-[A-Za-z0-9_.-]+");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LabPlace place;
    private final HostContainer node;
    private final QemuTools tools;

    QcowImages(LabPlace place, HostContainer node, QemuTools tools) {
        this.place = place;
        this.node = node;
        this.tools = tools;
    }

    /** What is kept about a disk. */
    private record Facts(DiskSize size, String base, Map<String, DiskSize> snapshots) {
        String print() {
            StringBuilder text = new StringBuilder("size " + size.bytes() + "\nbase " + base + "\n");
            snapshots.forEach((name, bytes) -> text.append("snapshot ")
                    .append(name)
                    .append(' ')
                    .append(bytes.bytes())
                    .append('\n'));
            return text.toString();
        }

        static Facts parse(String text) {
            DiskSize size = new DiskSize(0);
            String base = "";
            Map<String, DiskSize> snapshots = new LinkedHashMap<>();
            for (String line : text.lines().toList()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "size" -> size = new DiskSize(Long.parseLong(words[1]));
                    case "base" -> base = words[1];
                    default -> snapshots.put(words[1], new DiskSize(Long.parseLong(words[2])));
                }
            }
            return new Facts(size, base, snapshots);
        }
    }

    private Path folder() {
        return place.pool().resolve("images");
    }

    /** Where a disk lies, as the node sees it. */
    static String path(String volume) {
        return "/rpool/images/" + checked(volume) + ".qcow2";
    }

    Path seen(String volume) {
        return folder().resolve(checked(volume) + ".qcow2");
    }

    private Path factsFile(String volume) {
        return folder().resolve(checked(volume) + ".facts");
    }

    private static String checked(String volume) {
        if (!NAME.matcher(volume).matches()) {
            throw new NodeException("not a disk's name: " + volume);
        }
        return volume;
    }

    private Facts facts(String volume) {
        if (!Files.exists(factsFile(volume))) {
            throw new NodeException("cannot open 'rpool/data/" + volume + "': dataset does not exist");
        }
        return Facts.parse(PlainFile.read(factsFile(volume)));
    }

    private void write(String volume, Facts facts) {
        PlainFile.write(factsFile(volume), facts.print());
    }

    private void img(String... arguments) {
        tools.ensure();
        List<String> argv = new ArrayList<>(List.of("qemu-img"));
        argv.addAll(List.of(arguments));
        node.in(argv).within(LIMIT).run();
    }

    /** Makes a file under another name first, so that a disk is there whole or not at all. */
    private void born(String volume, Facts facts, Consumer<String> making) {
        tools.ensure();
        PlainFile.makeFolder(folder());
        if (Files.exists(factsFile(volume))) {
            throw new NodeException("cannot create 'rpool/data/" + volume + "': dataset already exists");
        }
        String temporary = "/rpool/images/." + volume + ".new";
        making.accept(temporary);
        PlainFile.move(folder().resolve("." + volume + ".new"), seen(volume));
        write(volume, facts);
    }

    @Override
    public synchronized void create(String volume, DiskSize quota) {
        born(
                volume,
                new Facts(quota, "", Map.of()),
                file -> img("create", "-q", "-f", "qcow2", file, Long.toString(quota.bytes())));
    }

    @Override
    public synchronized DiskSize importFile(Path image, String volume) {
        tools.ensure();
        String source = "/" + place.rootfs().relativize(image);
        String info = node.in("qemu-img", "info", "--output=json", source).run();
        DiskSize size = new DiskSize(JSON.readTree(info).path("virtual-size").asLong(0));
        born(volume, new Facts(size, "", Map.of()), file -> img("convert", "-q", "-W", "-O", "qcow2", source, file));
        return size;
    }

    @Override
    public synchronized void destroy(String volume) {
        boolean needed =
                list().stream().anyMatch(other -> facts(other.volume()).base().equals(volume));
        if (needed) {
            throw new NodeException("cannot destroy 'rpool/data/" + volume + "': volume has dependent clones");
        }
        for (String suffix : List.of(".facts", ".qcow2", ".vars", ".iso")) {
            PlainFile.delete(folder().resolve(checked(volume) + suffix));
        }
        Tree.remove(folder().resolve(checked(volume) + ".tpm"));
    }

    /** Does something with the QEMU that holds a disk, if one does. */
    private boolean byOwner(String volume, Consumer<Qmp> work) {
        String owner = NAME.matcher(volume).replaceFirst("$1");
        Path socket = QemuMachines.qmpSocket(place, VmId.parse(owner));
        if (!Qmp.listens(socket)) {
            return false;
        }
        try (Qmp qmp = Qmp.connect(socket)) {
            if (!qmp.hasNode(volume)) {
                return false;
            }
            work.accept(qmp);
            return true;
        }
    }

    @Override
    public synchronized void resize(String volume, DiskSize quota) {
        Facts facts = facts(volume);
        boolean done =
                byOwner(volume, qmp -> qmp.run("block_resize", Map.of("node-name", volume, "size", quota.bytes())));
        if (!done) {
            img("resize", "-q", path(volume), Long.toString(quota.bytes()));
        }
        write(volume, new Facts(quota, facts.base(), facts.snapshots()));
    }

    @Override
    public synchronized void snapshot(String volume, String snapshot) {
        boolean done = byOwner(
                volume, qmp -> qmp.run("blockdev-snapshot-internal-sync", Map.of("device", volume, "name", snapshot)));
        if (!done) {
            img("snapshot", "-q", "-c", snapshot, path(volume));
        }
        noteSnapshot(volume, snapshot);
    }

    /** Remembers a snapshot that a running QEMU has taken. */
    synchronized void noteSnapshot(String volume, String snapshot) {
        Facts facts = facts(volume);
        Map<String, DiskSize> more = new LinkedHashMap<>(facts.snapshots());
        more.put(snapshot, facts.size());
        write(volume, new Facts(facts.size(), facts.base(), more));
    }

    @Override
    public synchronized void deleteSnapshot(String volume, String snapshot) {
        boolean done = byOwner(
                volume,
                qmp -> qmp.run("blockdev-snapshot-delete-internal-sync", Map.of("device", volume, "name", snapshot)));
        if (!done) {
            img("snapshot", "-q", "-d", snapshot, path(volume));
        }
        Facts facts = facts(volume);
        Map<String, DiskSize> rest = new LinkedHashMap<>(facts.snapshots());
        rest.remove(snapshot);
        write(volume, new Facts(facts.size(), facts.base(), rest));
    }

    @Override
    public synchronized void rollback(String volume, String snapshot) {
        img("snapshot", "-q", "-a", snapshot, path(volume));
        Facts facts = facts(volume);
        DiskSize size = facts.snapshots().getOrDefault(snapshot, facts.size());
        write(volume, new Facts(size, facts.base(), facts.snapshots()));
    }

    @Override
    public synchronized void copy(String volume, Optional<String> snapshot, String target, DiskSize quota) {
        List<String> argv = new ArrayList<>(List.of("convert", "-q", "-U", "-W", "-O", "qcow2"));
        snapshot.ifPresent(name -> argv.addAll(List.of("-l", "snapshot.name=" + name)));
        argv.add(path(volume));
        born(target, new Facts(facts(volume).size(), "", Map.of()), file -> {
            argv.add(file);
            img(argv.toArray(String[]::new));
        });
    }

    @Override
    public synchronized void makeBase(String volume, String base) {
        Facts facts = facts(volume);
        PlainFile.move(seen(volume), seen(base));
        write(base, facts);
        PlainFile.delete(factsFile(volume));
        Path vars = folder().resolve(volume + ".vars");
        if (Files.exists(vars)) {
            PlainFile.move(vars, folder().resolve(base + ".vars"));
        }
        try {
            Files.setPosixFilePermissions(seen(base), PosixFilePermissions.fromString("r--r--r--"));
        } catch (IOException failed) {
            throw new NodeException("cannot protect " + seen(base) + ": " + failed, failed);
        }
    }

    @Override
    public synchronized void linkedClone(String base, String target, DiskSize quota) {
        born(
                target,
                new Facts(facts(base).size(), base, Map.of()),
                file -> img("create", "-q", "-f", "qcow2", "-b", path(base), "-F", "qcow2", file));
    }

    @Override
    public synchronized List<Usage> list() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        return PlainFile.list(folder()).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".facts"))
                .map(name -> usage(name.substring(0, name.length() - ".facts".length())))
                .toList();
    }

    @Override
    public synchronized Optional<Usage> find(String volume) {
        return Files.exists(factsFile(volume)) ? Optional.of(usage(volume)) : Optional.empty();
    }

    private Usage usage(String volume) {
        Facts facts = facts(volume);
        return new Usage(
                volume,
                facts.size(),
                new DiskSize(seen(volume).toFile().length()),
                List.copyOf(facts.snapshots().keySet()));
    }

    @Override
    public Space space() {
        return new Space(
                new DiskSize(place.pool().toFile().getTotalSpace()),
                new DiskSize(place.pool().toFile().getTotalSpace()
                        - place.pool().toFile().getFreeSpace()));
    }
}
