package phoenix.lab.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PropertyFormatTest {
    private static final PropertyFormat MOUNT = PropertyFormat.of(
            Param.string("volume").defaultKey(),
            Param.string("mp"),
            Param.bool("ro").optional(),
            Param.string("size").optional().format("disk-size"));

    @Test
    void a_bare_value_belongs_to_the_default_key_wherever_it_stands() throws InvalidFormat {
        assertThat(MOUNT.print(MOUNT.parse("mp=/data,local-zfs:8", "mp0"))).isEqualTo("local-zfs:8,mp=/data");
    }

    @Test
    void the_default_key_comes_first_then_what_is_required_then_the_rest() throws InvalidFormat {
        assertThat(MOUNT.print(MOUNT.parse("size=8192M,ro=yes,mp=/data,volume=local-zfs:x", "mp0")))
                .isEqualTo("local-zfs:x,mp=/data,ro=1,size=8G");
    }

    @Test
    void two_bare_values_are_one_too_many() {
        assertThatThrownBy(() -> MOUNT.parse("a,b,mp=/x", "mp0"))
                .isInstanceOf(InvalidFormat.class)
                .hasMessage("duplicate key in comma-separated list property: volume\n");
    }

    @Test
    void blanks_before_a_key_belong_to_the_key() {
        assertThatThrownBy(() -> MOUNT.parse("a, mp=/x", "mp0"))
                .hasMessageContaining(
                        "mp0. mp: property is not defined in schema and the schema does not allow additional properties");
    }

    @Test
    void what_is_missing_is_named_with_its_path() {
        assertThatThrownBy(() -> MOUNT.parse("a", "mp0"))
                .hasMessage("format error\nmp0.mp: property is missing and it is not optional\n");
    }
}
