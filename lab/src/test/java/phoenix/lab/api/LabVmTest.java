package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** Tests of VMs on a simulated lab: how they are named, made, started and stopped. */
abstract class LabVmTest extends LabTest {
    static String vm(int id) {
        return "/nodes/pve/qemu/" + id;
    }

    void create(int id, String... options) {
        Map<String, String> form = form(options);
        form.put("vmid", Integer.toString(id));
        assertThat(lab.done(root().post("/nodes/pve/qemu", form))).isEqualTo("OK");
    }

    /** @return how the task ended */
    String power(int id, String action, String... options) {
        return lab.done(root().post(vm(id) + "/status/" + action, form(options)));
    }
}
