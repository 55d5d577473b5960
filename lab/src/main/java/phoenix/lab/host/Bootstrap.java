package phoenix.lab.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import phoenix.lab.node.NodeException;

/**
 * A Debian 12 system made from the distribution's packages, kept as an archive in the cache.
 *
 * <ol>
 *   <li>mmdebstrap installs into a folder beside the archive,
 *   <li>what belongs to one machine alone is taken out (host name, name servers, machine ID, logs),
 *   <li>the folder is packed, and the archive gets its name only when it is whole.
 * </ol>
 *
 * @param name what the archive is called in the cache, without the part that tells its content
 * @param packages beyond Debian's smallest set
 * @param lean whether manuals and translations are left out
 */
record Bootstrap(String name, List<String> packages, boolean lean) {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Duration PACKING_LIMIT = Duration.ofMinutes(5);

    Bootstrap {
        packages = List.copyOf(packages);
    }

    /**
     * The archive, made if it is not there.
     *
     * @param cache a folder that other labs of this machine use too
     * @throws NodeException if mmdebstrap or tar fails
     */
    Path archive(Path cache, Consumer<String> progress) {
        Path archive = cache.resolve(name + "-" + key() + ".tar.zst");
        if (Files.exists(archive)) {
            return archive;
        }
        PlainFile.makeFolder(cache);
        return LabLock.holding(name, progress, () -> {
            if (!Files.exists(archive)) {
                make(archive, progress);
            }
            return archive;
        });
    }

    private void make(Path archive, Consumer<String> progress) {
        Path tree = archive.resolveSibling(name + ".building");
        Path packed = archive.resolveSibling(name + ".packing");
        Tree.remove(tree);
        PlainFile.delete(packed);
        progress.accept(
                "building a Debian 12 system from the distribution's packages (" + name + "), about half a minute");
        try {
            Program.of(installer(tree))
                    .within(LIMIT)
                    .dyingWithUsAndChildren()
                    .telling(line -> phase(line, progress))
                    .run();
            tidy(tree);
            progress.accept("packing " + name);
            Program.of(
                            "tar",
                            "--use-compress-program=zstd -T0 -3",
                            "--numeric-owner",
                            "--xattrs",
                            "--xattrs-include=*",
                            "-cf",
                            packed.toString(),
                            "-C",
                            tree.toString(),
                            ".")
                    .within(PACKING_LIMIT)
                    .dyingWithUs()
                    .run();
            PlainFile.move(packed, archive);
        } finally {
            Tree.remove(tree);
            PlainFile.delete(packed);
        }
    }

    private List<String> installer(Path tree) {
        List<String> argv = new ArrayList<>(List.of(
                "mmdebstrap",
                "--variant=minbase",
                "--mode=root",
                "--format=directory",
                "--include=" + String.join(",", packages),
                "--aptopt=Acquire::Languages \"none\""));
        AptProxy.ofMachine().options().forEach(option -> argv.add("--aptopt=" + option));
        if (lean) {
            for (String part : List.of("man", "doc", "locale")) {
                argv.add("--dpkgopt=path-exclude=/usr/share/" + part + "/*");
            }
        }
        argv.add(AptSources.SUITE);
        argv.add(tree.toString());
        argv.addAll(AptSources.of(Path.of("/etc/apt")).lines());
        return argv;
    }

    /** mmdebstrap tells its phases on lines that start with {@code I: }; the rest is dpkg's chatter. */
    private static void phase(String line, Consumer<String> progress) {
        if (line.startsWith("I: ") && line.endsWith("...")) {
            progress.accept("  " + line.substring(3));
        }
    }

    private static void tidy(Path tree) {
        PlainFile.delete(tree.resolve("etc/hostname"));
        PlainFile.delete(tree.resolve("etc/resolv.conf"));
        PlainFile.delete(tree.resolve("var/lib/dbus/machine-id"));
        PlainFile.write(tree.resolve("etc/machine-id"), "");
        PlainFile.delete(tree.resolve("etc/apt/apt.conf.d/99mmdebstrap"));
        PlainFile.delete(tree.resolve("etc/dpkg/dpkg.cfg.d/99mmdebstrap"));
        AptProxy.ofMachine().writeInto(tree);
        for (String log : List.of("bootstrap.log", "dpkg.log", "alternatives.log", "apt/history.log", "apt/term.log")) {
            PlainFile.delete(tree.resolve("var/log").resolve(log));
        }
        try {
            // Everyone must be able to pass the root folder, whatever the umask was.
            Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (java.io.IOException failed) {
            throw new NodeException("cannot open " + tree + " to everyone: " + failed, failed);
        }
    }

    /** Tells archives of different content apart, so that a newer Phoenix does not use an older one's. */
    private String key() {
        String content = String.join("\n", packages) + "\n" + lean + "\n" + AptSources.SUITE;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
