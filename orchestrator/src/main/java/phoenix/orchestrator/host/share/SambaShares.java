package phoenix.orchestrator.host.share;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;
import phoenix.orchestrator.plan.Impact;

/**
 * Samba's shares and global options: a file of Phoenix's own, which the server's own file includes. The rest of that file is kept. Whether
 * the server runs is a thing of its own: it may fail while the shares are as declared.
 */
public final class SambaShares implements HostKind {
    static final String NAME = "Samba shares";
    private static final String LOOK = "look-samba.sh";
    private static final OwnValue AT_BOOT = new OwnValue("Samba server at boot");
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "Samba";
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        return want.services().samba() == null ? List.of() : List.of(Tool.of("smbd", "samba"));
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(OwnValue.question(), Question.script(SambaShares.class, LOOK, List.of()));
    }

    private static Map<String, SortedMap<String, String>> sections(HostServices.Samba samba) {
        Map<String, SortedMap<String, String>> sections = new TreeMap<>();
        if (!samba.global().isEmpty()) {
            sections.put("global", samba.global());
        }
        for (HostServices.Share share : samba.shares()) {
            SortedMap<String, String> options = new TreeMap<>(share.options());
            options.put("path", share.path());
            sections.put(share.name(), options);
        }
        return sections;
    }

    private static String print(Map<String, SortedMap<String, String>> sections) {
        StringBuilder text = new StringBuilder("# Written by Phoenix; changes here are lost.\n");
        sections.forEach((name, options) -> {
            text.append('[').append(name).append("]\n");
            options.forEach((option, value) ->
                    text.append("   " + option).append(" = ").append(value).append('\n'));
        });
        return text.toString();
    }

    private static Map<String, SortedMap<String, String>> parse(List<String> lines) {
        Map<String, SortedMap<String, String>> sections = new TreeMap<>();
        SortedMap<String, String> section = new TreeMap<>();
        for (String line : lines) {
            String text = line.strip();
            int equals = text.indexOf('=');
            if (text.startsWith("[") && text.endsWith("]")) {
                section = new TreeMap<>();
                sections.put(text.substring(1, text.length() - 1), section);
            } else if (equals > 0 && !text.startsWith("#")) {
                section.put(
                        text.substring(0, equals).strip(),
                        text.substring(equals + 1).strip());
            }
        }
        return sections;
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        HostServices.Samba samba = want.services().samba();
        List<String> ours = facts.lines(LOOK).stream()
                .filter(line -> line.startsWith("ours "))
                .map(line -> line.substring("ours ".length()))
                .toList();
        String boot = facts.labelled(LOOK, "boot");
        boolean included = facts.labelled(LOOK, "included").equals("yes");
        if (samba == null) {
            return Stream.concat(
                            ours.isEmpty() && !included ? Stream.of() : Stream.of(removal()),
                            AT_BOOT.staying(facts, boot, "to stop it: systemctl disable --now smbd").stream())
                    .toList();
        }
        List<HostResource> resources = new ArrayList<>();
        HostResource.Draft draft = HostResource.named(NAME);
        samba.shares().forEach(share -> draft.needs(SharedFolders.nameFor(share.path())));
        List<String> others = facts.lines(LOOK).stream()
                .filter(line -> line.startsWith("theirs "))
                .map(line -> line.substring("theirs ".length()))
                .toList();
        for (HostServices.Share share : samba.shares()) {
            if (others.contains(share.name())) {
                draft.refuse(
                        "/etc/samba/smb.conf has a share " + share.name() + " that Phoenix did not write",
                        "remove it there, or give this one another name");
            }
        }
        Map<String, SortedMap<String, String>> wanted = sections(samba);
        Map<String, SortedMap<String, String>> found = parse(ours);
        differences(draft, wanted, found);
        if (!included) {
            draft.change("include in /etc/samba/smb.conf", "", "/etc/samba/phoenix.conf", "", Impact.LIVE);
        }
        resources.add(draft.act(Acts.script(SambaShares.class, "apply-samba.sh", LIMIT, print(wanted), List.of()))
                .done());
        HostResource.Draft server = HostResource.named("Samba server")
                .needs(NAME)
                .compare("state", facts.labelled(LOOK, "server"), "active");
        resources.add(AT_BOOT.compare(server, "at boot", boot, "enabled")
                .act(Acts.script(SambaShares.class, "start-samba.sh", LIMIT, "", List.of()))
                .done());
        return resources;
    }

    private static HostResource removal() {
        return HostResource.named(NAME)
                .goes()
                .change("shares", "Phoenix's", "", "declared no more", Impact.LIVE)
                .act(Acts.script(SambaShares.class, "apply-samba.sh", LIMIT, "", List.of()))
                .done();
    }

    private static void differences(
            HostResource.Draft draft,
            Map<String, SortedMap<String, String>> wanted,
            Map<String, SortedMap<String, String>> found) {
        wanted.forEach((section, options) -> {
            SortedMap<String, String> there = found.getOrDefault(section, new TreeMap<>());
            options.forEach(
                    (option, value) -> draft.compare(section + ": " + option, there.getOrDefault(option, ""), value));
            there.forEach((option, value) -> {
                if (!options.containsKey(option)) {
                    draft.change(section + ": " + option, value, "", "declared no more", Impact.LIVE);
                }
            });
        });
        found.keySet().stream()
                .filter(section -> !wanted.containsKey(section))
                .forEach(section -> draft.change("share " + section, "shared", "", "declared no more", Impact.LIVE));
    }
}
