package phoenix.lab.guest;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Caller;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.InvalidFormat;
import phoenix.lab.storage.Storages;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * Which options of a container a caller may set or delete.
 *
 * @see "PVE source: PVE/LXC.pm check_ct_modify_config_perm"
 */
final class ModifyRights {
    private static final Set<String> CPU = Set.of("cores", "cpulimit", "cpuunits");
    private static final Set<String> MEMORY = Set.of("memory", "swap");
    private static final Set<String> NETWORK = Set.of("nameserver", "searchdomain", "hostname");

    private final Storages storages;

    ModifyRights(Storages storages) {
        this.storages = storages;
    }

    /**
     * Makes sure that the caller may do all of it.
     *
     * @param pool rights on it count, too
     * @param before the configuration; empty for a new container
     * @param unprivileged whether the container is, or will be
     * @throws ApiException 403
     */
    void check(
            Caller caller,
            VmId id,
            Optional<String> pool,
            Map<String, String> before,
            Map<String, String> set,
            Collection<String> delete,
            boolean unprivileged) {
        if (caller.isRoot()) {
            return;
        }
        Check check = new Check(caller, id, pool, before, unprivileged);
        set.forEach((option, value) -> check.option(option, Optional.of(value)));
        delete.forEach(option -> check.option(option, Optional.empty()));
    }

    private final class Check {
        private final Caller caller;
        private final VmId id;
        private final Optional<String> pool;
        private final Map<String, String> before;
        private final boolean unprivileged;

        Check(Caller caller, VmId id, Optional<String> pool, Map<String, String> before, boolean unprivileged) {
            this.caller = caller;
            this.id = id;
            this.pool = pool;
            this.before = before;
            this.unprivileged = unprivileged;
        }

        /** @param value empty if the option is to be deleted */
        void option(String option, Optional<String> value) {
            if (CPU.contains(option)) {
                need("VM.Config.CPU");
            } else if (MEMORY.contains(option)) {
                need("VM.Config.Memory");
            } else if (NETWORK.contains(option)) {
                need("VM.Config.Network");
            } else if (ContainerOptions.isVolume(option)) {
                volume(option, value);
            } else if (ContainerOptions.isNet(option)) {
                need("VM.Config.Network");
                Optional.ofNullable(before.get(option)).ifPresent(this::bridge);
                value.ifPresent(this::bridge);
            } else if (ContainerOptions.isDevice(option)) {
                throw ApiException.forbidden("configuring device passthrough is only allowed for root@pam");
            } else if (option.equals("features")) {
                features(value);
            } else if (option.equals("hookscript")) {
                throw ApiException.forbidden("changing the hookscript is only allowed for root@pam");
            } else {
                need("VM.Config.Options");
            }
        }

        private void need(String privilege) {
            if (pool.isPresent() && caller.may("/pool/" + pool.get(), privilege)) {
                return;
            }
            caller.check("/vms/" + id, privilege);
        }

        private void volume(String option, Optional<String> value) {
            need("VM.Config.Disk");
            if (value.isEmpty()) {
                return;
            }
            Mount mount = Mount.parse(option, value.get());
            if (!mount.isVolume()) {
                throw ApiException.forbidden("mount point type " + mount.kind() + " is only allowed for root@pam");
            }
            Optional<Mount.NewVolume> fresh = mount.newVolume();
            if (fresh.isPresent()) {
                caller.check("/storage/" + fresh.get().storage(), "Datastore.AllocateSpace");
            } else if (!mount.volume().matches("[0-9]+(?:\\.[0-9]+)?")) {
                storages.checkAccess(caller, Optional.of(id), mount.volumeId(), Optional.of("rootdir"));
            }
        }

        private void bridge(String net) {
            PropertyString values = Networks.parse(net);
            String path = "/sdn/zones/localnetwork/"
                    + values.get("bridge").orElseThrow(() -> ApiException.failure("no sdn vnet ID specified"));
            Optional<String> tag = values.get("tag");
            Optional<String> trunks = values.get("trunks");
            tag.ifPresent(one -> caller.check(path + "/" + one, "SDN.Use"));
            trunks.ifPresent(many -> Formats.split(many).forEach(one -> caller.check(path + "/" + one, "SDN.Use")));
            if (tag.isEmpty() && trunks.isEmpty()) {
                caller.check(path, "SDN.Use");
            }
        }

        private void features(Optional<String> value) {
            if (!unprivileged) {
                throw ApiException.forbidden(
                        "changing feature flags for privileged container is only allowed for root@pam");
            }
            Map<String, String> old = parse(before.getOrDefault("features", ""));
            Map<String, String> wanted = parse(value.orElse(""));
            Set<String> changed = new TreeSet<>(old.keySet());
            changed.addAll(wanted.keySet());
            changed.removeIf(feature -> old.getOrDefault(feature, "").equals(wanted.getOrDefault(feature, "")));
            if (changed.stream().anyMatch(feature -> !feature.equals("nesting"))) {
                throw ApiException.forbidden("changing feature flags (except nesting) is only allowed for root@pam");
            }
            if (!changed.isEmpty()) {
                need("VM.Allocate");
            }
        }

        private Map<String, String> parse(String features) {
            try {
                return ContainerOptions.FEATURES.parse(features, "").values();
            } catch (InvalidFormat malformed) {
                throw ApiException.malformed(malformed);
            }
        }
    }
}
