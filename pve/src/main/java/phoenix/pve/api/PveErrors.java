package phoenix.pve.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import phoenix.pve.Upid;
import phoenix.pve.api.PveException.TaskFailed.Outlook;

/**
 * What Proxmox's sentences mean. The API has two codes for nearly everything that can go wrong, 400 and 500, so the text has to tell.
 *
 * <p>This is the one place that knows these sentences. The first rule whose sentence occurs decides; where there is none, the code.
 */
final class PveErrors {
    static final List<Rule> RULES = List.of(
            // PVE/AbstractConfig.pm load_config
            rule(
                    "Configuration file 'nodes/[^']+' does not exist",
                    Kind.NOT_FOUND,
                    "it was deleted or moved to another node; run again to look afresh"),
            // PVE/QemuConfig.pm assert_config_exists_on_node
            rule(
                    "unable to find configuration file for (?:VM|CT) [0-9]+ on node '",
                    Kind.NOT_FOUND,
                    "it was deleted or moved to another node; run again to look afresh"),
            // PVE/API2/Tasks.pm read_task_status
            rule("no such task", Kind.NOT_FOUND, "the task is unknown to the node; look at its list of tasks"),
            // PVE/AbstractConfig.pm snapshot_delete, snapshot_rollback
            rule("snapshot '[^']+' does not exist", Kind.NOT_FOUND, "list the guest's snapshots"),
            // PVE/Storage/Plugin.pm activate_volume
            rule(
                    "volume '[^']+' does not exist",
                    Kind.NOT_FOUND,
                    "list what is on the storage, or fetch the template first"),
            // PVE/RPCEnvironment.pm check_pool_exist (as a 403), PVE/API2/Pool.pm
            rule("pool '[^']+' does not exist", Kind.NOT_FOUND, "make the resource pool, or name another one"),
            // PVE/API2/Nodes.pm apl_download
            rule(
                    "no such template",
                    Kind.NOT_FOUND,
                    "run 'pveam update' on the node, then choose one of 'pveam available'"),
            // PVE/Network.pm get_ip_from_hostname
            rule(
                    "hostname lookup '[^']+' failed",
                    Kind.NOT_FOUND,
                    "is this the node's name? 'pvesh get /nodes' lists them"),
            // PVE/AbstractConfig.pm check_lock
            rule(
                    "(?:CT|VM) is locked",
                    Kind.CONFLICT,
                    "wait until the other operation has ended; if none is running, 'pct unlock' or 'qm unlock' on the node"),
            // PVE/Tools.pm lock_file_full
            rule("can't lock file '[^']+' - got timeout", Kind.CONFLICT, "another operation holds it; try again"),
            // PVE/Cluster.pm cfs_lock
            rule(
                    "cfs-lock '[^']+' error: got lock request timeout",
                    Kind.CONFLICT,
                    "another operation holds it; try again"),
            // PVE/Cluster.pm check_vmid_unused
            rule(
                    "(?:CT|VM) [0-9]+ already exists on node '",
                    Kind.CONFLICT,
                    "choose another ID, or delete the guest that has it"),
            // PVE/API2/Qemu.pm clone_vm
            rule(
                    "unable to create VM [0-9]+: config file already exists",
                    Kind.CONFLICT,
                    "choose another ID, or delete the guest that has it"),
            // PVE/API2/Cluster.pm nextid
            rule("VM [0-9]+ already exists", Kind.CONFLICT, "choose another ID"),
            // PVE/API2/LXC/Status.pm vm_start
            rule("(?:CT|VM) [0-9]+ already running", Kind.CONFLICT, "it runs already; run again to look afresh"),
            // PVE/API2/LXC/Status.pm vm_stop, PVE/API2/Qemu.pm vm_reboot
            rule("(?:CT|VM) [0-9]+ not running", Kind.CONFLICT, "start it first"),
            // PVE/API2/LXC.pm destroy_vm
            rule("unable to destroy CT [0-9]+ - container is running", Kind.CONFLICT, "stop it first"),
            // PVE/API2/Qemu.pm destroy_vm
            rule("VM [0-9]+ is running - destroy failed", Kind.CONFLICT, "stop it first"),
            // PVE/Tools.pm assert_if_modified
            rule(
                    "detected modified configuration - file changed by other user",
                    Kind.CONFLICT,
                    "look afresh and try again"),
            // PVE/API2/Qemu.pm update_vm_api
            rule("checksum mismatch \\(file change by other user\\?\\)", Kind.CONFLICT, "look afresh and try again"),
            // PVE/AbstractConfig.pm __snapshot_prepare
            rule("snapshot name '[^']+' already used", Kind.CONFLICT, "choose another name, or delete that snapshot"),
            // PVE/QMPClient.pm queue_execute
            rule("VM [0-9]+ qmp command '[^']+' failed - got timeout", Kind.CONFLICT, "the VM is busy; try again"),
            // PVE/API2/LXC.pm clone_vm
            rule(
                    "(?:Full clone of a running container is only possible from a snapshot|Cannot do full clones on a running container without snapshots)",
                    Kind.CONFLICT,
                    "stop the source, or clone from one of its snapshots"),
            // PVE/Cluster.pm check_cfs_quorum
            rule(
                    "cluster not ready - no quorum\\?",
                    Kind.UNAVAILABLE,
                    "bring the cluster's other nodes back, then try again"),
            // PVE/IPCC.xs ipcc_send_rec: pmxcfs, which serves /etc/pve, is not there
            rule("ipcc_send_rec\\[[0-9]+\\] failed", Kind.UNAVAILABLE, "on the node: systemctl status pve-cluster"),
            // PVE/APIServer/AnyEvent.pm authenticate_and_handle_request
            rule(
                    "for data too large",
                    Kind.REJECTED,
                    "shorten the texts in the file: Proxmox VE takes 512 KiB at once and no more"),
            // errno ENOSPC and EDQUOT; ZFS's libzfs_error EZFS_NOSPC; lvm2's lib/metadata/lv_manip.c
            rule(
                    "(?i:no space left on device|disk quota exceeded|: out of space|insufficient free space)",
                    Kind.REJECTED,
                    "make room (pvesm status shows how full the storages are, df the node itself), then run the same command again"),
            // PVE/UPID.pm read_status: the worker left no last word
            rule(
                    "^unexpected status$",
                    Kind.REJECTED,
                    "the node was rebooted, or the task was killed, while it ran; run again: what is there is looked at first"),
            // PVE/AbstractConfig.pm check_protection
            rule("protection mode enabled", Kind.REJECTED, "clear the guest's option 'protection' first"),
            // PVE/Storage.pm storage_config
            rule("storage '[^']+' does not exist", Kind.REJECTED, "declare the storage on the node, or use another"),
            // PVE/Storage.pm storage_check_enabled, storage_check_node
            rule(
                    "storage '[^']+' is (?:disabled|not available on node|not online)",
                    Kind.REJECTED,
                    "enable it, or use another"),
            // PVE/API2/LXC.pm create_vm
            rule(
                    "storage '[^']+' does not support container directories",
                    Kind.REJECTED,
                    "add 'rootdir' to the storage's content types, or use another"),
            // PVE/Network.pm read_bridge_mtu
            rule("bridge '[^']+' does not exist", Kind.REJECTED, "make the bridge on the node, or use another"),
            // PVE/API2/LXC.pm clone_vm
            rule(
                    "Linked clone feature for '[^']+' is not available",
                    Kind.REJECTED,
                    "make the source a template first, or clone in full"),
            // PVE/API2/LXC/Status.pm vm_start
            rule("you can't start a CT if it's a template", Kind.REJECTED, "clone it, and start the clone"),
            // src/lxc/lsm/apparmor.c apparmor_process_label_set
            rule(
                    "Failed to (?:write|change) (?:the )?AppArmor profile",
                    Kind.REJECTED,
                    "load the profile on the node (apparmor_parser -r), or name another one"),
            // PVE/API2/LXC.pm resize_vm
            rule("unable to shrink disk size", Kind.REJECTED, "Proxmox VE only grows volumes: declare a larger size"),
            // PVE/API2/LXC.pm resize_vm
            rule("disk is already at specified size", Kind.REJECTED, "nothing is to be done"),
            // PVE/Storage/ZFSPoolPlugin.pm volume_rollback_is_possible
            rule(
                    "can't rollback, '[^']+' is not most recent snapshot on '",
                    Kind.REJECTED,
                    "delete the snapshots that were taken after it first"),
            // PVE/AbstractConfig.pm __snapshot_prepare
            rule(
                    "snapshot feature is not available",
                    Kind.REJECTED,
                    "put the guest's volumes on a storage that has snapshots, and keep bind mounts away from it"),
            // PVE/Storage.pm vdisk_free, PVE/QemuServer.pm destroy_vm
            rule("is still in use by linked clone[sd]", Kind.REJECTED, "delete the clones first"),
            // PVE/LXC.pm check_ct_modify_config_perm
            rule(
                    "only allowed for root@pam",
                    Kind.DENIED,
                    "run on the node as root, or log in as root@pam with its password"),
            // PVE/RPCEnvironment.pm check_api2_permissions
            rule("user != root@pam", Kind.DENIED, "run on the node as root, or log in as root@pam with its password"),
            // PVE/HTTPServer.pm rest_handler
            rule(
                    "not available with API token, need proper ticket",
                    Kind.DENIED,
                    "log in with a password instead of an API token"),
            // PVE/RPCEnvironment.pm check
            rule(
                    "Permission check failed",
                    Kind.DENIED,
                    "grant that privilege on that path to the user, or to the token if it is separated"),
            // PVE/RPCEnvironment.pm setup_default_cli_env
            rule("please run as root", Kind.DENIED, "run as root"));

