package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.RawOption;

/** Reads {@code lxc_options}: {@code lxc.key=value} or {@code lxc.key: value}, parted at the first of the two signs. */
final class RawOptionReader {
    private static final String APPARMOR_PROFILE = "lxc.apparmor.profile";
    private static final Pattern LINE = Pattern.compile("\\s*(lxc\\.[^\\s=:]*)\\s*[=:]\\s*(.*?)\\s*", Pattern.DOTALL);

    private RawOptionReader() {}

    /**
     * The options in their order.
     *
     * @param appArmor what the container says of AppArmor by other keys; an option that repeats it is left out
     */
    static Optional<List<RawOption>> read(Fields container, @Nullable Located<AppArmor> appArmor) {
        return container.oneOrMore("lxc_options").map(items -> {
            List<RawOption> options = new ArrayList<>();
            for (JsonValue item : items) {
                if (item instanceof JsonValue.Text text) {
                    option(text, container.problems())
                            .filter(option -> !isSaidElsewhere(option, text, appArmor, container.problems()))
                            .ifPresent(options::add);
                }
            }
            return options;
        });
    }

    private static Optional<RawOption> option(JsonValue.Text text, Problems problems) {
        Matcher line = LINE.matcher(text.text());
        if (!line.matches()) {
            problems.error(
                    text.place(),
                    "'" + Shortened.of(text.text()) + "' is no option of LXC",
                    "write its key and its value, such as \"lxc.mount.auto=sys:rw\"");
            return Optional.empty();
        }
        String key = line.group(1);
        if (!RawOptionKeys.isKept(key)) {
            problems.error(
                    text.place(),
                    "'" + Shortened.of(key)
                            + "' is an option that Proxmox does not keep in a container's configuration",
                    RawOptionKeys.nearest(key)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("remove it"));
            return Optional.empty();
        }
        return Optional.of(new RawOption(key, line.group(2)));
    }

    private static boolean isSaidElsewhere(
            RawOption option, JsonValue.Text text, @Nullable Located<AppArmor> appArmor, Problems problems) {
        if (appArmor == null || !option.key().equals(APPARMOR_PROFILE)) {
            return false;
        }
        String profile = lxcName(appArmor.value());
        if (profile.equals(option.value())) {
            problems.warning(
                    text.place(),
                    "'" + APPARMOR_PROFILE + "' says once more what 'apparmor_profile' says",
                    "remove it from 'lxc_options'");
        } else {
            problems.error(
                    text.place(),
                    "'" + APPARMOR_PROFILE + "' is '" + Shortened.of(option.value())
                            + "', but 'apparmor_profile' asks for '" + profile + "'",
                    "remove it from 'lxc_options', or write \"apparmor_profile\": \"" + Shortened.of(option.value())
                            + "\"");
        }
        return true;
    }

    private static String lxcName(AppArmor appArmor) {
        if (appArmor instanceof AppArmor.Profile profile) {
            return profile.name();
        }
        return appArmor instanceof AppArmor.Unconfined ? "unconfined" : "generated";
    }
}
