package phoenix.orchestrator.config.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.orchestrator.config.HostDraft;
import phoenix.orchestrator.config.HostDraft.DataSet;
import phoenix.orchestrator.config.HostDraft.Pool;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;

/**
 * Warns of quotas that are more, together, than their pool holds: they limit nothing. What a pool holds is its {@code size_gb}, else it is
 * worked out from the sizes in the names of its disks, such as {@code _4TB_}, and the redundancy; else it is not known.
 */
final class Quotas {
    private static final Pattern DISK = Pattern.compile("(?:^|[_-])([0-9]+(?:\\.[0-9]+)?)(GB|TB)(?:[_-]|$)");
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGTP]?)(?:IB|B)?");
    private static final double GIB = 1L << 30;
    private static final Map<String, Double> GIB_OF_UNIT =
            Map.of("", 1 / GIB, "K", 1 / (1024.0 * 1024), "M", 1 / 1024.0, "G", 1.0, "T", 1024.0, "P", 1024.0 * 1024);

    private Quotas() {}

    static void check(HostDraft host, Problems problems) {
        for (Pool pool : host.pools()) {
            OptionalDouble holds = sizeGiB(pool);
            List<DataSet> limited = host.dataSets().stream()
                    .filter(dataSet -> dataSet.pool().value().equals(pool.name().value()))
                    .filter(dataSet -> quotaGiB(dataSet) > 0)
                    .toList();
            double sum = limited.stream().mapToDouble(Quotas::quotaGiB).sum();
            if (holds.isPresent() && sum > holds.getAsDouble()) {
                problems.warning(
                        pool.name().place(),
                        "the quotas in pool " + pool.name().value() + " are " + Math.round(sum)
                                + " GiB together, but it holds about " + Math.round(holds.getAsDouble()) + " GiB: "
                                + Names.some(limited.stream().map(Quotas::words).toList()),
                        "lower them until their sum fits");
            }
        }
    }

    private static String words(DataSet dataSet) {
        Located<String> quota = dataSet.properties().get("quota");
        return dataSet.name().value() + " " + (quota == null ? "" : quota.value());
    }

    private static double quotaGiB(DataSet dataSet) {
        Located<String> quota = dataSet.properties().get("quota");
        Matcher size = SIZE.matcher(quota == null ? "none" : quota.value().toUpperCase(Locale.ROOT));
        return size.matches() ? Double.parseDouble(size.group(1)) * GIB_OF_UNIT.getOrDefault(size.group(2), 0.0) : 0;
    }

    private static OptionalDouble sizeGiB(Pool pool) {
        Located<Integer> said = pool.sizeGiB();
        if (said != null) {
            return OptionalDouble.of(said.value());
        }
        List<Double> disks = new ArrayList<>();
        for (Located<String> disk : pool.disks()) {
            Matcher size = DISK.matcher(disk.value());
            if (!size.find()) {
                return OptionalDouble.empty();
            }
            double bytes = Double.parseDouble(size.group(1)) * (size.group(2).equals("TB") ? 1e12 : 1e9);
            disks.add(bytes / GIB);
        }
        Located<String> level = pool.raidLevel();
        return level == null || disks.isEmpty() ? OptionalDouble.empty() : usableGiB(level.value(), disks);
    }

    private static OptionalDouble usableGiB(String raidLevel, List<Double> disks) {
        double smallest = Collections.min(disks);
        return switch (raidLevel.toLowerCase(Locale.ROOT)) {
            case "single", "stripe" ->
                OptionalDouble.of(
                        disks.stream().mapToDouble(Double::doubleValue).sum());
            case "mirror" -> OptionalDouble.of(smallest);
            case "raidz1" -> OptionalDouble.of(smallest * (disks.size() - 1));
            case "raidz2" -> OptionalDouble.of(smallest * (disks.size() - 2));
            case "raidz3" -> OptionalDouble.of(smallest * (disks.size() - 3));
            default -> OptionalDouble.empty();
        };
    }
}
