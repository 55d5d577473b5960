package phoenix.lab.guest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Caller;
import phoenix.lab.storage.Storage;
import phoenix.lab.storage.Storages;
import phoenix.lab.task.Task;
import phoenix.lab.task.Undo;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Makes a container from a template. What can be refused is refused in the call; volumes, files and set-up are the task
 * {@code vzcreate}, which leaves nothing behind when it fails.
 *
 * @see "PVE source: PVE/API2/LXC.pm create_vm"
 */
final class Creation {
    /** What the call takes besides the container's options. */
    private static final Set<String> NOT_OPTIONS = Set.of(
            "node",
            "vmid",
            "ostemplate",
            "password",
            "storage",
            "force",
            "restore",
            "unique",
            "pool",
            "ignore-unpack-errors",
            "ssh-public-keys",
            "bwlimit",
            "start",
            "unprivileged");

    private static final List<String> KNOWN_SYSTEMS = List.of(
            "debian", "devuan", "ubuntu", "centos", "fedora", "opensuse", "archlinux", "alpine", "gentoo", "nixos");

    private final Guests guests;
    private final ConfigUpdate update;
    private final Disks disks;
    private final ModifyRights rights;
    private final Power power;
    private final GuestAccess access;

    Creation(Guests guests, ConfigUpdate update, Disks disks, ModifyRights rights, Power power, GuestAccess access) {
        this.guests = guests;
        this.update = update;
        this.disks = disks;
        this.rights = rights;
        this.power = power;
        this.access = access;
    }

    /** A creation whose every question has been answered. */
    private record Plan(
            VmId id,
            String template,
            ContainerConfig config,
            Map<String, String> mounts,
            Map<String, String> secrets) {}

    Object create(Call call) {
        VmId id = call.vmid();
        if (call.flag("restore")) {
            throw ApiException.failure("the lab keeps no backups to restore from");
        }
        guests.files().checkUnused(id);
        call.find("ssh-public-keys").ifPresent(Creation::checkKeys);
        Map<String, String> options = options(call);
        checkCaller(call, id, options);
        String template = call.text("ostemplate");
        checkTemplate(call.caller(), id, template);
        String storage = call.text("storage", "local");
        Map<String, String> mounts = mounts(options, storage);
        checkMounts(call.caller(), mounts);
        if (mounts.isEmpty()) {
            checkStorage(call.caller(), storage);
            mounts.put("rootfs", storage + ":4");
        }
        ContainerConfig config = ContainerConfig.empty();
        update.run(id, config, false, options, List.of(), List.of(), new Undo());
        if (call.flag("unprivileged")) {
            config.current().set("unprivileged", "1");
        }
        reserve(id);
        Plan plan = new Plan(id, template, config, mounts, secrets(call));
        boolean start = call.flag("start");
        return guests.tasks()
                .start("vzcreate", id.toString(), call.caller(), task -> {
                    guests.holding(id, () -> carryOut(plan, task));
                    call.find("pool").ifPresent(pool -> access.addToPool(id, pool));
                    if (start) {
                        power.start(id, call.caller(), false);
                    }
                })
                .toString();
    }

    private void checkTemplate(Caller caller, VmId id, String template) {
        if (Storages.isVolumeId(template)) {
            VolumeId volume = Storages.volumeId(template);
            guests.storages().checkAccess(caller, Optional.of(id), volume, Optional.of("vztmpl"));
        } else if (!caller.isRoot()) {
            throw ApiException.failure(
                    "Only root can pass arbitrary filesystem paths. at /usr/share/perl5/PVE/Storage.pm line 581.");
        }
    }

    /** Where the template lies: on a storage, or, for root, anywhere on the node. */
    private Path archive(String template) {
        if (Storages.isVolumeId(template)) {
            Path file = guests.storages().file(Storages.volumeId(template));
            if (!Files.isRegularFile(file)) {
                throw ApiException.failure("volume '" + template + "' does not exist");
            }
            return file;
        }
        Path file =
                guests.node().root().resolve(template.replaceFirst("^/+", "")).normalize();
        if (!template.startsWith("/") || !file.startsWith(guests.node().root()) || !Files.isRegularFile(file)) {
            throw ApiException.failure("can't find file '" + template + "'");
        }
        return file;
    }

    private String shownPath(String template) {
        return Storages.isVolumeId(template) ? guests.storages().path(Storages.volumeId(template)) : template;
    }

    private static Map<String, String> options(Call call) {
        Map<String, String> options = new TreeMap<>(call.values());
        options.keySet().removeIf(name -> NOT_OPTIONS.contains(name) || ContainerOptions.isUnused(name));
        options.computeIfPresent("cpuunits", (name, units) -> ConfigEndpoints.clampedCpuUnits(units));
        return options;
    }

    private void checkCaller(Call call, VmId id, Map<String, String> options) {
        Optional<String> pool = call.find("pool");
        Caller caller = call.caller();
        if (pool.isPresent() && !caller.rights().poolExists(pool.get())) {
            throw ApiException.forbidden("pool '" + pool.get() + "' does not exist");
        }
        boolean allowed = caller.may("/vms/" + id, "VM.Allocate")
                || (pool.isPresent() && caller.may("/pool/" + pool.get(), "VM.Allocate"));
        if (!allowed) {
            throw ApiException.forbidden();
        }
        rights.check(caller, id, pool, Map.of(), options, List.of(), call.flag("unprivileged"));
    }

