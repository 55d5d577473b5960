package phoenix.pve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void a_token_is_read_as_proxmox_shows_it() {
        Credentials.ApiToken token =
                Credentials.ApiToken.parse(" phoenix@pve!laptop=11111111-2222-3333-4444-555555555555 ");

        assertThat(token.user()).isEqualTo("phoenix@pve!laptop");
        assertThat(token.value().reveal()).isEqualTo("11111111-2222-3333-4444-555555555555");
    }

    @Test
    void a_token_that_is_none_is_refused_without_being_repeated() {
        for (String text :
                new String[] {"", "secret", "root@pam=secret", "root!x=secret", "root@pam!x=", "root@pam!x"}) {
            assertThatThrownBy(() -> Credentials.ApiToken.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret")
                    .hasMessageContaining("user@realm!name=");
        }
    }

    @Test
    void secrets_are_not_printed() {
        Credentials token = Credentials.ApiToken.parse("root@pam!x=hidden");
        Credentials password = new Credentials.Password("root@pam", new Secret("hidden"));

        assertThat(token.toString() + password).doesNotContain("hidden").contains("***");
    }

    @Test
    void only_root_with_a_password_is_root() {
        assertThat(new Credentials.Password("root@pam", new Secret("x")).actsAsRoot())
                .isTrue();
        assertThat(new Credentials.Password("admin@pve", new Secret("x")).actsAsRoot())
                .isFalse();
        assertThat(Credentials.ApiToken.parse("root@pam!x=y").actsAsRoot()).isFalse();
    }

    @Test
    void a_user_without_a_realm_is_refused() {
        assertThatThrownBy(() -> new Credentials.Password("root", new Secret("x")))
                .hasMessage("'root' is no user of Proxmox VE: write user@realm, such as root@pam");
    }
}
