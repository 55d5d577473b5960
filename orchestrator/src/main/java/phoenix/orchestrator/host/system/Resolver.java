package phoenix.orchestrator.host.system;

import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostSystem;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;

/** The node's name servers, and the domain that short names are looked up in. Other lines of the file are left as they are. */
public final class Resolver implements HostKind {
    private static final String LOOK = "look-resolver.sh";
    private static final int MOST = 3;
    private static final OwnValue SERVERS = new OwnValue("name servers");
    private static final OwnValue SEARCH = new OwnValue("search domain");
    private static final String REMEDY = "to set another: edit /etc/resolv.conf";

    @Override
    public String name() {
        return "name servers";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(OwnValue.question(), Question.script(Resolver.class, LOOK, List.of()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        HostSystem.Resolver wanted = want.system().resolver();
        boolean domain = wanted != null && wanted.domain() != null;
        List<String> servers = new ArrayList<>();
        List<String> others = new ArrayList<>();
        String search = "";
        for (String line : facts.lines(LOOK)) {
            String[] words = line.strip().split("\\s+", 2);
            if (words[0].equals("nameserver") && words.length == 2) {
                servers.add(words[1]);
            } else if (words[0].matches("search|domain")) {
                search = words.length == 2 ? words[1] : ""; // of several the last one counts
                if (!domain) {
                    others.add(line);
                }
            } else {
                others.add(line);
            }
        }
        List<HostResource> resources = new ArrayList<>();
        String now = String.join(" ", servers);
        if (wanted == null) {
            SERVERS.staying(facts, now, REMEDY).ifPresent(resources::add);
        } else {
            resources.add(compare(wanted, now, search, others));
        }
        if (!domain) {
            SEARCH.staying(facts, search, REMEDY).ifPresent(resources::add);
        }
        return resources;
    }

    /** @param others what the file has beside, which stays */
    private static HostResource compare(
            HostSystem.Resolver wanted, String servers, String search, List<String> others) {
        HostResource.Draft draft = HostResource.named("name servers");
        SERVERS.compare(draft, "name servers", servers, String.join(" ", wanted.servers()));
        if (wanted.domain() != null) {
            others.add("search " + wanted.domain());
            SEARCH.compare(draft, "search domain", search, wanted.domain());
        }
        wanted.servers().forEach(server -> others.add("nameserver " + server));
        draft.act(Acts.write("/etc/resolv.conf", String.join("\n", others) + "\n", "0644", "root:root", List.of()));
        if (wanted.servers().size() > MOST) {
            draft.refuse("no system asks more than three name servers", "name three under dns_nameservers");
        }
        return draft.done();
    }
}
