package phoenix.lab.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import phoenix.lab.files.Sha1;
import phoenix.lab.files.WholeFile;

/** {@code /etc/pve/storage.cfg}, read afresh each time. */
final class StorageFile {
    private static final String INITIAL = """
            dir: local
            \tpath /var/lib/vz
            \tcontent iso,vztmpl,backup,import,snippets

            zfspool: local-zfs
            \tpool rpool/data
            \tcontent rootdir,images
            \tsparse 1
            """;

    private final Path file;

    StorageFile(Path file) {
        this.file = file;
        if (!Files.exists(file)) {
            WholeFile.write(file, INITIAL);
        }
    }

    String digest() {
        return Sha1.of(WholeFile.read(file));
    }

    List<Storage> read() {
        List<Storage> storages = new ArrayList<>();
        String type = "";
        String id = "";
        Map<String, String> options = new LinkedHashMap<>();
        for (String line : WholeFile.read(file).lines().toList()) {
            if (line.matches("[a-z]+:\\s*\\S+\\s*")) {
                if (!id.isEmpty()) {
                    storages.add(new Storage(id, type, options));
                }
                type = line.substring(0, line.indexOf(':'));
                id = line.substring(line.indexOf(':') + 1).strip();
                options.clear();
            } else if (line.startsWith("\t") || line.startsWith(" ")) {
                String[] words = line.strip().split("\\s+", 2);
                options.put(words[0], words.length > 1 ? words[1] : "1");
            }
        }
        if (!id.isEmpty()) {
            storages.add(new Storage(id, type, options));
        }
        return storages;
    }
}
