package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import phoenix.lab.host.HostRequirements;
import phoenix.lab.host.LabName;
import phoenix.lab.host.LabPlace;

/**
 * The disk that a {@link HostVm} starts from. Made once, beside the lab's images; most of the time is the build of OpenZFS's kernel module.
 * One of another content has another name, and the older ones are removed.
 *
 * @param disk never written to: each VM has a layer of its own above it
 * @param key what opens it; for root alone
 * @param knownHosts for SSH
 */
record HostVmImage(Path disk, Path key, Path knownHosts) {
    private static final Duration LIMIT = Duration.ofMinutes(45);
    private static final String NAME = "host-vm-";

    static HostVmImage ready() {
        Path cache = LabPlace.of(new LabName("lab")).cache();
        String script = text(HostVmImage.class, "host-vm-image.sh");
        String maker = text(HostRequirements.class, "cloud-disk.py");
        Path disk = cache.resolve(NAME + key(script + maker) + ".qcow2");
        HostVmImage image = new HostVmImage(disk, Path.of(disk + ".key"), Path.of(disk + ".hosts"));
        if (!Files.exists(disk)) {
            image.make(cache, script, maker);
        }
        return image;
    }

    private void make(Path cache, String script, String maker) {
        try {
            Files.createDirectories(cache);
            removeOlder(cache);
            Path work = cache.resolve(NAME + "work");
            Path born = cache.resolve(NAME + "new.qcow2");
            Path builder = cache.resolve(NAME + "image.sh");
            Path diskMaker = cache.resolve(NAME + "disk.py");
            Files.writeString(builder, script);
            Files.writeString(diskMaker, maker);
            // In name spaces that end with it: no process and no mount stays, whatever ends it.
            OtherProgram.run(
                            Map.of(),
                            LIMIT,
                            List.of(
                                    "unshare",
                                    "--fork",
                                    "--kill-child",
                                    "--pid",
                                    "--mount-proc",
                                    "sh",
                                    builder.toString(),
                                    work.toString(),
                                    diskMaker.toString(),
                                    born.toString()),
                            "")
                    .expect(0);
            Files.move(Path.of(born + ".key"), key, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            Files.move(Path.of(born + ".hosts"), knownHosts, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(born, PosixFilePermissions.fromString("r--r--r--"));
            Files.move(born, disk, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(builder);
            Files.delete(diskMaker);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the image of the VM that plays the host in " + cache, e);
        }
    }

    private static void removeOlder(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            for (Path file : files.toList()) {
                if (Files.isRegularFile(file) && file.getFileName().toString().startsWith(NAME)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String key(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String text(Class<?> beside, String name) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
