package phoenix.lab.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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

    /** The required options first, then the others by name. */
    void write(List<Storage> storages) {
        StringBuilder text = new StringBuilder();
        for (Storage storage : storages) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(storage.type() + ": " + storage.id())
                    .append('\n');
            List<String> required = StorageType.of(storage.type()).required();
            if (storage.isDisabled()) {
                text.append("\tdisable\n");
            }
            required.forEach(name -> option(text, storage, name));
            new TreeSet<>(storage.options().keySet())
                    .stream()
                            .filter(name -> !required.contains(name) && !name.equals("disable"))
                            .forEach(name -> option(text, storage, name));
        }
        WholeFile.write(file, text.toString());
    }

    private static void option(StringBuilder text, Storage storage, String name) {
        String value = storage.options().get(name);
        if (value != null) {
            text.append('\t').append(name).append(' ').append(value).append('\n');
        }
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
