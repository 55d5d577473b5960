package phoenix.lab.storage;

import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import phoenix.lab.node.CloudImages;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;
import phoenix.lab.task.Task;
import phoenix.lab.task.Tasks;
import phoenix.pve.VolumeId;

/**
 * Downloads of images and templates by the node. The images that the lab makes itself are at {@link #OWN}.
 *
 * @see "PVE source: PVE/API2/Storage/Status.pm download_url, PVE/Tools.pm download_file_from_url"
 */
public final class DownloadEndpoints {
    /** Where the node offers its own images, by name. */
    public static final String OWN = "http://pve.lab/images/";

    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final CloudImages images;
    private final Storages storages;
    private final Tasks tasks;

    public DownloadEndpoints(CloudImages images, Storages storages, Tasks tasks) {
        this.images = images;
        this.storages = storages;
        this.tasks = tasks;
    }

    public List<Endpoint> endpoints() {
        Permission network = new Permission.Either(List.of(
                Permission.on("/", "Sys.Audit", "Sys.Modify"), Permission.on("/nodes/{node}", "Sys.AccessNetwork")));
        return List.of(Endpoint.post("/nodes/{node}/storage/{storage}/download-url")
                .with(
                        node(),
                        storage(),
                        Param.string("url").pattern("https?://.*"),
                        Param.string("content").format("pve-storage-content").oneOf("iso", "vztmpl", "import"),
                        Param.string("filename").maxLength(255),
                        Param.string("checksum").optional().requires("checksum-algorithm"),
                        Param.string("checksum-algorithm")
                                .optional()
                                .oneOf("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
                                .requires("checksum"),
                        Param.string("compression").optional(),
                        Param.bool("verify-certificates").optional().byDefault(true))
                .allow(new Permission.All(
                        List.of(Permission.on("/storage/{storage}", "Datastore.AllocateTemplate"), network)))
                .handledBy(this::download));
    }

    private Object download(Call call) {
        String content = call.text("content");
        Storage storage = storages.enabled(call.text("storage"));
        if (!storage.isFolder()) {
            throw ApiException.failure("can't upload to storage type '" + storage.type() + "'");
        }
        if (!storage.holds(content)) {
            throw ApiException.parameter(
                    "content", "storage '" + storage.id() + "' is not configured for content-type '" + content + "'");
        }
        String name = call.text("filename").replaceFirst("^.*[/\\\\]", "").replaceAll("[^A-Za-z0-9_.-]", "_");
        if (!VolumeName.isFileOf(content, name)) {
            throw ApiException.parameter("filename", "wrong file extension");
        }
        Path target = storages.file(new VolumeId(storage.id(), content + "/" + name));
        Optional<String> checksum = call.find("checksum");
        String algorithm = call.text("checksum-algorithm", "");
        String url = call.text("url");
        return tasks.start("download", name, call.caller(), task -> {
                    task.log("downloading " + url + " to " + target.getFileName());
                    if (isThere(target, checksum, algorithm, task)) {
                        return;
                    }
                    fetch(url, target, checksum, algorithm, task);
                })
                .toString();
    }

    private static boolean isThere(Path target, Optional<String> checksum, String algorithm, Task task) {
        if (!Files.exists(target)) {
            return false;
        }
        if (checksum.isEmpty()) {
            throw ApiException.failure("refusing to override existing file '" + target.getFileName() + "'");
        }
        task.log("calculating checksum of existing file...");
        if (!digest(target, algorithm).equalsIgnoreCase(checksum.get())) {
            throw ApiException.failure("mismatching checksum of existing file '" + target.getFileName() + "'");
        }
        task.log("OK, got correct file already, no need to download");
        return true;
    }

    private void fetch(String url, Path target, Optional<String> checksum, String algorithm, Task task) {
        Path born = target.resolveSibling("." + target.getFileName() + ".tmp_dwnl");
        task.undo().add("remove " + born, () -> delete(born));
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            get(url, born, task);
            if (checksum.isPresent()) {
                String got = digest(born, algorithm);
                if (!got.equalsIgnoreCase(checksum.get())) {
                    throw ApiException.failure(
                            "checksum mismatch: got '" + got + "' != expect '" + checksum.get() + "'");
                }
            }
            Files.move(born, target, StandardCopyOption.ATOMIC_MOVE);
            task.log("download of '" + url + "' to '" + target.getFileName() + "' finished");
        } catch (IOException failed) {
            throw ApiException.failure("download failed: " + failed.getMessage());
        }
    }

    private void get(String url, Path born, Task task) throws IOException {
        String own = url.startsWith(OWN) ? url.substring(OWN.length()) : "";
        if (images.names().contains(own)) {
            images.make(own, born, task::log);
            return;
        }
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
        try {
            HttpResponse<Path> answer = client.send(request, HttpResponse.BodyHandlers.ofFile(born));
            if (answer.statusCode() != 200) {
                throw ApiException.failure("download failed: ERROR " + answer.statusCode());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted by signal", interrupted);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new NodeException("cannot remove " + file, failed);
        }
    }

    private static String digest(Path file, String algorithm) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest =
                    MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT).replaceFirst("^SHA(?=[0-9])", "SHA-"));
            byte[] block = new byte[1 << 16];
            for (int got = in.read(block); got >= 0; got = in.read(block)) {
                digest.update(block, 0, got);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException failed) {
            throw new NodeException("cannot read " + file, failed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }
}
