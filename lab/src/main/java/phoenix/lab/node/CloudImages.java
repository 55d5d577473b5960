package phoenix.lab.node;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The cloud images that this lab can make itself. */
public interface CloudImages {
    /** Their files' names: {@code debian-12-cloud-amd64.qcow2}. */
    List<String> names();

    /** Makes an image at the given place, whole or not at all; a minute or two, the first time. */
    void make(String name, Path target, Consumer<String> log);
}
