package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import phoenix.pve.VmId;
import phoenix.pve.api.FirewallApi;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.Method;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.Request;

/**
 * A container that declares every option: made, drifted, changed, and stripped of all of them again. The chapters follow one another on
 * one container. Nothing in here knows what kind of node it is, but for what only a process in a real guest can tell.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class EveryOption {
    private static final int ID = EveryOptionFile.ID;
    private static final String POOL = "phoenix-every-option";

    private final Site site;
    private final EveryOptionFile file;
    private final PveClient client;
    private final ContainerView guest;
    private final ByHand hand;
    private final DeclaredEverything everything;

    EveryOption(Site site, Path folder) {
        this.site = site;
        this.file = new EveryOptionFile(folder, site);
        this.client = site.client();
        this.guest = new ContainerView(client, new VmId(ID));
        this.hand = ByHand.on(site);
        this.everything = new DeclaredEverything(site, guest, hand);
    }

    @BeforeAll
    void removeContainerAndPool() {
        if (guest.exists()) {
            client.send(
                    LxcApi.setConfig(guest.node(), guest.id(), Map.of(), List.of("protection"), ContainerView.LABEL));
        }
        site.phoenix("--delete", "9030", "--yes").expect(0);
        removePool();
    }

    @AfterAll
    void removeEverything() {
        removeContainerAndPool();
        hand.removeFolder(EveryOptionFile.NODE_FOLDER);
        hand.close();
        client.close();
    }

    @Test
    @Order(1)
    void one_command_makes_it_with_every_option() {
        converge().expect(0);

        everything.isConfigured();
    }

    @Test
    @Order(2)
    void the_second_run_changes_nothing() {
        assertNothingToDo();
    }

    @Test
    @Order(3)
    void a_process_in_it_finds_what_was_declared() {
        Assumptions.assumeTrue(site.real(), "no process runs in a simulated guest");

        everything.isSeenInside();
    }

    @Test
    @Order(4)
    void what_was_changed_by_hand_while_it_runs_is_put_right_without_a_restart() {
        client.send(LxcApi.setConfig(
                guest.node(),
                guest.id(),
                Map.of(
                        "memory", "300",
                        "swap", "128",
                        "cpuunits", "70",
                        "tags", guest.option("tags").replace("production", "stray"),
                        "startup", "order=9,up=5",
                        "description", guest.config().description().replace("Every option", "Somebody's own words")),
                List.of("cpulimit", "onboot"),
                ContainerView.LABEL));
        client.send(FirewallApi.deleteRule(guest.path(), 1));
        client.send(FirewallApi.setOptions(guest.path(), Map.of("policy_in", "ACCEPT"), List.of()));

        PhoenixCommand.Ended plan = converge("--dry-run", "--detailed-exitcode").expect(2);
        assertThat(plan.out())
                .contains("memory: 300 -> 256", "swap: 128 -> 64", "cpuunits: 70 -> 50")
                .contains("firewall policy_in: ACCEPT -> DROP", "firewall rules: 2 rules -> 3 rules")
                .doesNotContain("[restart]");
        converge().expect(0);

        assertThat(guest.config().options())
                .containsEntry("memory", "256")
                .containsEntry("swap", "64")
                .containsEntry("cpuunits", "50")
                .containsEntry("cpulimit", "0.5")
                .containsEntry("onboot", "1");
        assertThat(guest.option("startup").split(",")).contains("order=7", "up=5", "down=20");
        assertThat(guest.option("tags").split(";"))
                .contains("web", "production")
                .doesNotContain("stray");
        assertThat(guest.config().description()).startsWith("# Every option\n").doesNotContain("Somebody's");
        everything.firewallIsWhole();
        if (site.real()) {
            everything.limitsAreInForce();
        }
        assertNothingToDo();
    }

    @Test
    @Order(5)
    void a_limit_of_zero_and_an_empty_list_take_away_what_is_there_while_it_runs() {
        file.edit(text -> text.replace("\"cpulimit\": 0.5", "\"cpulimit\": 0")
                .replace("\"swap_mb\": 64", "\"swap_mb\": 0")
                .replace("[\"Web\", \"production\"]", "[]"));

        converge().expect(0);

        assertThat(guest.option("cpulimit")).isEmpty();
        assertThat(guest.option("swap")).isEqualTo("0");
        assertThat(guest.option("tags")).matches("phoenix-[0-9a-f]+");
        if (site.real()) {
            assertThat(hand.limit(ID, "cpu.max", "cpu.cfs_quota_us")).containsPattern("^(max|-1)");
        }
        assertNothingToDo();

        file.writeEverything();
        converge().expect(0);
        everything.isConfigured();
    }

    @Test
    @Order(6)
    void a_raw_line_by_hand_is_taken_out_once_a_restart_is_agreed_to() {
        hand.addToConfig(guest.node(), ID, "lxc.environment: BY=hand");

        PhoenixCommand.Ended refused = converge().expect(5);
        assertThat(refused.err()).contains("nothing was touched", "add --allow-restart");
        assertThat(guest.raw()).contains("lxc.environment: BY=hand");
        converge("--allow-restart").expect(0);

        assertThat(guest.raw()).containsExactly("lxc.environment: EVERY=option", "lxc.prlimit.nofile: 4096");
        assertNothingToDo();
    }

    @Test
    @Order(7)
    void what_needs_a_restart_is_asked_for_and_then_takes_effect() {
        file.edit(text -> text.replace("Europe/Vienna", "Asia/Tokyo")
                .replace("\"mode\": \"0664\"", "\"mode\": \"0666\"")
                .replace("\"read_only\": true", "\"read_only\": false")
                .replace("EVERY=option", "EVERY=thing")
                .replace("test.example", "changed.example"));

        PhoenixCommand.Ended refused = converge().expect(5);
        assertThat(refused.err()).contains("nothing was touched", "add --allow-restart");
        assertThat(guest.config().options()).containsEntry("timezone", "Europe/Vienna");
        PhoenixCommand.Ended restarted = converge("--allow-restart").expect(0);

        assertThat(restarted.err()).contains("restart done");
        assertThat(guest.waiting()).isEmpty();
        assertThat(guest.config().options())
                .containsEntry("timezone", "Asia/Tokyo")
                .containsEntry("searchdomain", "changed.example")
                .containsEntry("dev1", "/dev/full,gid=20,mode=0666");
        assertThat(guest.mounts()).contains(EveryOptionFile.NODE_FOLDER + "/media,mp=/media/library");
        if (site.real()) {
            assertThat(hand.inGuest(ID, "readlink", "-f", "/etc/localtime")).endsWith("/Asia/Tokyo");
            assertThat(hand.inGuest(ID, "stat", "-c", "%a", "/dev/full")).isEqualTo("666");
            assertThat(hand.inGuest(ID, "cat", "/etc/resolv.conf")).contains("search changed.example");
            assertThat(hand.inGuest(ID, "sh", "-c", "tr '\\0' '\\n' </proc/1/environ"))
                    .contains("EVERY=thing");
            assertThat(hand.inGuest(ID, "grep", "/media/library", "/proc/mounts"))
                    .contains(" rw,");
        }
        assertNothingToDo();
    }

    @Test
    @Order(8)
    void a_volume_grows_and_never_by_a_restart() {
        file.edit(text -> text.replace("\"size_gb\": 1, \"mount_point\"", "\"size_gb\": 2, \"mount_point\""));

        converge().expect(0);

        assertThat(guest.mounts()).contains(site.storage() + ":subvol-9030-disk-1,mp=/data,backup=1,size=2G");
        assertNothingToDo();
    }

    @Test
    @Order(9)
    void protection_keeps_it_from_being_deleted_until_it_is_taken_away() {
        file.edit(text -> text.replace("\"cores\"", "\"protection\": true,\n      \"cores\""));
        converge().expect(0);
        assertThat(guest.config().options()).containsEntry("protection", "1");

        PhoenixCommand.Ended kept = site.phoenix("--delete", "9030", "--yes").expect(1);
        assertThat(kept.out() + kept.err()).contains("protect");
        assertThat(guest.listed().running()).isTrue();

        file.edit(text -> text.replace("\"protection\": true", "\"protection\": false"));
        converge().expect(0);
        assertNothingToDo();
    }

    @Test
    @Order(10)
    void it_joins_a_pool_that_is_made_for_it() {
        file.edit(text -> text.replace("\"cores\"", "\"pool\": \"" + POOL + "\",\n      \"cores\""));

        converge().expect(0);

        assertThat(guest.listed().pool()).isEqualTo(POOL);
        assertNothingToDo();
    }

    @Test
    @Order(11)
    void what_the_file_drops_is_taken_away() {
        file.writeTheLeast();

        converge().expect(5);
        converge("--allow-restart").expect(0);

        assertThat(guest.config().options())
                .doesNotContainKeys("swap", "cores", "cpulimit", "cpuunits", "nameserver", "searchdomain", "timezone")
                .doesNotContainKeys("onboot", "startup", "net1", "dev0", "dev1", "mp0", "mp1", "mp2")
                .containsEntry("features", "nesting=1")
                .containsEntry("memory", "256")
                .containsEntry("unused0", site.storage() + ":subvol-9030-disk-1");
        assertThat(guest.option("net0")).doesNotContain("gw=");
        assertThat(guest.option("tags").split(";")).doesNotContain("web", "production");
        assertThat(guest.config().description()).doesNotContain("Every option");
        assertThat(guest.raw()).isEmpty();
        assertThat(guest.rules()).isEmpty();
        assertThat(guest.firewall()).isEmpty();
        assertThat(guest.listed().pool()).isEmpty();
        if (site.real()) {
            assertThat(hand.inGuest(ID, "ip", "-o", "link")).contains("eth0").doesNotContain("eth1");
            hasItsAddress();
            assertThat(hand.inGuest(ID, "ls", "/shared", "/media/library", "/data"))
                    .doesNotContain("from-the-guest");
            assertThat(hand.limit(ID, "cpu.max", "cpu.cfs_quota_us")).containsPattern("^(max|-1)");
        }
        assertThat(guest.waiting()).isEmpty();
        assertNothingToDo();
    }

    private void hasItsAddress() {
        String addresses = hand.inGuest(ID, "ip", "-o", "-4", "address", "show", "eth0");
        if (site.dhcp()) {
            assertThat(addresses).contains(" " + site.network() + ".").doesNotContain(site.network() + ".230/");
            assertThat(guest.option("net0")).contains("ip=dhcp");
        } else {
            assertThat(addresses).contains(" " + site.network() + ".230/");
        }
    }

    private void removePool() {
        boolean there = client.send(Request.of(
                Method.GET,
                "/pools",
                Map.of(),
                "list the pools",
                data -> data.toString().contains('"' + POOL + '"')));
        if (there) {
            client.send(Request.of(Method.DELETE, "/pools/" + POOL, Map.of(), "remove a pool", data -> true));
        }
    }

    private void assertNothingToDo() {
        String before = guest.config().digest();
        PhoenixCommand.Ended ended = converge("--detailed-exitcode").expect(0);
        assertThat(ended.out()).containsPattern("9030 \\(every-option\\) +unchanged");
        assertThat(guest.config().digest()).isEqualTo(before);
    }

    private PhoenixCommand.Ended converge(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--config", file.path(), "--all"));
        arguments.addAll(List.of(options));
        return site.phoenix(arguments.toArray(String[]::new));
    }
}
