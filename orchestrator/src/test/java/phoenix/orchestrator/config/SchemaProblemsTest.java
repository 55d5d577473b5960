package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.config.schema.SchemaCheck;

/** What is said when a file does not fit its schema: every kind of rule, in {@code schema-problems.txt}. */
class SchemaProblemsTest {
    private final Map<String, String> cases = new LinkedHashMap<>();

    @Test
    void every_rule_of_a_schema_is_explained_at_its_place() throws IOException {
        types();
        texts();
        numbers();
        choices();
        keys();
        unwritten();
        otherFiles();
        Golden golden = new Golden("schema-problems.txt");

        if (Golden.isUpdate()) {
            golden.write(cases);
            return;
        }

        assertThat(golden.names()).containsExactlyElementsOf(cases.keySet());
        cases.forEach((name, text) -> assertThat(text).as(name).isEqualTo(golden.expected(name)));
    }

    private void types() {
        container("a text for a whole number", "\"cores\": \"two\"");
        container("a fraction for a whole number", "\"cores\": 1.5");
        container("a text for a number", "\"cpulimit\": \"1.5\"");
        container("a number for a text", "\"name\": 7");
        container("a number for a list of texts", "\"application_files\": 7");
        container("a number in a list of texts", "\"application_files\": [\"a\", 7]");
        container("a text for true or false", "\"unprivileged\": \"yes\"");
        container("a list for an object", "\"health_check\": []");
        container("a null in a list", "\"application_files\": [null]");
        lxc("a text for a container", "\"lxc_configs\": {\n  \"953\": \"web\"\n}");
        lxc("a list for the containers", "\"lxc_configs\": []");
    }

    private void texts() {
        container("a host name with an underscore", "\"name\": \"my_web\"");
        container("an empty text", "\"name\": \"\"");
        container("a text of blanks", "\"application_script\": \" \"");
        container("a text that is too long", "\"application_script\": \"" + "x".repeat(5000) + "\"");
        container("none of the words", "\"portainer_role\": \"agents\"");
        container("none of the words, and near to none", "\"portainer_role\": \"boss\"");
        container("a number for a word", "\"portainer_role\": 1");
        container(
                "an option that is none of LXC's", "\"lxc_options\": [\"lxc.mount.auto=sys:rw\", \"mount.auto=sys\"]");
    }

    private void numbers() {
        container("a number too small", "\"memory_mb\": 15");
        container("a number too large", "\"cores\": 8193");
        container("a number below zero", "\"boot_delay\": -1");
        container("a number beyond all bounds", "\"memory_mb\": 99999999999999999999999");
        container("a number of a million digits", "\"memory_mb\": " + "9".repeat(1000));
        container("a power beyond all bounds", "\"cpulimit\": 1e999");
        container("nothing where something must be", "\"network_config\": {\"rate_mbps\": 0}");
    }

    private void choices() {
        container("an ID that is a name", "\"clone_from_ctid\": \"base\"");
        container("an ID that is too low", "\"clone_from_ctid\": 99");
        container("an ID that is true", "\"dependencies\": [true]");
        container("an address without a prefix", "\"network_config\": {\"ip\": \"10.0.0.5\"}");
        container("an address with a part too large", "\"network_config\": {\"ip\": \"10.0.0.256/24\"}");
        container(
                "a mistake in one of several interfaces",
                "\"network_config\": [{\"name\": \"eth0\"}, {\"vlan\": 5000}]");
        container("neither an interface nor a list", "\"network_config\": \"dhcp\"");
        container("an unknown key in a feature's use", "\"features\": [\"a\", {\"name\": \"b\", \"parameter\": {}}]");
        container("a feature's use without a name", "\"features\": [{\"parameters\": {}}]");
        container("a name server that is a name", "\"nameservers\": [\"10.0.0.1\", \"fd00::1\", \"dns\"]");
        container("a choice of GPUs that is none", "\"gpu_assignment\": \"all\"");
        container("a secret that is a number", "\"environment\": {\"A\": 1}");
        container("a secret in two places", "\"environment\": {\"A\": {\"$env\": \"A\", \"$file\": \"a\"}}");
        container("a secret in no place", "\"environment\": {\"A\": {}}");
        container("a secret by another word", "\"environment\": {\"A\": {\"$evn\": \"A\"}}");
        container("a variable with a name that is none", "\"environment\": {\"1A\": \"\"}");
        container("a variable with a name of Phoenix's own", "\"environment\": {\"PHOENIX_DIR\": \"/\"}");
        container(
                "an owner without a group",
                "\"mount_points\": [{\"host_path\": \"/a\", \"container_path\": \"/a\", \"owner\": \"1000\"}]");
    }

    private void keys() {
        container("a key with a typing mistake", "\"memroy_mb\": 512");
        container("a key of Proxmox", "\"onboot\": true");
        container("an unknown key of a part", "\"network_config\": {\"gateway\": \"10.0.0.1\"}");
        container("a key like no other", "\"firewall\": {\"colour\": \"red\"}");
        container("missing keys", "\"mount_points\": [{\"read_only\": true}]");
        container("a suite's name with a dot", "\"tests\": {\"health_.check\": []}");
        lxc("an ID that is a word", "\"lxc_configs\": {\"web\": {}}");
        lxc("no containers", "\"version\": \"1.0.0\"");
        lxc("a mistake in a profile", "\"lxc_configs\": {},\n  \"profiles\": {\"gpu\": {\"core\": 2}}");
        lxc("a mistake in the defaults", "\"lxc_configs\": {},\n  \"defaults\": {\"cores\": 0}");
        lxc("many mistakes", "\"lxc_configs\": {\"953\": {\"cores\": 0, \"core\": 0}, \"9\": {}},\n  \"default\": {}");
    }

    private void unwritten() {
        container(
                "nulls and comments are no problem",
                "\"cores\": null, \"// why\": [1], \"_x\": {}, \"firewall\": {\"_\": 1}");
        lxc(
                "comments between containers are no problem",
                "\"lxc_configs\": {\"// a\": 1, \"_b\": 2, \"953\": {\"_\": 1}}");
        lxc("a required key that is null", "\"lxc_configs\": null");
    }

    private void otherFiles() {
        put("a manifest with mistakes", SchemaCheck.FEATURE, """
                {
                  "need": ["base_setup"],
                  "description": 1,
                  "kinds": [],
                  "parameters": {"log-driver": {}, "size": {"type": "int"}}
                }
                """);
    }

    private void container(String name, String member) {
        lxc(name, "\"lxc_configs\": {\n    \"953\": {\n      " + member + "\n    }\n  }");
    }

    private void lxc(String name, String members) {
        put(name, SchemaCheck.LXC, "{\n  " + members + "\n}\n");
    }

    private void put(String name, SchemaCheck check, String text) {
        cases.put(name, problems(check, text));
    }

    private static String problems(SchemaCheck check, String text) {
        Problems problems = new Problems();
        JsonValue root = JsonReader.read("file.json", text, problems).orElseThrow();
        boolean fits = check.check((JsonValue.Obj) root, problems);
        List<Problem> found = problems.inOrder(List.of());
        assertThat(fits).isEqualTo(found.isEmpty());
        String said = found.stream()
                .map(problem -> problem.severity() + ": " + problem.what() + "\n  " + problem.place() + "\n  Try: "
                        + problem.hint() + "\n")
                .collect(Collectors.joining());
        return said.isEmpty() ? "nothing\n" : said;
    }
}
