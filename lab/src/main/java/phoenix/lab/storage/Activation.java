package phoenix.lab.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Answer;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;

/**
 * Whether what a storage names is there, as Proxmox asks the moment that the storage is declared. Shares are asked for, not mounted.
 *
 * @see "PVE source: PVE/Storage/*Plugin.pm activate_storage, check_connection"
 */
final class Activation {
    private final Node node;

    Activation(Node node) {
        this.node = node;
    }

    /** @throws ApiException if it is not there */
    void activate(Storage storage) {
        switch (storage.type()) {
            case "dir", "btrfs" -> folder(storage);
            case "zfspool" -> {
                Answer pool = node.run(List.of("zfs", "list", "-H", "-o", "name", storage.pool()));
                if (!pool.succeeded()) {
                    throw failed("zfs error: " + pool.error().strip());
                }
            }
            case "lvmthin" -> {
                String volume = storage.options().get("vgname") + "/"
                        + storage.options().get("thinpool");
                if (!node.run(List.of("lvs", volume)).succeeded()) {
                    throw failed("no such logical volume " + volume);
                }
            }
            case "nfs" -> {
                String server = String.valueOf(storage.options().get("server"));
                online(storage, List.of("bash", "-c", ": < /dev/tcp/$0/2049", server));
            }
            default -> online(storage, smbclient(storage));
        }
    }

    private static ApiException failed(String why) {
        return ApiException.failure("create storage failed: " + why);
    }

    private void online(Storage storage, List<String> question) {
        if (!node.run(question).succeeded()) {
            throw failed("storage '" + storage.id() + "' is not online");
        }
    }

    private List<String> smbclient(Storage storage) {
        List<String> argv = new ArrayList<>(List.of(
                "smbclient",
                "//" + storage.options().get("server") + "/" + storage.options().get("share"),
                "--debuglevel=0",
                "--command=quit"));
        if (Files.exists(node.root().resolve(password(storage)))) {
            argv.add("--user=" + storage.options().getOrDefault("username", ""));
            argv.add("--authentication-file=/" + password(storage));
            Optional.ofNullable(storage.options().get("domain")).ifPresent(domain -> argv.add("--workgroup=" + domain));
        } else {
            argv.add("--no-pass");
        }
        return argv;
    }

    private void folder(Storage storage) {
        Path folder = node.root().resolve(storage.path().substring(1));
        boolean made = !storage.options().getOrDefault("create-base-path", "1").equals("0")
                && !storage.options().getOrDefault("mkdir", "1").equals("0");
        if (!Files.isDirectory(folder) && !made) {
            throw failed("unable to activate storage '" + storage.id() + "' - directory '" + storage.path()
                    + "' does not exist or is unreachable");
        }
        try {
            Files.createDirectories(folder);
            if (!storage.options().getOrDefault("create-subdirs", "1").equals("0")) {
                for (String content : storage.content()) {
                    Files.createDirectories(folder.resolve(VolumeName.folderOf(content)));
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make " + folder, failed);
        }
    }

    private static String password(Storage storage) {
        return "etc/pve/priv/storage/" + storage.id() + ".pw";
    }

    /** Keeps a share's password where only root reads it. */
    void keepPassword(Storage storage, Optional<String> password) {
        if (password.isEmpty()) {
            return;
        }
        Path file = node.root().resolve(password(storage));
        try {
            Files.createDirectories(file.resolveSibling(""));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make the folder of " + file, failed);
        }
        WholeFile.writePrivate(file, "password=" + password.get() + "\n");
    }

    void forget(Storage storage) {
        try {
            Files.deleteIfExists(node.root().resolve(password(storage)));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot forget the password of " + storage.id(), failed);
        }
    }
}
