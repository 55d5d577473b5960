package phoenix.orchestrator.vm.cloudinit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.DesiredVm;

/** A VM's user data as a value. */
final class UserData {
    /** Puts the agent in where the image has none, whatever the distribution, and does nothing where it is there. */
    private static final String AGENT = "command -v qemu-ga >/dev/null || test -x /usr/sbin/qemu-ga"
            + " || { apt-get update && apt-get install -y qemu-guest-agent; }"
            + " || dnf install -y qemu-guest-agent || zypper -n install qemu-guest-agent || apk add qemu-guest-agent";

    private static final String START_AGENT =
            "systemctl start qemu-guest-agent 2>/dev/null || rc-service qemu-guest-agent start || true";

    private UserData() {}

    static Map<String, Object> of(DesiredVm want) {
        CloudInit init = want.cloudInit();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("hostname", want.name());
        String domain = want.dns().searchDomain();
        data.put("fqdn", domain == null ? want.name() : want.name() + "." + domain.split("[,;\\s]+", -1)[0]);
        data.put("manage_etc_hosts", true);
        if (init.timezone() != null) {
            data.put("timezone", init.timezone());
        }
        if (!init.users().isEmpty()) {
            data.put("users", init.users().stream().map(UserData::user).toList());
        }
        Map<String, Object> growing = new LinkedHashMap<>();
        growing.put("mode", "auto");
        growing.put("devices", List.of("/"));
        data.put("growpart", growing);
        data.put("resize_rootfs", true);
        if (!init.packages().isEmpty()) {
            data.put("package_update", true);
            data.put("packages", init.packages());
        }
        if (!init.mounts().isEmpty()) {
            data.put("mounts", init.mounts());
        }
        if (!init.files().isEmpty()) {
            data.put("write_files", init.files().stream().map(UserData::file).toList());
        }
        List<Object> commands = new ArrayList<>();
        if (want.hardware().agent()) {
            commands.add(List.of("sh", "-c", AGENT));
            commands.add(List.of("sh", "-c", START_AGENT));
        }
        init.runCommands()
                .forEach(command ->
                        commands.add(command.shell() ? command.words().get(0) : command.words()));
        if (!commands.isEmpty()) {
            data.put("runcmd", commands);
        }
        return data;
    }

    private static Map<String, Object> user(CloudInit.User user) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("name", user.name());
        value.put("shell", "/bin/bash");
        if (!user.groups().isEmpty()) {
            value.put("groups", user.groups());
        }
        if (user.sudo() != null) {
            value.put("sudo", user.sudo());
        }
        if (!user.sshPublicKeys().isEmpty()) {
            value.put("ssh_authorized_keys", user.sshPublicKeys());
        }
        value.put("lock_passwd", user.passwordHash() == null);
        if (user.passwordHash() != null) {
            value.put("passwd", user.passwordHash());
        }
        return value;
    }

    private static Map<String, Object> file(CloudInit.WrittenFile file) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("path", file.path());
        value.put("content", file.content());
        if (file.permissions() != null) {
            value.put("permissions", file.permissions());
        }
        if (file.owner() != null) {
            value.put("owner", file.owner());
        }
        if (file.append()) {
            value.put("append", true);
        }
        return value;
    }
}