    private static final int UNAUTHORISED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int FIRST_OF_THE_PROXY = 595;

    private PveErrors() {}

    enum Kind {
        NOT_FOUND,
        REJECTED,
        CONFLICT,
        DENIED,
        UNAVAILABLE
    }

    /** @param sentence what of it is always the same */
    record Rule(Pattern sentence, Kind kind, String hint) {}

    private static Rule rule(String sentence, Kind kind, String hint) {
        return new Rule(Pattern.compile(sentence), kind, hint);
    }

    /**
     * Makes an answer of the API that is not 200 an exception.
     *
     * @param message what the API said, whole
     * @param errors what it has against each parameter; empty if it is not about parameters
     * @param purpose completes the sentence "cannot ..."
     */
    static PveException of(int status, String message, Map<String, String> errors, String purpose) {
        String said = errors.isEmpty() ? flat(message) : flat(errors);
        String sentence = "cannot " + purpose + ": " + (said.isEmpty() ? "HTTP status " + status : said);
        if (status >= FIRST_OF_THE_PROXY) {
            // AnyEvent::HTTP's own codes, passed on by PVE/APIServer/AnyEvent.pm proxy_request; the handler may still
            // be running.
            return new PveException.Unavailable(
                    sentence + " (status " + status + ")",
                    "the node did not answer in time; look whether it was done before trying again",
                    status != FIRST_OF_THE_PROXY);
        }
        Optional<Rule> known = ruleFor(said);
        if (known.isPresent()) {
            return exception(known.get().kind(), sentence, known.get().hint());
        }
        return switch (status) {
            case UNAUTHORISED ->
                new PveException.Denied(sentence, "check the API token or the user's name and password");
            case FORBIDDEN -> new PveException.Denied(sentence, "grant the user or the token what is missing");
            case NOT_IMPLEMENTED ->
                new PveException.Rejected(sentence, "check that the node runs Proxmox VE 8 or later");
            default ->
                new PveException.Rejected(
                        sentence,
                        errors.isEmpty()
                                ? "correct the cause and run again; the node's journal may say more"
                                : "correct " + String.join(", ", errors.keySet()));
        };
    }

