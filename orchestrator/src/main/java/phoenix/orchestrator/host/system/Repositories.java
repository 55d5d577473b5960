package phoenix.orchestrator.host.system;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostSystem;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.NodeFiles;
import phoenix.orchestrator.host.OwnFile;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;

/**
 * Proxmox's package repositories: one file of Phoenix's, and the installer's own files of the same repositories set aside (renamed, so that
 * apt no longer reads them), where they stay, and are told, when nothing is declared any more. Proxmox VE 8 takes one line for each, 9 paragraphs.
 */
public final class Repositories implements HostKind {
    private static final String RELEASE = "look-release.sh";
    private static final String FILES = "files-of-repositories";
    private static final String FOLDER = "/etc/apt/sources.list.d/";
    private static final String ASIDE = ".disabled-by-phoenix";
    private static final String KEYRING = "/usr/share/keyrings/proxmox-archive-keyring.gpg";

    /** What Proxmox's installer writes. */
    private static final List<String> INSTALLERS = List.of(
            "pve-enterprise.list",
            "ceph.list",
            "pve-enterprise.sources",
            "ceph.sources",
            "pve-no-subscription.list",
            "proxmox.sources");

    @Override
    public String name() {
        return "repositories";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        List<String> paths = new ArrayList<>();
        INSTALLERS.forEach(file -> paths.addAll(List.of(FOLDER + file, FOLDER + file + ASIDE)));
        paths.add(FOLDER + "phoenix-proxmox.list");
        paths.add(FOLDER + "phoenix-proxmox.sources");
        return List.of(Question.script(Repositories.class, RELEASE, List.of()), NodeFiles.question(FILES, paths));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        NodeFiles files = NodeFiles.of(facts, FILES);
        HostSystem.Repositories wanted = want.system().repositories();
        HostResource.Draft draft = HostResource.named("repositories").lane("apt");
        String release = facts.labelled(RELEASE, "release");
        boolean paragraphs = !release.equals("bookworm");
        OwnFile file = OwnFile.at(FOLDER + "phoenix-proxmox." + (paragraphs ? "sources" : "list"));
        OwnFile other = OwnFile.at(FOLDER + "phoenix-proxmox." + (paragraphs ? "list" : "sources"));
        if (wanted == null) {
            boolean gone = file.remove(draft, files);
            boolean otherGone = other.remove(draft, files);
            return Stream.concat(gone || otherGone ? Stream.of(draft.done()) : Stream.of(), aside(files))
                    .toList();
        }
        if (!release.equals("bookworm") && !release.equals("trixie")) {
            return List.of(draft.refuse(
                            "the node runs Debian '" + release
                                    + "', and Proxmox VE 8 and 9 are made for bookworm and trixie",
                            "remove 'repositories', or set them up by hand")
                    .done());
        }
        file.compare(draft, files, paragraphs ? paragraphs(wanted, release) : lines(wanted, release));
        other.remove(draft, files);
        for (String name : INSTALLERS) {
            files.at(FOLDER + name).filter(found -> isRead(found.content())).ifPresent(found -> {
                draft.change(
                        FOLDER + name, "read by apt", "set aside", "Phoenix's file says what is read", Impact.LIVE);
                draft.act(Acts.run("mv", FOLDER + name, FOLDER + name + ASIDE));
            });
        }
        return List.of(draft.done());
    }

    /** What was set aside stays so: nobody knows whether the node should read it again. */
    private static Stream<HostResource> aside(NodeFiles files) {
        return INSTALLERS.stream()
                .filter(name -> files.at(FOLDER + name + ASIDE).isPresent()
                        && files.at(FOLDER + name).isEmpty())
                .map(name -> FOLDER + name)
                .map(path -> HostResource.staying(
                        "repositories of " + path,
                        "'repositories' is declared no more, and they stay set aside; to have apt read them again: mv "
                                + path + ASIDE + " " + path + "; to hear no more of it, remove " + path + ASIDE));
    }

    private static boolean isRead(String content) {
        return content.lines().anyMatch(line -> !line.isBlank() && !line.strip().startsWith("#"));
    }

    private static String host(boolean enterprise) {
        return enterprise ? "https://enterprise.proxmox.com" : "http://download.proxmox.com";
    }

    private static String lines(HostSystem.Repositories wanted, String release) {
        String host = host(wanted.enterprise());
        String text = "deb " + host + "/debian/pve " + release + " pve-" + channel(wanted) + "\n";
        return wanted.ceph() == null
                ? text
                : text + "deb " + host + "/debian/ceph-" + wanted.ceph() + " " + release + " " + channel(wanted) + "\n";
    }

    private static String paragraphs(HostSystem.Repositories wanted, String release) {
        String host = host(wanted.enterprise());
        String text = paragraph(host + "/debian/pve", release, "pve-" + channel(wanted));
        return wanted.ceph() == null
                ? text
                : text + "\n" + paragraph(host + "/debian/ceph-" + wanted.ceph(), release, channel(wanted));
    }

    private static String paragraph(String uri, String release, String component) {
        return "Types: deb\nURIs: " + uri + "\nSuites: " + release + "\nComponents: " + component + "\nSigned-By: "
                + KEYRING + "\n";
    }

    private static String channel(HostSystem.Repositories wanted) {
        return wanted.enterprise() ? "enterprise" : "no-subscription";
    }
}
