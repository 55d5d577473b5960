package phoenix.orchestrator.desired.host;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A storage of Proxmox.
 *
 * @param type {@code zfspool}, {@code dir}...
 * @param content what it takes
 * @param options by Proxmox's names, without type, content and password
 * @param password that of a share
 * @param dataSet the data set that it lies on; empty for none
 */
public record HostStorage(
        String id,
        String type,
        Set<String> content,
        SortedMap<String, String> options,
        HostServices.Password password,
        String dataSet) {
    public HostStorage {
        content = java.util.Collections.unmodifiableSet(new TreeSet<>(content));
        options = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /** One without a password. */
    public HostStorage(String id, String type, Set<String> content, SortedMap<String, String> options, String dataSet) {
        this(id, type, content, options, HostServices.Password.NONE, dataSet);
    }
}
