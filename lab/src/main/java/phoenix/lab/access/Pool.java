package phoenix.lab.access;

import java.util.Collections;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import phoenix.lab.schema.Formats;
import phoenix.pve.VmId;

/** Guests and storages under one name; whoever has rights on the pool has them on its members. */
public record Pool(String comment, SortedSet<VmId> guests, SortedSet<String> storages) {
    public static final Pool EMPTY = parse("", "", "");

    public Pool {
        SortedSet<VmId> sorted = new TreeSet<>(Comparator.comparingInt(VmId::value));
        sorted.addAll(guests);
        guests = Collections.unmodifiableSortedSet(sorted);
        storages = Collections.unmodifiableSortedSet(new TreeSet<>(storages));
    }

    static Pool parse(String comment, String guests, String storages) {
        SortedSet<VmId> ids = new TreeSet<>(Comparator.comparingInt(VmId::value));
        Formats.split(guests).stream()
                .filter(id -> id.matches("[1-9][0-9]{2,8}"))
                .forEach(id -> ids.add(VmId.parse(id)));
        return new Pool(comment, ids, new TreeSet<>(Formats.split(storages)));
    }

    Pool describedAs(String newComment) {
        return new Pool(newComment, guests, storages);
    }

    Pool with(VmId guest) {
        SortedSet<VmId> more = new TreeSet<>(guests);
        more.add(guest);
        return new Pool(comment, more, storages);
    }

    Pool without(VmId guest) {
        SortedSet<VmId> less = new TreeSet<>(guests);
        less.remove(guest);
        return new Pool(comment, less, storages);
    }

    Pool withStorage(String storage) {
        SortedSet<String> more = new TreeSet<>(storages);
        more.add(storage);
        return new Pool(comment, guests, more);
    }

    Pool withoutStorage(String storage) {
        SortedSet<String> less = new TreeSet<>(storages);
        less.remove(storage);
        return new Pool(comment, guests, less);
    }

    /** Whether this path of access rules is that of a member. */
    boolean holds(String path) {
        boolean guest = path.matches("/vms/[1-9][0-9]{2,8}") && guests.contains(VmId.parse(path.substring(5)));
        return guest || (path.startsWith("/storage/") && storages.contains(path.substring("/storage/".length())));
    }
}
