package phoenix.lab.node;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The catalogue of container templates that this lab can make itself. */
public interface Templates {
    List<Entry> catalogue();

    /** Makes a template's archive at the given place, whole or not at all; a minute, the first time. */
    void make(Entry entry, Path target, Consumer<String> log);

    /**
     * One template, in the words of Proxmox's {@code aplinfo}.
     *
     * @param template the file's name: {@code debian-12-standard_12.7-1_amd64.tar.zst}
     * @param packageName {@code debian-12-standard}
     * @param os {@code debian-12}
     */
    record Entry(String template, String packageName, String version, String os, String section, String headline) {}
}
