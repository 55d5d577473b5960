package phoenix.lab.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import phoenix.lab.rest.ApiException;

/**
 * What storages of a type may say.
 *
 * @param required options that must be given when it is made, and never change
 * @param optional options that may be given and changed
 * @param contents what may lie there
 * @param usual what lies there if nothing is said
 * @see "PVE source: PVE/Storage/*Plugin.pm"
 */
record StorageType(String name, List<String> required, List<String> optional, Set<String> contents, Set<String> usual) {
    private static final Map<String, StorageType> ALL = Stream.of(
                    type(
                            "btrfs",
                            "path",
                            "nodes shared disable maxfiles prune-backups max-protected-backups content format is_mountpoint nocow mkdir create-base-path create-subdirs preallocation",
                            "backup images import iso none rootdir snippets vztmpl",
                            "images rootdir"),
                    type(
                            "cifs",
                            "path server share",
                            "content-dirs subdir nodes disable maxfiles prune-backups max-protected-backups content format username password domain smbversion mkdir create-base-path create-subdirs bwlimit preallocation options",
                            "backup images import iso rootdir snippets vztmpl",
                            "images"),
                    type(
                            "dir",
                            "path",
                            "content-dirs nodes shared disable maxfiles prune-backups max-protected-backups content format mkdir create-base-path create-subdirs is_mountpoint bwlimit preallocation",
                            "backup images import iso none rootdir snippets vztmpl",
                            "images rootdir"),
                    type(
                            "lvmthin",
                            "thinpool vgname",
                            "nodes disable content bwlimit",
                            "images rootdir",
                            "images rootdir"),
                    type(
                            "nfs",
                            "path server export",
                            "content-dirs nodes disable maxfiles prune-backups max-protected-backups options content format mkdir create-base-path create-subdirs bwlimit preallocation",
                            "backup images import iso rootdir snippets vztmpl",
                            "images"),
                    type(
                            "zfspool",
                            "pool",
                            "blocksize sparse nodes disable content bwlimit mountpoint",
                            "images rootdir",
                            "images rootdir"))
            .collect(Collectors.toMap(StorageType::name, Function.identity()));

    StorageType {
        required = List.copyOf(required);
        optional = List.copyOf(optional);
        contents = Set.copyOf(contents);
        usual = Set.copyOf(usual);
    }

    private static StorageType type(String name, String required, String optional, String contents, String usual) {
        return new StorageType(
                name, words(required), words(optional), Set.copyOf(words(contents)), Set.copyOf(words(usual)));
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    /** @throws ApiException if the lab has no storages of this type */
    static StorageType of(String name) {
        return Optional.ofNullable(ALL.get(name))
                .orElseThrow(() -> ApiException.failure("the lab serves no storages of type '" + name + "'"));
    }

    boolean knows(String option) {
        return required.contains(option) || optional.contains(option);
    }

    /** @throws ApiException if something else than this may lie there */
    void checkContent(Set<String> content) {
        Set<String> wrong = new TreeSet<>(content);
        wrong.removeAll(contents);
        if (!wrong.isEmpty()) {
            throw ApiException.failure(
                    "storage does not support content type '" + wrong.iterator().next() + "'");
        }
    }
}
