package phoenix.orchestrator.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostSystem;

class PackagesTest {
    private static DesiredHost packages(boolean upgrade, String... names) {
        return DesiredHost.EMPTY.with(new HostSystem(null, null, null, null, List.of(names), upgrade, null, List.of()));
    }

    private static List<HostResource> compare(DesiredHost want, String facts, HostKind... others) {
        return compare(want, facts, "", others);
    }

    private static List<HostResource> compare(DesiredHost want, String facts, String made, HostKind... others) {
        return new Packages(List.of(others)).compare(want, HostFacts.of(Map.of(Packages.LOOK, facts, Made.LOOK, made)));
    }

    private static HostResource upgraded(String facts) {
        return new Packages(List.of())
                .compare(packages(true), HostFacts.of(Map.of(Packages.UPGRADES, facts)))
                .get(0);
    }

    private record Needing(Tool tool) implements HostKind {
        @Override
        public String name() {
            return "pools";
        }

        @Override
        public List<Question> questions(DesiredHost want) {
            return List.of();
        }

        @Override
        public List<HostResource> compare(DesiredHost want, HostFacts facts) {
            return List.of();
        }

        @Override
        public List<Tool> tools(DesiredHost want) {
            return List.of(tool);
        }
    }

    private static final Question UPGRADES = Question.script(Packages.class, Packages.UPGRADES, List.of());
    private static final Needing POOLS = new Needing(Tool.of("zpool", "zfsutils-linux", "zfs-fuse"));

    @Test
    void only_what_is_not_installed_is_installed() {
        HostResource found = compare(packages(false, "nano", "htop"), "package nano\npackage htop-doc\n")
                .get(0);

        assertThat(found.changes()).extracting(change -> change.after()).containsExactly("htop");
        assertThat(found.acts())
                .flatExtracting(Act::preview)
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix packages +htop",
                        "run on the node: install-packages.sh htop");
    }

    @Test
    void a_program_that_is_there_needs_no_package_whatever_brought_it() {
        assertThat(compare(packages(false), "command zpool\n", POOLS).get(0).isAsDeclared())
                .isTrue();
    }

    @Test
    void a_declared_package_that_brings_a_program_is_taken_instead_of_the_usual_one() {
        List<HostResource> found = compare(packages(false, "zfs-fuse"), "", POOLS);

        assertThat(found.get(1).isAsDeclared()).isTrue();
        assertThat(found.get(1).needs()).contains("packages");
    }

    @Test
    void nothing_is_upgraded_nor_even_looked_for_unless_it_is_asked_for() {
        String facts = "upgradable bash 5.2-1 5.2-2\n";

        assertThat(new Packages(List.of()).questions(packages(false))).doesNotContain(UPGRADES);
        assertThat(new Packages(List.of()).questions(packages(true))).contains(UPGRADES);
        assertThat(upgraded(facts).changes())
                .extracting(change -> change.attribute() + " " + change.values())
                .containsExactly("package lists older than a day -> fetched", "bash 5.2-1 -> 5.2-2");
    }

    @Test
    void an_upgraded_node_has_nothing_to_upgrade() {
        assertThat(upgraded("lists fresh\n").isAsDeclared()).isTrue();
    }

    @Test
    void what_phoenix_installed_and_nothing_asks_for_any_more_is_told_until_it_is_gone() {
        String made = "packages\tnano\npackages\thtop\npackages\tgone\npools\tbash\n";
        String installed = "package nano\npackage htop\npackage bash\n";

        HostResource left = compare(packages(false), installed, made).get(0);
        HostResource beside = compare(packages(false, "nano"), installed, made).get(0);

        assertThat(left.isAsDeclared()).isTrue();
        assertThat(left.remarks()).singleElement().asString().endsWith("to remove it: apt-get remove htop nano");
        assertThat(beside.isAsDeclared()).isTrue();
        assertThat(beside.remarks()).singleElement().asString().endsWith("apt-get remove htop");
        assertThat(compare(packages(false), "package bash\n", made)).isEmpty();
    }

    @Test
    void what_something_declared_needs_as_a_tool_is_not_told() {
        List<HostResource> found =
                compare(packages(false), "package zfs-fuse\ncommand zpool\n", "packages\tzfs-fuse\n", POOLS);

        assertThat(found).singleElement().matches(one -> one.remarks().isEmpty());
    }
}
