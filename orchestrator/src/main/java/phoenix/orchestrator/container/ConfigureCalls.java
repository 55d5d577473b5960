package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.guest.LiftedProtection;
import phoenix.orchestrator.guest.Target;
import phoenix.pve.api.Done;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.Request;

/**
 * The calls that bring options into force.
 *
 * <ol>
 *   <li>Where a new value of what shall be removed waits for a restart, that is taken back: {@link #takingBack}.
 *   <li>If the container is protected and disks have to be changed: the protection is taken away, for it forbids that, and the note says
 *       that it is owed, if it is.
 *   <li>What only {@code root@pam} may set: before the note, which forgets what the file dropped.
 *   <li>Everything that anybody with the right may set, note and tag among it; the note not before the protection, if that is owed.
 *   <li>The protection, once nothing is left that it would forbid.
 * </ol>
 *
 * @param diff what has to be changed
 */
record ConfigureCalls(Target target, OptionDiff diff) {
    private static final String PROTECTION = LiftedProtection.OPTION;

    /** @param asRoot whether only {@code root@pam} itself may make this call */
    record Call(Request<Done> request, boolean asRoot) {
        /** The same, which Proxmox refuses if the file is another by now than the one that has this digest. */
        Call ifStill(String digest) {
            SortedMap<String, String> parameters = new TreeMap<>(request.parameters());
            parameters.put("digest", digest);
            return new Call(
                    new Request<>(request.method(), request.path(), parameters, request.purpose(), request.reader()),
                    asRoot);
        }

        @Override
        public String toString() {
            return request + (asRoot ? "  (as root@pam)" : "");
        }
    }

    /**
     * The calls.
     *
     * @param labels {@code description} and {@code tags}, Phoenix's note and tag in them
     * @param owing the {@code description} while the protection is owed
     */
    List<Call> inOrder(Map<String, String> labels, String owing) {
        SortedMap<String, String> ordinary = new TreeMap<>(diff.set());
        ordinary.keySet().removeAll(diff.forRoot());
        List<String> ordinaryDeletes = new ArrayList<>(diff.delete());
        ordinaryDeletes.removeAll(diff.forRoot());
        boolean lifted = diff.isProtected() && diff.changesDisks();
        boolean protectedLast = lifted
                ? !diff.delete().contains(PROTECTION) && !"0".equals(diff.set().get(PROTECTION))
                : "1".equals(ordinary.get(PROTECTION)) && !diff.forRoot().isEmpty();
        List<Call> calls = new ArrayList<>();
        if (lifted) {
            calls.add(call(
                    protectedLast ? Map.of(PROTECTION, "0", "description", owing) : Map.of(PROTECTION, "0"),
                    List.of(),
                    false));
            ordinary.remove(PROTECTION);
            ordinaryDeletes.remove(PROTECTION);
        } else if (protectedLast) {
            ordinary.remove(PROTECTION);
        }
        boolean owed = lifted && protectedLast;
        if (owed) {
            ordinary.remove("description");
            ordinary.remove("tags");
        } else {
            ordinary.putAll(labels);
        }
        if (!diff.forRoot().isEmpty()) {
            SortedMap<String, String> set = new TreeMap<>(diff.set());
            set.keySet().retainAll(diff.forRoot());
            List<String> deletes = new ArrayList<>(diff.delete());
            deletes.retainAll(diff.forRoot());
            calls.add(call(set, deletes, true));
        }
        if (!ordinary.isEmpty() || !ordinaryDeletes.isEmpty()) {
            calls.add(call(ordinary, ordinaryDeletes, false));
        }
        if (protectedLast) {
            SortedMap<String, String> last = new TreeMap<>(Map.of(PROTECTION, "1"));
            last.putAll(owed ? labels : Map.of());
            calls.add(call(last, List.of(), false));
        }
        return calls;
    }

    /**
     * The calls that take back new values which wait for a restart, of options that shall be removed.
     *
     * @param waiting the options of which a new value waits
     */
    List<Call> takingBack(Set<String> waiting) {
        List<Call> calls = new ArrayList<>();
        for (boolean asRoot : new boolean[] {false, true}) {
            List<String> options = diff.delete().stream()
                    .filter(waiting::contains)
                    .filter(option -> diff.forRoot().contains(option) == asRoot)
                    .toList();
            if (!options.isEmpty()) {
                calls.add(
                        new Call(LxcApi.revertConfig(target.node(), target.id(), options, target.toString()), asRoot));
            }
        }
        return calls;
    }

    private Call call(Map<String, String> options, Collection<String> unset, boolean asRoot) {
        return new Call(
                LxcApi.setConfig(target.node(), target.id(), options, List.copyOf(unset), target.toString()), asRoot);
    }
}
