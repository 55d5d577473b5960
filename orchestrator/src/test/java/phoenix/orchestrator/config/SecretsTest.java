package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.pve.VmId;

/** Secrets get into the guest and nowhere else. */
class SecretsTest {
    private static final String SECRET = "correct-horse-battery";
    private static final VmId WEB = new VmId(953);

    @TempDir
    Path temp;

    @Test
    void a_script_s_own_copy_holds_the_value_and_what_is_digested_the_reference() {
        DesiredContainer web = web(folder(SECRET));

        assertThat(web.inputs().revealed()).contains("\"DB_PASSWORD\": \"" + SECRET + "\"");
        assertThat(web.inputs().json())
                .contains("\"$env\": \"SECRET_VARIABLE\"")
                .contains("\"$file\": \"secrets/key\"")
                .doesNotContain(SECRET);
        assertThat(web.applications().get(0).parameters().revealed()).contains(SECRET);
        assertThat(web.features().get(0).parameters().revealed()).contains(SECRET);
    }

    @Test
    void nothing_that_is_printed_holds_a_secret() {
        Loaded loaded = folder(SECRET).load();

        assertThat(loaded.toString()).contains("SECRET_VARIABLE").doesNotContain(SECRET);
        assertThat(loaded.origins().of(WEB).orElseThrow().toString())
                .contains("SECRET_VARIABLE")
                .doesNotContain(SECRET);
        assertThat(new Secrets.Secret(SECRET)).hasToString("***");
    }

    @Test
    void no_problem_holds_a_secret() {
        ConfigFolder folder = folder(SECRET)
                .with("953", "parameters", "{\"api_token\": \"" + SECRET + "\", \"n\": {\"$env\": \"NOT_SET\"}}")
                .with("953", "environment", "{\"A_SECRET\": [\"" + SECRET + "\"], \"B_SECRET\": 5551234}");

        String problems = folder.shown(folder.load());

        assertThat(problems).contains("api_token").contains("A_SECRET").contains("NOT_SET");
        assertThat(problems).doesNotContain(SECRET).doesNotContain("5551234");
    }

    @Test
    void another_value_of_a_secret_changes_no_digest() {
        DesiredContainer one = web(folder(SECRET));
        DesiredContainer other = web(folder("another"));

        assertThat(other.applications().get(0).digest())
                .isEqualTo(one.applications().get(0).digest());
        assertThat(other.features().get(0).digest())
                .isEqualTo(one.features().get(0).digest());
        assertThat(other.inputs().json()).isEqualTo(one.inputs().json());
    }

    @Test
    void a_public_key_may_lie_in_a_file() {
        ConfigFolder folder = new ConfigFolder(temp)
                .file("keys.pub", "# ours\nssh-ed25519 AAAA one\n\nssh-ed25519 BBBB two\n")
                .with("953", "ssh_public_keys", "[\"ssh-rsa CCCC three\", {\"$file\": \"keys.pub\"}]");

        assertThat(web(folder).sshPublicKeys())
                .containsExactly("ssh-ed25519 AAAA one", "ssh-ed25519 BBBB two", "ssh-rsa CCCC three");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "DB_PASSWORD",
                "apiKey",
                "api-key",
                "HF_TOKEN",
                "client.secret",
                "password_hash",
                "PRIVATE_KEY"
            })
    void names_that_look_like_secrets(String name) {
        assertThat(SecretNames.looksSecret(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tokenizer", "max_tokens", "token_file", "key", "secretary", "password_length", "public_key"})
    void names_that_do_not(String name) {
        assertThat(SecretNames.looksSecret(name)).isFalse();
    }

    private ConfigFolder folder(String value) {
        return new ConfigFolder(temp)
                .variable("SECRET_VARIABLE", value)
                .file("secrets/key", value + "\n")
                .file("web.sh", "true\n")
                .feature("web")
                .file(
                        "features/web/feature.json",
                        "{\"parameters\": {\"token\": {\"type\": \"string\", \"secret\": true}}}\n")
                .with("953", "environment", "{\"DB_PASSWORD\": {\"$env\": \"SECRET_VARIABLE\"}}")
                .with("953", "parameters", "{\"a\": [{\"b\": {\"$file\": \"secrets/key\"}}]}")
                .with(
                        "953",
                        "features",
                        "[{\"name\": \"web\", \"parameters\": {\"token\": {\"$env\": \"SECRET_VARIABLE\"}}}]")
                .with(
                        "953",
                        "application_scripts",
                        "[{\"script\": \"web.sh\", \"parameters\": {\"c\": {\"$env\": \"SECRET_VARIABLE\"}}}]");
    }

    private static DesiredContainer web(ConfigFolder folder) {
        Loaded loaded = folder.load();
        assertThat(folder.shown(loaded)).isEqualTo("no problem\n");
        return Objects.requireNonNull(loaded.fleet().containers().get(WEB));
    }
}
