package phoenix.lab.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A Debian 12 system made from the distribution's packages, kept as an archive in the cache.
 *
 * <ol>
 *   <li>mmdebstrap installs into a temporary folder, in memory where there is enough of it: a third faster,
 *   <li>what belongs to one machine alone is taken out (host name, name servers, machine ID, logs),
 *   <li>mmdebstrap packs the folder, and the archive gets its name only when it is whole.
 * </ol>
 *
 * <p>All of it happens in name spaces that end with this process, so a killed build leaves no process and no mount.
 *
 * @param name what the archive is called in the cache, without the part that tells its content
 * @param packages beyond Debian's smallest set
 * @param lean whether manuals and translations are left out
 */
record Bootstrap(String name, List<String> packages, boolean lean) {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final long ENOUGH_MEMORY_KIB = 4L << 20;
    private static final String MEMORY_SIZE_MIB = "3072";

    Bootstrap {
        packages = List.copyOf(packages);
    }

    /**
     * The archive, made if it is not there; other labs of this machine use it too.
     *
     * @throws phoenix.lab.node.NodeException if mmdebstrap fails
     */
    Path archive(LabPlace lab, Consumer<String> progress) {
        Path archive = place(lab);
        if (Files.exists(archive)) {
            return archive;
        }
        PlainFile.makeFolder(lab.cache());
        return LabLock.holding(name, progress, () -> {
            if (!Files.exists(archive)) {
                make(archive, lab.base(), progress);
            }
            return archive;
        });
    }

    boolean isCached(LabPlace lab) {
        return Files.exists(place(lab));
    }

    private Path place(LabPlace lab) {
        return lab.cache().resolve(name + "-" + key() + ".tar.zst");
    }

    private void make(Path archive, Path labs, Consumer<String> progress) {
        Path work = archive.resolveSibling(name + ".work");
        Path packed = archive.resolveSibling(name + ".new.tar.zst");
        Path starter = archive.resolveSibling(name + ".bootstrap.sh");
        Path finisher = archive.resolveSibling(name + ".finish.sh");
        Path proxy = archive.resolveSibling(name + ".proxy");
        progress.accept("building a Debian 12 system from the distribution's packages (" + name
                + "), half a minute on a quiet machine");
        PlainFile.write(starter, Resource.text("bootstrap.sh"));
        PlainFile.write(finisher, Resource.text("finish-image.sh"), "rwxr-xr-x");
        PlainFile.write(proxy, AptProxy.ofMachine().forGuests());
        List<String> argv =
                new ArrayList<>(List.of("/bin/sh", starter.toString(), work.toString(), memory(), labs.toString()));
        argv.addAll(installer(packed));
        argv.add("--customize-hook=" + finisher);
        argv.add("--customize-hook=upload " + proxy + " /etc/apt/apt.conf.d/80proxy");
        Program.of(argv)
                .within(LIMIT)
                .dyingWithUsAndChildren()
                .telling(line -> phase(line, progress))
                .run();
        Tree.remove(work);
        List.of(starter, finisher, proxy).forEach(PlainFile::delete);
        PlainFile.move(packed, archive);
        removeOlder(archive);
    }

    /** Archives under this name that nobody has made anew for a month: those of an older Phoenix. */
    private void removeOlder(Path archive) {
        Instant longAgo = Instant.now().minus(Duration.ofDays(30));
        PlainFile.list(archive.resolveSibling("")).stream()
                .filter(file -> file.getFileName().toString().matches(Pattern.quote(name) + "-[0-9a-f]{8}\\.tar\\.zst"))
                .filter(file -> PlainFile.modified(file).isBefore(longAgo))
                .forEach(PlainFile::delete);
    }

    private List<String> installer(Path packed) {
        List<String> argv = new ArrayList<>(List.of(
                "mmdebstrap",
                "--variant=minbase",
                "--mode=root",
                "--include=" + String.join(",", packages),
                "--aptopt=Acquire::Languages \"none\""));
        AptProxy.ofMachine().options().forEach(option -> argv.add("--aptopt=" + option));
        if (lean) {
            for (String part : List.of("man", "doc", "locale")) {
                argv.add("--dpkgopt=path-exclude=/usr/share/" + part + "/*");
            }
        }
        argv.add(AptSources.SUITE);
        argv.add(packed.toString());
        argv.addAll(AptSources.of(Path.of("/etc/apt")).lines());
        return argv;
    }

    /** How many MiB of memory the build may take for its files; 0 on a machine that has none to spare. */
    private static String memory() {
        return PlainFile.read(MEMORY)
                        .lines()
                        .filter(line -> line.startsWith("MemAvailable:"))
                        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .anyMatch(kib -> kib > ENOUGH_MEMORY_KIB)
                ? MEMORY_SIZE_MIB
                : "0";
    }

    /** mmdebstrap tells its phases on lines that start with {@code I: }; the rest is dpkg's chatter. */
    private static void phase(String line, Consumer<String> progress) {
        if (line.startsWith("I: ") && line.endsWith("...")) {
            progress.accept("  " + line.substring(3));
        }
    }

    /** Tells archives of different content apart, so that a newer Phoenix does not use an older one's. */
    private String key() {
        String content = String.join("\n", packages) + "\n" + lean + "\n" + AptSources.SUITE + "\n"
                + Resource.text("finish-image.sh");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
