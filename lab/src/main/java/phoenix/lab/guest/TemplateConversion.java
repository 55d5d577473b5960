package phoenix.lab.guest;

import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Turns a container into a template: its volumes become bases of linked clones. There is no way back.
 *
 * @see "PVE source: PVE/API2/LXC.pm template"
 */
final class TemplateConversion {
    private final Guests guests;

    TemplateConversion(Guests guests) {
        this.guests = guests;
    }

    /** Proxmox starts a task here, too, and does not tell its ID. */
    @Nullable Object convert(Call call) {
        VmId id = call.vmid();
        guests.holding(id, () -> check(id, guests.files().load(id)));
        guests.tasks()
                .start(
                        "vztemplate",
                        id.toString(),
                        call.caller(),
                        task -> guests.holding(id, () -> {
                            ContainerConfig config = guests.files().load(id);
                            check(id, config);
                            for (Mount mount : Mounts.of(config.current())) {
                                if (!mount.isVolume() || !guests.volumes().has("template", mount.volumeId(), false)) {
                                    throw ApiException.failure(
                                            "Template feature is not available for '" + mount.volume() + "'");
                                }
                            }
                            finish(id, config);
                        }));
        return null;
    }

    private void check(VmId id, ContainerConfig config) {
        config.checkLock();
        if (!config.snapshots().isEmpty()) {
            throw ApiException.failure("unable to create template, because CT contains snapshots");
        }
        if (config.isTemplate()) {
            throw ApiException.failure("you can't convert a template to a template");
        }
        if (guests.runs(id)) {
            throw ApiException.failure("you can't convert a CT to template if the CT is running");
        }
    }

    /** Makes bases of the volumes that are none yet; may be repeated. */
    void finish(VmId id, ContainerConfig config) {
        for (Mount mount : Mounts.volumes(config.current())) {
            VolumeId volume = mount.volumeId();
            if (guests.volumes().exists(volume)
                    && !guests.storages().name(volume).isBase()) {
                volume = guests.volumes().makeBase(volume);
            } else {
                volume = Recovery.baseOf(volume);
            }
            config.current().set(mount.option(), mount.on(volume).print());
            guests.files().write(id, config);
        }
        config.current().set("template", "1");
        guests.files().write(id, config);
    }
}
