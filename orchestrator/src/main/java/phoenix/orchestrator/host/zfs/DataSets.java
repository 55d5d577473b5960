package phoenix.orchestrator.host.zfs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostZfs;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;
import phoenix.orchestrator.plan.Impact;

/**
 * Data sets and their properties. The property {@code phoenix:set} of a data set names those that we set: one that is declared no more is
 * inherited again. A data set that is declared no more is told of and stays: nobody but its owner knows what its data is worth.
 */
public final class DataSets implements HostKind {
    static final String LOOK = "look-data-sets.sh";
    private static final String OURS = "phoenix:set";

    /** What ZFS settles when a data set is made. */
    private static final Set<String> FOR_GOOD = Set.of(
            "casesensitivity", "normalization", "utf8only", "encryption", "keyformat", "volsize", "volblocksize");

    public static String name(String dataSet) {
        return "data set " + dataSet;
    }

    @Override
    public String name() {
        return "data sets";
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        return want.zfs().dataSets().isEmpty() ? List.of() : Pools.tools();
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(Question.script(
                DataSets.class,
                LOOK,
                want.zfs().dataSets().stream().map(HostZfs.DataSet::name).toList()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        Map<String, Map<String, String>> found = new HashMap<>();
        Map<String, String> ours = new TreeMap<>();
        for (String line : facts.lines(LOOK)) {
            String[] words = line.split("\t", -1);
            if (words[0].equals("value") && words.length == 4) {
                found.computeIfAbsent(words[1], name -> new HashMap<>()).put(words[2], words[3]);
            } else if (words[0].equals("ours") && words.length == 3) {
                ours.put(words[1], words[2]);
            }
        }
        List<HostResource> resources = new ArrayList<>();
        for (HostZfs.DataSet dataSet : want.zfs().dataSets()) {
            resources.add(compare(dataSet, found.get(dataSet.name()), ours.getOrDefault(dataSet.name(), "")));
            ours.remove(dataSet.name());
        }
        ours.keySet()
                .forEach(name -> resources.add(HostResource.staying(
                        name(name),
                        "it is declared no more and stays, with its data; to delete it: zfs destroy -r " + name)));
        return resources;
    }

    private static HostResource compare(HostZfs.DataSet dataSet, @Nullable Map<String, String> now, String ours) {
        HostResource.Draft draft = HostResource.named(name(dataSet.name()))
                .needs(Pools.name(dataSet.pool()))
                .lane("zfs");
        SortedSet<String> set = new TreeSet<>(dataSet.properties().keySet());
        String mark = set.isEmpty() ? "none" : String.join(",", set);
        if (now == null) {
            draft.isNew().change("data set", "", dataSet.name(), "", Impact.LIVE);
            List<String> argv = new ArrayList<>(List.of("zfs", "create", "-p"));
            new TreeMap<>(dataSet.properties()).forEach((key, value) -> {
                draft.compare(key, "", value);
                argv.addAll(List.of("-o", key + "=" + value));
            });
            argv.addAll(List.of("-o", OURS + "=" + mark, dataSet.name()));
            return draft.act(Acts.run(Duration.ofMinutes(2), argv)).done();
        }
        new TreeMap<>(dataSet.properties()).forEach((key, value) -> {
            String is = now.getOrDefault(key, "");
            if (ZfsValue.same(is, value)) {
                return;
            }
            draft.compare(key, is, value);
            if (FOR_GOOD.contains(key)) {
                draft.refuse(
                        "its " + key + " is " + is + ", which ZFS settles when a data set is made, and the file says "
                                + value,
                        "write it as it is, or give the data set another name");
            }
            draft.act(Acts.run("zfs", "set", key + "=" + value, dataSet.name()));
        });
        Set<String> dropped = new TreeSet<>(new HashSet<>(Arrays.asList(ours.split(",", -1))));
        dropped.removeAll(set);
        dropped.removeIf(key -> key.isEmpty() || key.equals("none"));
        dropped.forEach(key -> {
            draft.change(key, now.getOrDefault(key, ""), "", "inherited again: declared no more", Impact.LIVE);
            draft.act(Acts.run("zfs", "inherit", key, dataSet.name()));
        });
        if (!ours.equals(mark)) {
            draft.change(OURS, ours, mark, "what Phoenix set, for the next time", Impact.NONE);
            draft.act(Acts.run("zfs", "set", OURS + "=" + mark, dataSet.name()));
        }
        return draft.done();
    }
}
