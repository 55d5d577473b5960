package phoenix.lab.network;

import static phoenix.lab.rest.StandardParams.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import phoenix.lab.files.Sha1;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;

/**
 * The node's name servers, hosts file and time zone.
 *
 * @see "PVE source: PVE/API2/Nodes.pm dns, update_dns, get_etc_hosts, write_etc_hosts, time, set_timezone"
 */
public final class NamesEndpoints {
    private static final Permission AUDIT = Permission.on("/nodes/{node}", "Sys.Audit");
    private static final Permission MODIFY = Permission.on("/nodes/{node}", "Sys.Modify");

    private final Path etc;

    public NamesEndpoints(Node node) {
        this.etc = node.root().resolve("etc");
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/nodes/{node}/dns").with(node()).allow(AUDIT).handledBy(this::dns),
                Endpoint.put("/nodes/{node}/dns")
                        .with(
                                node(),
                                Param.string("search"),
                                Param.string("dns1").optional().format("ip"),
                                Param.string("dns2").optional().format("ip"),
                                Param.string("dns3").optional().format("ip"))
                        .allow(MODIFY)
                        .handledBy(this::setDns),
                Endpoint.get("/nodes/{node}/hosts")
                        .with(node())
                        .allow(Permission.on("/", "Sys.Audit"))
                        .asRoot()
                        .handledBy(this::hosts),
                Endpoint.post("/nodes/{node}/hosts")
                        .with(
                                node(),
                                Param.string("data"),
                                Param.string("digest").optional().maxLength(64))
                        .allow(MODIFY)
                        .handledBy(this::setHosts),
                Endpoint.get("/nodes/{node}/time").with(node()).allow(AUDIT).handledBy(this::time),
                Endpoint.put("/nodes/{node}/time")
                        .with(node(), Param.string("timezone"))
                        .allow(MODIFY)
                        .handledBy(this::setZone));
    }

    private String read(String name) {
        Path file = etc.resolve(name);
        return Files.exists(file) ? WholeFile.read(file) : "";
    }

    private Object dns(Call call) {
        Map<String, Object> answer = new LinkedHashMap<>();
        int servers = 0;
        for (String line : read("resolv.conf").lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 1 && words[0].matches("search|domain")) {
                answer.put("search", words[1]);
            } else if (words.length > 1 && words[0].equals("nameserver") && servers < 3) {
                servers++;
                answer.put("dns" + servers, words[1]);
            }
        }
        return answer;
    }

    /** What is not said is gone; lines about other things stay. */
    private @Nullable Object setDns(Call call) {
        List<String> lines = new ArrayList<>();
        lines.add("search " + call.text("search"));
        for (String name : List.of("dns1", "dns2", "dns3")) {
            call.find(name).ifPresent(server -> lines.add("nameserver " + server));
        }
        read("resolv.conf")
                .lines()
                .filter(line -> !line.matches("(?:search|domain|nameserver)\\s.*"))
                .forEach(lines::add);
        WholeFile.write(etc.resolve("resolv.conf"), String.join("\n", lines) + "\n");
        return null;
    }

    private Object hosts(Call call) {
        String text = read("hosts");
        return Map.of("data", text, "digest", Sha1.of(text));
    }

    private @Nullable Object setHosts(Call call) {
        String digest = call.text("digest", "");
        if (!digest.isEmpty() && !digest.equals(Sha1.of(read("hosts")))) {
            throw ApiException.failure("detected modified configuration - file changed by other user? Try again.");
        }
        WholeFile.write(etc.resolve("hosts"), call.text("data"));
        return null;
    }

    private Object time(Call call) {
        String zone = read("timezone").strip();
        Instant now = Instant.now();
        long offset;
        try {
            offset = ZoneId.of(zone.isEmpty() ? "UTC" : zone)
                    .getRules()
                    .getOffset(now)
                    .getTotalSeconds();
        } catch (DateTimeException unknown) {
            offset = 0;
        }
        return Map.of(
                "timezone",
                zone.isEmpty() ? "UTC" : zone,
                "time",
                now.getEpochSecond(),
                "localtime",
                now.getEpochSecond() + offset);
    }

    private @Nullable Object setZone(Call call) {
        String zone = call.text("timezone");
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            throw ApiException.failure("invalid time zone '" + zone + "'");
        }
        WholeFile.write(etc.resolve("timezone"), zone + "\n");
        Path link = etc.resolve("localtime");
        try {
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of("/usr/share/zoneinfo", zone.split("/")));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot set the time zone", failed);
        }
        return null;
    }
}
