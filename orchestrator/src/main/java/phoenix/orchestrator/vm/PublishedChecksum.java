package phoenix.orchestrator.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import phoenix.orchestrator.desired.ChecksumList;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** Reads on the node what a publisher says that an image's checksum is, and sees that the publisher said it. */
final class PublishedChecksum {
    private static final String SCRIPT = ShippedFile.text(PublishedChecksum.class, "read-checksum.sh");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private PublishedChecksum() {}

    /**
     * The checksum: {@code sha256:} or {@code sha512:} and hexadecimal digits.
     *
     * @param shell the node's
     * @param file the name that the list has for the image
     * @throws StepFailure if there is no list, it is not signed as it should be, or it does not have the file
     */
    static String read(NodeShell shell, ChecksumList list, String file) {
        ChecksumList.Signature signature = list.signature();
        List<String> argv =
                List.of("/bin/sh", "-c", SCRIPT, "phoenix", list.url(), file, signature == null ? "" : signature.url());
        Output said = shell.run(new Command(argv, signature == null ? new byte[0] : keyring(signature), LIMIT));
        if (!said.succeeded()) {
            throw new StepFailure(
                    "cannot read the checksum of image " + file + ": "
                            + said.stderr().strip(),
                    "see on the node: curl -fsSL " + list.url());
        }
        return said.stdout().strip();
    }

    private static byte[] keyring(ChecksumList.Signature signature) {
        try {
            return Files.readAllBytes(signature.keyring());
        } catch (IOException e) {
            throw new StepFailure(
                    "cannot read the keyring " + signature.keyring() + ": " + e.getMessage(),
                    "see that it can be read");
        }
    }
}
