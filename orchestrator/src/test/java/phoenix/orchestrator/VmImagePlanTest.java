package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static phoenix.orchestrator.PlannedVms.node;
import static phoenix.orchestrator.PlannedVms.nothing;
import static phoenix.orchestrator.PlannedVms.plan;
import static phoenix.orchestrator.PlannedVms.previews;
import static phoenix.orchestrator.PlannedVms.subject;

import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Access;
import phoenix.orchestrator.desired.ChecksumList;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.PublishedImage;
import phoenix.orchestrator.plan.Plan;

/** What a VM is made from: an image that is there, is downloaded, or is published, and its checksum. */
class VmImagePlanTest {
    @Test
    void an_image_that_is_nowhere_is_refused_with_those_that_are_there() {
        WantedVm wanted = new WantedVm(8000, "debian", new Origin.Image("fedora", null, null));

        assertThat(subject(plan(nothing(), wanted.value()), 8000)
                        .refusal()
                        .orElseThrow()
                        .hint())
                .contains("debian-12.qcow2");
    }

    @Test
    void an_image_with_an_address_is_downloaded_by_the_node_with_its_checksum_before_the_vm_is_made() {
        WantedVm wanted = new WantedVm(
                8000, "noble", new Origin.Image("https://example.org/noble.img", "sha256:" + "0a".repeat(32), null));

        String byProxmox = "POST /nodes/pve/storage/local/download-url checksum=" + "0a".repeat(32)
                + " checksum-algorithm=sha256 content=import filename=noble.qcow2 url=https://example.org/noble.img";

        Plan plan = plan(nothing(), wanted.value());

        assertThat(plan.subjects().get(0).steps().get(0).preview())
                .containsExactly(
                        "run on the node: fetch-file.sh https://example.org/noble.img local:import/noble.qcow2"
                                + "  (goes on where an earlier try broke off)",
                        "or, on a node without wget: " + byProxmox);
        assertThat(plan(node(new Access(false, true)), wanted.value())
                        .subjects()
                        .get(0)
                        .steps()
                        .get(0)
                        .preview())
                .containsExactly(byProxmox);
        assertThat(subject(plan, 8000).steps().get(1).needs())
                .extracting(Object::toString)
                .contains("pve/image noble.qcow2");
    }

    @Test
    void a_published_image_is_downloaded_with_the_checksum_that_its_publisher_says() {
        ChecksumList list = new ChecksumList("https://example.org/SHA256SUMS", null);
        WantedVm wanted = new WantedVm(
                8000,
                "noble",
                new Origin.Image("noble", null, new PublishedImage("https://example.org/n.img", null, list)));

        Plan plan = plan(nothing(), wanted.value());

        assertThat(plan.subjects().get(0).steps().get(0).preview())
                .containsExactly(
                        "read on the node: https://example.org/SHA256SUMS",
                        "run on the node: fetch-file.sh https://example.org/n.img local:import/n.qcow2"
                                + "  (goes on where an earlier try broke off)",
                        "or, on a node without wget: POST /nodes/pve/storage/local/download-url content=import"
                                + " filename=n.qcow2 url=https://example.org/n.img checksum=(as read)");
        assertThat(subject(plan, 8000).remarks()).noneMatch(remark -> remark.contains("nothing checks"));
        assertThat(subject(plan(node(new Access(false, true)), wanted.value()), 8000)
                        .refusal()
                        .orElseThrow()
                        .why())
                .contains("is to be read from https://example.org/SHA256SUMS, and there is no shell");
    }

    @Test
    void a_published_image_that_is_there_already_is_used_unless_another_one_is_fixed() {
        PublishedImage any = new PublishedImage("https://example.org/cloud-12.qcow2", null, null);
        PublishedImage one =
                new PublishedImage("https://example.org/cloud-12.qcow2", "sha256:" + "0a".repeat(32), null);
        WantedVm loose = new WantedVm(8000, "debian", new Origin.Image("debian-12", null, any));
        WantedVm fixed = new WantedVm(8000, "debian", new Origin.Image("debian-12", null, one));

        assertThat(previews(plan(nothing(), loose.value()), 8000))
                .anyMatch(call -> call.contains("debian-12.qcow2"))
                .noneMatch(call -> call.contains("download-url"));
        assertThat(plan(nothing(), fixed.value())
                        .subjects()
                        .get(0)
                        .steps()
                        .get(0)
                        .preview())
                .startsWith("run on the node: fetch-file.sh https://example.org/cloud-12.qcow2"
                        + " local:import/cloud-12.qcow2  (goes on where an earlier try broke off)");
    }

    @Test
    void an_image_that_is_there_is_checked_against_its_checksum_before_a_disk_is_made_from_it() {
        WantedVm wanted =
                new WantedVm(8000, "debian", new Origin.Image("debian-12", "sha256:" + "0a".repeat(32), null));

        Plan plan = plan(nothing(), wanted.value());

        assertThat(plan.subjects().get(0).steps().get(0).preview())
                .containsExactly("read on the node: sha256sum of local:import/debian-12.qcow2");
        assertThat(subject(plan, 8000).steps().get(1).needs())
                .extracting(Object::toString)
                .contains("pve/image debian-12.qcow2");
    }
}