    /** Takes the mounts out of the options; a bare number means the default storage. */
    private static Map<String, String> mounts(Map<String, String> options, String storage) {
        Map<String, String> mounts = new LinkedHashMap<>();
        for (String option : List.copyOf(options.keySet())) {
            if (ContainerOptions.isVolume(option)) {
                String value = String.valueOf(options.remove(option));
                mounts.put(option, value.matches("[0-9]+(?:\\.[0-9]+)?") ? storage + ":" + value : value);
            }
        }
        if (!mounts.isEmpty() && !mounts.containsKey("rootfs")) {
            throw ApiException.failure("mount points configured, but 'rootfs' not set - aborting");
        }
        return mounts;
    }

    private void checkMounts(Caller caller, Map<String, String> mounts) {
        for (Mount mount : Mounts.of(mounts)) {
            if (mount.isVolume()) {
                checkStorage(caller, mount.volumeId().storage());
            } else if (!caller.isRoot()) {
                throw ApiException.failure("Only root can pass arbitrary filesystem paths.");
            }
        }
    }

    private void checkStorage(Caller caller, String id) {
        Storage storage = guests.storages().enabled(id);
        if (!storage.holds("rootdir")) {
            throw ApiException.parameter("storage", "storage '" + id + "' does not support container directories");
        }
        caller.check("/storage/" + id, "Datastore.AllocateSpace");
    }

    private void reserve(VmId id) {
        try {
            guests.reserve(id);
        } catch (ApiException refused) {
            throw ApiException.failure("unable to create CT " + id + " - " + refused.printed());
        }
    }

    private static Map<String, String> secrets(Call call) {
        Map<String, String> secrets = new LinkedHashMap<>();
        Stream.of("password", "ssh-public-keys")
                .forEach(name -> call.find(name).ifPresent(value -> secrets.put(name, value)));
        return secrets;
    }

    private void carryOut(Plan plan, Task task) {
        VmId id = plan.id();
        task.undo()
                .add(
                        "remove the configuration of CT " + id,
                        () -> guests.files().remove(id));
        task.undo().add("forget CT " + id, () -> guests.containers().forget(id));
        task.undo()
                .add("remove the firewall of CT " + id, () -> guests.firewalls().remove(id));
        try {
            build(plan, task);
        } catch (ApiException failed) {
            throw ApiException.failure("unable to create CT " + id + " - " + failed.printed());
        } catch (NodeException failed) {
            throw ApiException.failure("unable to create CT " + id + " - " + failed.getMessage());
        }
    }

    private void build(Plan plan, Task task) {
        VmId id = plan.id();
        ContainerConfig config = plan.config();
        ContainerConfig.Part options = config.current();
        Path archive = archive(plan.template());
        disks.create(id, plan.mounts(), options, task.undo());
        String root = Mounts.of(options).get(0).volumeId().fileName();
        task.log("extracting archive '" + shownPath(plan.template()) + "'");
        guests.containers().unpack(archive, root, options.flag("unprivileged"), task::log);
        describe(plan, archive.getFileName().toString(), options, task);
        guests.containers().setUp(id, options.section(), plan.secrets());
        if (options.flag("template")) {
            options.remove("template");
        }
        guests.files().write(id, config);
    }

    /** Adds what Proxmox adds: what it finds in the files, and its defaults. */
    private static void describe(Plan plan, String file, ContainerConfig.Part options, Task task) {
        if (!options.has("ostype")) {
            options.set(
                    "ostype",
                    KNOWN_SYSTEMS.stream().filter(file::startsWith).findFirst().orElse("unmanaged"));
        }
        if (!options.has("arch")) {
            String arch = file.replaceFirst(".*_([a-z0-9]+)\\.tar.*", "$1");
            String known = List.of("amd64", "i386", "arm64", "armhf").contains(arch) ? arch : "amd64";
            task.log("Detected container architecture: " + known);
            options.set("arch", known);
        }
        Map.of("hostname", "CT" + plan.id(), "memory", "512", "swap", "512").forEach((option, value) -> {
            if (!options.has(option)) {
                options.set(option, value);
            }
        });
    }

    /** Proxmox asks {@code ssh-keygen}; what a key looks like is RFC 4253, section 6.6. */
    private static void checkKeys(String keys) {
        for (String line : keys.lines().filter(text -> !text.isBlank()).toList()) {
            List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
            while (!words.isEmpty() && !words.get(0).matches("(?:ssh|ecdsa|sk)-.*")) {
                words.remove(0);
            }
            if (words.size() < 2 || !isKey(words.get(0), words.get(1))) {
                throw ApiException.failure("SSH public key validation error");
            }
        }
    }

    private static boolean isKey(String type, String base64) {
        try {
            byte[] key = Base64.getDecoder().decode(base64);
            int length = key.length < 4 ? -1 : java.nio.ByteBuffer.wrap(key).getInt();
            return length == type.length()
                    && key.length > 4 + length
                    && new String(key, 4, length, java.nio.charset.StandardCharsets.US_ASCII).equals(type);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
