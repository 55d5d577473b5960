package phoenix.lab.simulated;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.CloudImages;

/** Images of the real lab's names that hold a header and nothing else. */
final class SimulatedCloudImages implements CloudImages {
    private static final int HEADER = 112;
    private static final int MAGIC = 0x514649fb;
    private static final int VERSION_AT = 4;
    private static final int SIZE_AT = 24;

    @Override
    public List<String> names() {
        return List.of("debian-12-cloud-amd64.qcow2");
    }

    @Override
    public void make(String name, Path target, Consumer<String> log) {
        byte[] header = new byte[HEADER];
        ByteBuffer.wrap(header).putInt(0, MAGIC).putInt(VERSION_AT, 3).putLong(SIZE_AT, 3L << 30);
        WholeFile.write(target, header);
    }
}
