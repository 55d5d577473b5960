package phoenix.lab.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's own figures, from {@code /proc}. */
final class Machine {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern MEMORY = Pattern.compile("([A-Za-z]+):\\s+([0-9]+) kB");

    private Machine() {}

    /** Memory figures in bytes, by the kernel's names. */
    static Map<String, Long> memory() {
        Map<String, Long> figures = new LinkedHashMap<>();
        for (String line : read("meminfo").lines().toList()) {
            Matcher parts = MEMORY.matcher(line);
            if (parts.matches()) {
                figures.put(parts.group(1), Long.parseLong(parts.group(2)) * 1024);
            }
        }
        return figures;
    }

    static long figure(Map<String, Long> memory, String name) {
        return memory.getOrDefault(name, 0L);
    }

    static List<String> load() {
        return List.of(read("loadavg").split(" ")).subList(0, 3);
    }

    static long uptimeSeconds() {
        return (long) Double.parseDouble(read("uptime").split(" ")[0]);
    }

    /** 1 or 2. */
    static int controlGroupVersion() {
        return Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")) ? 2 : 1;
    }

    static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    static String processorModel() {
        return read("cpuinfo")
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    /** Load of the last minute as a share of all processors, at most 1. */
    static double busy() {
        return Math.min(1, Double.parseDouble(load().get(0)) / processors());
    }

    static Map<String, Object> kernel() {
        Map<String, Object> kernel = new LinkedHashMap<>();
        kernel.put("sysname", "Linux");
        kernel.put("release", read("sys/kernel/osrelease").strip());
        kernel.put("version", read("sys/kernel/version").strip());
        kernel.put("machine", System.getProperty("os.arch").replace("amd64", "x86_64"));
        return kernel;
    }

    private static String read(String file) {
        try {
            return Files.readString(PROC.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read /proc/" + file, failed);
        }
    }
}
