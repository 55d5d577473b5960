package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The words in which wrong parameters are refused. */
final class ValidationTest extends LabTest {
    private Answer create(String... options) {
        return root().post("/nodes/pve/lxc", Lab.creation(101, options));
    }

    @Test
    void all_problems_come_together_under_one_message() {
        Answer answer = root().post("/nodes/pve/lxc", form("vmid", "7", "memory", "much", "foo", "bar"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.reason()).isEqualTo("Parameter verification failed.");
        assertThat(answer.message()).isEqualTo("Parameter verification failed.\n");
        assertThat(answer.data().isNull()).isTrue();
        assertThat(answer.error("vmid")).isEqualTo("invalid format - value does not look like a valid VM ID\n");
        assertThat(answer.error("memory")).isEqualTo("type check ('integer') failed - got 'much'");
        assertThat(answer.error("ostemplate")).isEqualTo("property is missing and it is not optional");
        assertThat(answer.error("foo"))
                .isEqualTo("property is not defined in schema and the schema does not allow additional properties");
    }

    @Test
    void ranges_lengths_patterns_and_lists_of_values_have_their_words() {
        assertThat(create("memory", "8").error("memory")).isEqualTo("value must have a minimum value of 16");
        assertThat(create("cores", "9000").error("cores")).isEqualTo("value must have a maximum value of 8192");
        assertThat(create("password", "1234").error("password")).isEqualTo("value must be at least 5 characters long");
        assertThat(create("description", "x".repeat(8193)).error("description"))
                .isEqualTo("value may only be 8192 characters long");
        assertThat(create("ostype", "beos").error("ostype"))
                .startsWith("value 'beos' does not have a value in the enumeration 'debian, devuan, ubuntu, centos, ")
                .endsWith(", gentoo, nixos, unmanaged'");
        lab.create(101);
        assertThat(root().put(guest(101) + "/resize", form("disk", "rootfs", "size", "big"))
                        .error("size"))
                .isEqualTo("value does not match the regex pattern");
    }

    @Test
    void booleans_of_the_api_are_one_and_zero_only() {
        assertThat(create("onboot", "yes").error("onboot")).isEqualTo("type check ('boolean') failed - got 'yes'");
    }

    @Test
    void a_property_string_names_the_key_that_is_wrong() {
        assertThat(create("net0", "bridge=vmbr0,hwaddr=zz").error("net0")).isEqualTo("""
                        invalid format - format error
                        net0.hwaddr: invalid format - value does not look like a valid unicast MAC address

                        net0.name: property is missing and it is not optional
                        """);
        assertThat(create("net0", "name=eth0,colour=red").error("net0")).isEqualTo("""
                        invalid format - format error
                        net0.colour: property is not defined in schema and the schema does not allow additional properties
                        """);
        assertThat(create("net0", "name=eth0,name=eth1").error("net0"))
                .isEqualTo("invalid format - duplicate key in comma-separated list property: name\n");
        assertThat(create("features", "nesting").error("features"))
                .isEqualTo("invalid format - value without key, but schema does not define a default key\n");
        assertThat(create("features", "nesting=").error("features"))
                .isEqualTo("invalid format - missing key in comma-separated list property\n");
    }

    @Test
    void a_parameter_that_needs_another_says_so_at_the_other() {
        assertThat(create("unique", "1").error("restore"))
                .isEqualTo("missing property - 'unique' requires this property");
    }

    @Test
    void indexed_names_end_where_proxmox_ends_them() {
        lab.create(101);

        assertThat(set(101, "net31", "name=eth9").status()).isEqualTo(200);
        assertThat(set(101, "net32", "name=eth9").error("net32")).startsWith("property is not defined in schema");
        assertThat(set(101, "mp256", "local-zfs:1,mp=/x").error("mp256"))
                .startsWith("property is not defined in schema");
        assertThat(set(101, "net01", "name=eth9").error("net01")).startsWith("property is not defined in schema");
    }

    @Test
    void addresses_tags_names_and_paths_are_checked() {
        assertThat(create("hostname", "a_b").error("hostname"))
                .isEqualTo("invalid format - value does not look like a valid DNS name\n");
        assertThat(create("tags", "ok;!bad").error("tags")).isEqualTo("invalid format - invalid characters in tag\n");
        assertThat(create("nameserver", "10.0.0.300").error("nameserver"))
                .isEqualTo("invalid format - value does not look like a valid IP address\n");
        assertThat(create("net0", "name=eth0,ip=10.0.0.1").error("net0"))
                .contains("value does not look like a valid ipv4 network configuration");
        assertThat(create("mp0", "local-zfs:1,mp=/a/../b").error("mp0"))
                .contains("/a/../b contains illegal character sequences");
        assertThat(create("timezone", "Moon/Base").error("timezone"))
                .isEqualTo("invalid format - invalid time zone 'Moon/Base'\n");
        assertThat(create("startup", "first").error("startup"))
                .isEqualTo("invalid format - unable to parse startup options\n");
    }

    @Test
    void good_values_of_every_kind_are_taken() {
        lab.create(
                101,
                "net0",
                "name=eth0,bridge=vmbr0,ip=dhcp,ip6=fd00::5/64,gw6=fd00::1,tag=5,rate=10.5,firewall=on",
                "nameserver",
                "10.0.0.1,fe80::1%eth0",
                "searchdomain",
                "example.org lan",
                "timezone",
                "Europe/Vienna",
                "startup",
                "order=1,up=5",
                "features",
                "keyctl=1,nesting=yes");

        assertThat(option(101, "net0")).contains("firewall=1");
        assertThat(option(101, "nameserver")).isEqualTo("10.0.0.1 fe80::1%eth0");
        assertThat(option(101, "searchdomain")).isEqualTo("example.org lan");
    }

    @Test
    void keys_are_checked_before_anything_is_made() {
        assertThat(create("ssh-public-keys", "ssh-ed25519 nonsense").message())
                .isEqualTo("SSH public key validation error\n");
        assertThat(lab.config(101).status()).isEqualTo(500);
    }

    @Test
    void unknown_storages_and_volumes_of_another_kind_are_refused() {
        assertThat(create("rootfs", "fast:8").message()).isEqualTo("storage 'fast' does not exist\n");
        assertThat(create("rootfs", "local:8").error("storage"))
                .isEqualTo("storage 'local' does not support container directories");
        assertThat(create("ostemplate", "local:iso/debian.iso").message())
                .isEqualTo("unable to use volume local:iso/debian.iso - content type needs to be 'vztmpl'\n");
    }

    @Test
    void a_node_that_is_not_there_cannot_be_looked_up() {
        assertThat(root().get("/nodes/pve9/lxc").message())
                .isEqualTo("hostname lookup 'pve9' failed - failed to get address info for: pve9:"
                        + " Name or service not known\n");
        assertThat(root().get("/nodes/localhost/lxc").status()).isEqualTo(200);
    }

    @Test
    void a_value_in_the_path_cannot_be_contradicted() {
        lab.create(101);

        Answer answer = root().put(guest(101) + "/config", form("vmid", "102", "cores", "1"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("vmid"))
                .isEqualTo("duplicate parameter (already defined in URI) with conflicting values!");
        assertThat(root().put(guest(101) + "/config", form("vmid", "101", "cores", "1"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void templates_are_made_from_the_catalogue_only() {
        Answer unknown = root().post("/nodes/pve/aplinfo", Map.of("storage", "local", "template", "beos.tar.zst"));

        assertThat(unknown.error("template")).isEqualTo("no such template");
        assertThat(root().get("/nodes/pve/aplinfo").each("package"))
                .containsExactly("debian-12-standard", "ubuntu-24.04-standard");
    }
}