    /**
     * Makes a task's bad end an exception.
     *
     * @param exitStatus the last word of the task
     * @param lastLines the end of its log, where programs that it ran have said why they failed
     */
    static PveException.TaskFailed taskFailed(Upid upid, String exitStatus, String purpose, List<String> lastLines) {
        Optional<Rule> known = ruleFor(exitStatus)
                .or(() -> lastLines.stream()
                        .flatMap(line -> ruleFor(line).stream())
                        .filter(rule -> outlook(rule.kind()) == Outlook.LASTING)
                        .findFirst());
        return new PveException.TaskFailed(
                "cannot " + purpose + ": " + flat(exitStatus),
                known.map(Rule::hint).orElse("read the end of the task's log, correct the cause and run again"),
                upid,
                exitStatus,
                lastLines,
                known.map(rule -> outlook(rule.kind())).orElse(Outlook.UNKNOWN));
    }

    private static Outlook outlook(Kind kind) {
        return switch (kind) {
            case CONFLICT, UNAVAILABLE -> Outlook.PASSING;
            case NOT_FOUND, REJECTED, DENIED -> Outlook.LASTING;
        };
    }

    static Optional<Rule> ruleFor(String text) {
        return RULES.stream()
                .filter(rule -> rule.sentence().matcher(text).find())
                .findFirst();
    }

    private static PveException exception(Kind kind, String sentence, String hint) {
        return switch (kind) {
            case NOT_FOUND -> new PveException.NotFound(sentence, hint);
            case REJECTED -> new PveException.Rejected(sentence, hint);
            case CONFLICT -> new PveException.Conflict(sentence, hint);
            case DENIED -> new PveException.Denied(sentence, hint);
            case UNAVAILABLE -> new PveException.Unavailable(sentence, hint, false);
        };
    }

    private static String flat(Map<String, String> errors) {
        return errors.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + flat(entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String flat(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("; "));
    }
}
