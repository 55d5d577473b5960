package phoenix.orchestrator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.host.HostServices;

/** Reads what the hypervisor file wants the node to offer, and what shall protect it. */
final class HostServicesReader {
    private static final Pattern OPTION = Pattern.compile("([a-z]+(?: [a-z]+){0,3}) *= *(\\S+)");

    private final Fields file;
    private final Secrets secrets;
    private final Path folder;

    /** @param folder of the configuration */
    HostServicesReader(Fields file, Secrets secrets, Path folder) {
        this.file = file;
        this.secrets = secrets;
        this.folder = folder;
    }

    HostServices read() {
        Optional<Fields> appArmor = file.inner("apparmor");
        return new HostServices(
                file.inner("nfs").map(HostServicesReader::exports).orElse(List.of()),
                file.inner("samba").map(this::samba).orElse(null),
                appArmor.map(this::profiles).orElse(List.of()),
                appArmor.flatMap(fields -> fields.inner("tunables"))
                        .map(HostServicesReader::words)
                        .orElse(new TreeMap<>()),
                file.inner("firewall").map(HostServicesReader::firewall).orElse(null),
                file.inner("nvidia_driver").flatMap(HostServicesReader::driver).orElse(null),
                file.inner("vfio")
                        .filter(fields ->
                                fields.flag("enabled").map(Located::value).orElse(true))
                        .map(fields -> new HostServices.Passthrough(values(fields, "devices")))
                        .orElse(null),
                new OwnStepReader(folder.resolve("host"), file.problems()).read());
    }

    private static List<String> values(Fields fields, String key) {
        return fields.words(key).stream().map(Located::value).toList();
    }

    private static String text(Fields fields, String key) {
        return fields.word(key).map(Located::value).orElse("");
    }

    private static SortedMap<String, String> words(Fields fields) {
        SortedMap<String, String> words = new TreeMap<>();
        fields.object().members().keySet().stream()
                .filter(key -> !key.startsWith("_") && !key.startsWith("//"))
                .forEach(key -> fields.word(key).ifPresent(word -> words.put(key, word.value())));
        return words;
    }

    private static List<HostServices.Export> exports(Fields nfs) {
        return nfs.objects("exports").stream()
                .map(export -> new HostServices.Export(
                        text(export, "path"),
                        values(export, "clients"),
                        values(export, "options"),
                        text(export, "owner"),
                        text(export, "mode")))
                .filter(export -> !export.path().isEmpty())
                .toList();
    }

    private HostServices.Samba samba(Fields samba) {
        SortedMap<String, String> global = new TreeMap<>();
        samba.inner("global").ifPresent(fields -> global.putAll(words(fields)));
        samba.text("workgroup")
                .or(() -> file.inner("network").flatMap(network -> network.text("workgroup")))
                .ifPresent(name -> global.put("workgroup", name.value()));
        SortedMap<String, HostServices.Password> passwords = new TreeMap<>();
        String user = text(samba, "user");
        if (!user.isEmpty()) {
            passwords.put(
                    user,
                    new HostServices.Password(secret(samba.value("password").orElse(null))));
        }
        samba.inner("users")
                .ifPresent(users -> users.object()
                        .members()
                        .forEach((name, member) ->
                                passwords.put(name, new HostServices.Password(secret(member.value())))));
        List<HostServices.Share> shares = samba.objects("shares").stream()
                .map(share -> share(share, user))
                .toList();
        return new HostServices.Samba(global, shares, passwords);
    }

    private static HostServices.Share share(Fields share, String user) {
        SortedMap<String, String> options = new TreeMap<>();
        Matcher matcher = OPTION.matcher(text(share, "options"));
        while (matcher.find()) {
            options.put(matcher.group(1).toLowerCase(Locale.ROOT).strip(), matcher.group(2));
        }
        List<String> users = values(share, "valid_users");
        if (!users.isEmpty()) {
            options.put("valid users", String.join(" ", users));
        }
        flag(share, "browsable", "browseable", options);
        flag(share, "guest_ok", "guest ok", options);
        flag(share, "read_only", "read only", options);
        boolean said = List.of("writable", "writeable", "write ok", "read only").stream()
                .anyMatch(key -> options.containsKey(key));
        if (!said) {
            options.put("read only", "no");
        }
        String path = text(share, "path");
        String owner = text(share, "owner");
        return new HostServices.Share(
                text(share, "name"),
                path.startsWith("/") ? path : "/" + path,
                options,
                owner.isEmpty() && !user.isEmpty() ? user + ":" + user : owner,
                text(share, "mode"));
    }

    private static void flag(Fields share, String key, String option, Map<String, String> options) {
        share.flag(key).ifPresent(flag -> options.put(option, flag.value() ? "yes" : "no"));
    }

    private List<HostServices.Profile> profiles(Fields appArmor) {
        List<HostServices.Profile> profiles = new ArrayList<>();
        for (Located<String> name : appArmor.words("profiles")) {
            Path path = folder.resolve("apparmor").resolve(name.value());
            try {
                String text = Files.readString(path);
                Matcher declared = AppArmorReader.DECLARATION.matcher(text);
                if (declared.find()) {
                    String profile = Optional.ofNullable(declared.group(1)).orElse(declared.group(2));
                    profiles.add(new HostServices.Profile(name.value(), profile, text));
                } else {
                    file.problems().error(name.place(), path + " declares no profile", "begin it with: profile NAME {");
                }
            } catch (IOException unreadable) {
                file.problems()
                        .error(
                                name.place(),
                                "the profile " + path + " cannot be read",
                                "put it there, or remove its name here");
            }
        }
        return profiles;
    }

    private static HostServices.NodeFirewall firewall(Fields firewall) {
        Firewall rules = new Firewall(
                firewall.flag("enabled").map(Located::value).orElse(true),
                firewall.word("default_input_policy").map(Located::value).orElse(null),
                firewall.word("default_output_policy").map(Located::value).orElse(null),
                FirewallReader.rules(firewall));
        Map<String, List<Firewall.Rule>> groups = new LinkedHashMap<>();
        firewall.inner("groups")
                .ifPresent(all -> all.object()
                        .members()
                        .keySet()
                        .forEach(name -> groups.put(name, FirewallReader.rules(all, name))));
        Map<String, List<String>> sets = new LinkedHashMap<>();
        firewall.inner("ip_sets")
                .ifPresent(all -> all.object().members().keySet().forEach(name -> sets.put(name, values(all, name))));
        Firewall node = firewall.inner("node")
                .map(fields -> new Firewall(
                        fields.flag("enabled").map(Located::value).orElse(true),
                        null,
                        null,
                        FirewallReader.rules(fields)))
                .orElse(null);
        return new HostServices.NodeFirewall(rules, groups, sets, node);
    }

    private static Optional<HostServices.Driver> driver(Fields driver) {
        boolean install = driver.flag("install").map(Located::value).orElse(true);
        String version = text(driver, "version");
        return install && !version.isEmpty()
                ? Optional.of(new HostServices.Driver(
                        version,
                        text(driver, "runfile_url"),
                        text(driver, "runfile_checksum")
                                .replaceFirst("^sha256:", "")
                                .toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** A text, or what a reference leads to; empty if there is none. */
    private String secret(@Nullable JsonValue value) {
        if (value instanceof JsonValue.Obj object && Secrets.isReference(object)) {
            return secrets.follow(object).map(Secrets.Secret::value).orElse("");
        }
        return value == null ? "" : Fields.word(value).orElse("");
    }
}
