package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import phoenix.orchestrator.actual.Bridges;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.plan.Subject;

/**
 * Says of guests that are to be made that they will not start, because the node has no such bridge, or that nothing will reach them, because
 * the node has no address in their networks: once for each bridge, with the first of them. Pure.
 */
final class AddressWarnings {
    private static final int MOST_SHOWN = 10;

    private AddressWarnings() {}

    /**
     * These subjects with what there is to say.
     *
     * @param guests who is planned
     */
    static List<Subject> among(List<Subject> subjects, Collection<DesiredGuest> guests, Bridges bridges) {
        Map<String, List<String>> outside = new LinkedHashMap<>();
        Map<String, List<String>> missing = new LinkedHashMap<>();
        Set<String> made = subjects.stream()
                .filter(subject -> subject.action() == Subject.Action.CREATE)
                .map(Subject::id)
                .collect(Collectors.toSet());
        for (DesiredGuest guest : guests) {
            for (Network network : made.contains(guest.id().toString()) ? guest.networkList() : List.<Network>of()) {
                if (bridges.isMissing(network)) {
                    add(missing, network, guest);
                } else if (bridges.isOutside(network)) {
                    add(outside, network, guest);
                }
            }
        }
        List<Subject> told = new ArrayList<>(subjects);
        missing.forEach((bridge, ids) -> told.replaceAll(subject -> subject.id().equals(ids.get(0))
                ? subject.remarking("the node shows no bridge " + bridge + ", without which "
                        + (ids.size() == 1 ? "it does" : shown(ids) + " do") + " not start")
                : subject));
        outside.forEach((bridge, ids) -> told.replaceAll(subject -> subject.id().equals(ids.get(0))
                ? subject.remarking((ids.size() == 1 ? "its address is" : "the addresses of " + shown(ids) + " are")
                        + " outside every network that the node has on " + bridges.words(bridge)
                        + ": without a router between them, nothing will reach "
                        + (ids.size() == 1 ? "it" : "them"))
                : subject));
        return told;
    }

    private static void add(Map<String, List<String>> guests, Network network, DesiredGuest guest) {
        List<String> there = guests.computeIfAbsent(network.bridge(), any -> new ArrayList<>());
        there.add(guest.id().toString());
    }

    private static String shown(List<String> ids) {
        return ids.size() <= MOST_SHOWN
                ? String.join(", ", ids)
                : String.join(", ", ids.subList(0, MOST_SHOWN)) + " and " + (ids.size() - MOST_SHOWN) + " more";
    }
}
