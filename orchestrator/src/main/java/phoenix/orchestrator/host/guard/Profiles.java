package phoenix.orchestrator.host.guard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;
import phoenix.orchestrator.plan.Impact;

/**
 * AppArmor's profiles and variables from the user's folder, in files of Phoenix's own. A profile is parsed before it replaces another; one
 * that is declared no more is taken out of the kernel and away.
 */
public final class Profiles implements HostKind {
    private static final String LOOK = "look-profiles.sh";
    private static final String TUNABLES = "AppArmor variables";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "AppArmor profiles";
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        return want.services().profiles().isEmpty() ? List.of() : List.of(Tool.of("apparmor_parser", "apparmor"));
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(Question.script(Profiles.class, LOOK, List.of()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        Map<String, String> files = new TreeMap<>();
        List<String> loaded = new ArrayList<>();
        for (String line : facts.lines(LOOK)) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("file") && words.length == 3) {
                files.put(words[1], new String(Base64.getDecoder().decode(words[2]), StandardCharsets.UTF_8));
            } else if (words[0].equals("loaded")) {
                loaded.add(line.substring("loaded ".length()));
            }
        }
        boolean kernel = facts.labelled(LOOK, "kernel").equals("yes");
        List<HostResource> resources = new ArrayList<>();
        boolean variables = !want.services().tunables().isEmpty();
        tunables(want, files).ifPresent(resources::add);
        for (HostServices.Profile profile : want.services().profiles()) {
            HostResource.Draft draft = HostResource.named(nameFor(profile));
            if (variables) {
                draft.needs(TUNABLES);
            }
            String before = files.getOrDefault(profile.file(), "");
            if (before.isEmpty()) {
                draft.isNew();
            }
            if (!before.equals(profile.text())) {
                draft.change("file", before.isEmpty() ? "" : "another", profile.file(), "", Impact.LIVE);
            }
            if (!kernel) {
                draft.remark("this kernel has no AppArmor: the profile is checked and confines nothing");
            } else if (!loaded.contains(profile.name())) {
                draft.change("in force", "no", "yes", "", Impact.LIVE);
            }
            List<String> file = List.of(profile.file());
            resources.add(draft.act(Acts.script(Profiles.class, "put-profile.sh", LIMIT, profile.text(), file))
                    .done());
        }
        files.forEach((file, text) -> {
            boolean declared = want.services().profiles().stream()
                    .anyMatch(profile -> profile.file().equals(file));
            if (!declared && !file.equals("variables")) {
                resources.add(HostResource.named(dropped(file))
                        .goes()
                        .change("file", file, "", "declared no more", Impact.LIVE)
                        .act(Acts.script(Profiles.class, "drop-profile.sh", LIMIT, "", List.of(file)))
                        .done());
            }
        });
        return resources;
    }

    private static String nameFor(HostServices.Profile profile) {
        return "AppArmor profile " + profile.name();
    }

    private static String dropped(String file) {
        return "AppArmor profile in " + file;
    }

    private static java.util.Optional<HostResource> tunables(DesiredHost want, Map<String, String> files) {
        StringBuilder text = new StringBuilder();
        want.services()
                .tunables()
                .forEach((name, value) ->
                        text.append("@{" + name + "}=").append(value).append('\n'));
        String before = files.getOrDefault("variables", "");
        if (text.isEmpty() && before.isEmpty()) {
            return java.util.Optional.empty();
        }
        HostResource.Draft draft = HostResource.named(TUNABLES).compare("variables", before, text.toString());
        if (text.isEmpty()) {
            // A profile that reads them cannot be taken out of the kernel without them.
            draft.goes();
            files.keySet().forEach(file -> draft.needs(dropped(file)));
            want.services().profiles().forEach(profile -> draft.needs(nameFor(profile)));
        }
        return java.util.Optional.of(
                draft.act(Acts.script(Profiles.class, "put-variables.sh", LIMIT, text.toString(), List.of()))
                        .done());
    }
}
