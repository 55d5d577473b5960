package phoenix.orchestrator.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.plan.Impact;

/**
 * Packages: those that are declared, those that other kinds need, and upgrades where they are asked for. What each kind needs is a resource
 * of its own, so that a package that cannot be had stops only what needs it. None is ever removed: nobody knows what else needs it by then. Those
 * that Phoenix installed are noted on the node, and told when nothing in the file asks for them any more.
 */
public final class Packages implements HostKind {
    static final String LOOK = "look-packages.sh";
    static final String UPGRADES = "look-upgrades.sh";
    private static final String DECLARED = "packages";
    private static final Made MADE = new Made("packages");
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final List<HostKind> others;

    /** @param others the kinds whose tools are installed */
    public Packages(Collection<HostKind> others) {
        this.others = List.copyOf(others);
    }

    static String nameFor(HostKind kind) {
        return "packages for " + kind.name();
    }

    @Override
    public String name() {
        return "packages";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        List<String> commands = others.stream()
                .flatMap(kind -> kind.tools(want).stream())
                .map(Tool::command)
                .distinct()
                .toList();
        List<Question> questions =
                new ArrayList<>(List.of(Made.question(), Question.script(Packages.class, LOOK, commands)));
        if (want.system().upgrade()) {
            questions.add(Question.script(Packages.class, UPGRADES, List.of()));
        }
        return questions;
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        Set<String> installed = facts.lines(LOOK).stream()
                .filter(line -> line.startsWith("package "))
                .map(line -> line.substring("package ".length()))
                .collect(Collectors.toSet());
        Set<String> commands = facts.lines(LOOK).stream()
                .filter(line -> line.startsWith("command "))
                .map(line -> line.substring("command ".length()))
                .collect(Collectors.toSet());
        List<HostResource> resources = new ArrayList<>();
        List<String> declared = want.system().packages();
        List<String> left = left(want, installed, facts);
        if (!declared.isEmpty() || !left.isEmpty()) {
            HostResource.Draft draft = install(DECLARED, declared, installed);
            if (!left.isEmpty()) {
                draft.remark(String.join(", ", left)
                        + ": declared no more; what Phoenix installed stays, for others may need it by now;"
                        + " to remove it: apt-get remove " + String.join(" ", left));
            }
            resources.add((declared.isEmpty() ? draft.goes() : draft).done());
        }
        for (HostKind kind : others) {
            List<Tool> tools = kind.tools(want);
            if (tools.isEmpty()) {
                continue;
            }
            Set<String> missing = new LinkedHashSet<>();
            boolean comes = false;
            for (Tool tool : tools) {
                if (!commands.contains(tool.command())) {
                    if (tool.packages().stream().anyMatch(declared::contains)) {
                        comes = true;
                    } else {
                        missing.add(tool.packages().get(0));
                    }
                }
            }
            HostResource.Draft draft = install(nameFor(kind), List.copyOf(missing), installed);
            resources.add((comes ? draft.needs(DECLARED) : draft).done());
        }
        if (want.system().upgrade()) {
            resources.add(upgrade(facts));
        }
        return resources;
    }

    /** What Phoenix installed, is there, and is neither declared nor needed for anything that is. */
    private List<String> left(DesiredHost want, Set<String> installed, HostFacts facts) {
        Set<String> wanted = new LinkedHashSet<>(want.system().packages());
        others.forEach(kind -> kind.tools(want).forEach(tool -> wanted.addAll(tool.packages())));
        return MADE.in(facts).stream()
                .filter(installed::contains)
                .filter(name -> !wanted.contains(name))
                .sorted()
                .toList();
    }

    private static HostResource.Draft install(String name, List<String> packages, Set<String> installed) {
        List<String> missing =
                packages.stream().filter(wanted -> !installed.contains(wanted)).toList();
        HostResource.Draft draft =
                HostResource.named(name).lane("apt").within(LIMIT).needs("repositories");
        missing.forEach(wanted -> draft.change("package", "", wanted, "", Impact.LIVE));
        return draft.act(MADE.note(missing))
                .act(Acts.script(Packages.class, "install-packages.sh", LIMIT, "", missing));
    }

    private static HostResource upgrade(HostFacts facts) {
        HostResource.Draft draft =
                HostResource.named("upgrade").lane("apt").within(LIMIT).needs("repositories");
        if (!facts.labelled(UPGRADES, "lists").equals("fresh")) {
            draft.change("package lists", "older than a day", "fetched", "upgrade is asked for", Impact.LIVE);
        }
        facts.lines(UPGRADES).stream()
                .filter(line -> line.startsWith("upgradable "))
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length == 4)
                .forEach(words -> draft.change(words[1], words[2], words[3], "upgrade is asked for", Impact.LIVE));
        return draft.act(Acts.script(Packages.class, "upgrade-packages.sh", LIMIT, "", List.of()))
                .done();
    }
}
