package phoenix.orchestrator.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Dns;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Labels;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.Place;
import phoenix.orchestrator.desired.Resources;
import phoenix.pve.VmId;

/**
 * A container as it was read, for the checks that compare containers. What is null was not given, or was wrong and is reported; a
 * draft becomes a {@link DesiredContainer} only if nothing in the whole configuration is wrong.
 *
 * @param place where its object begins
 * @param cloneSource what it is cloned from
 * @param isTemplate whether a snapshot for clones was asked for, be its name right or wrong
 */
record ContainerDraft(
        VmId id,
        Place place,
        @Nullable Located<String> name,
        @Nullable Located<String> template,
        @Nullable Located<VmId> cloneSource,
        boolean isTemplate,
        @Nullable Located<String> templateSnapshot,
        @Nullable Located<String> storage,
        @Nullable Located<Integer> rootfsGiB,
        @Nullable Located<Integer> memoryMiB,
        @Nullable Located<Integer> swapMiB,
        @Nullable Located<Integer> cores,
        @Nullable NetworkDraft network,
        @Nullable Located<Boolean> unprivileged,
        @Nullable Map<String, String> proxmoxFeatures,
        @Nullable Located<Boolean> startAtBoot,
        @Nullable Located<Integer> bootOrder,
        @Nullable Located<Integer> bootDelaySeconds,
        @Nullable List<String> nameservers,
        List<Located<Features.Known>> features,
        @Nullable Application application,
        @Nullable HealthCheck healthCheck,
        List<Located<VmId>> dependencies,
        String slice) {

    /** {@code 953 (gateway)}, or the bare ID if the name was not read. */
    String label() {
        return name == null ? id.toString() : id + " (" + name.value() + ")";
    }

    /** The container itself. Call it only if no error was found. */
    DesiredContainer finish(Clones clones) {
        return new DesiredContainer(
                id,
                place,
                given(name),
                origin(clones),
                valueOf(templateSnapshot),
                given(storage),
                given(rootfsGiB),
                new Resources(valueOf(memoryMiB), valueOf(swapMiB), valueOf(cores), null, null),
                new TreeMap<>(Map.of("net0", desiredNetwork(Objects.requireNonNull(network)))),
                new Dns(nameservers, null),
                clones.unprivileged(this),
                proxmoxFeatures,
                new Boot(valueOf(startAtBoot), valueOf(bootOrder), valueOf(bootDelaySeconds), null),
                new Labels(null, null, null, null, null),
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                features.stream().map(feature -> feature.value().feature()).toList(),
                application == null ? List.of() : List.of(application),
                Inputs.plain(slice),
                healthCheck == null ? List.of() : List.of(healthCheck),
                new TreeSet<>(dependencies.stream().map(Located::value).toList()));
    }

    private Origin origin(Clones clones) {
        Optional<ContainerDraft> source = clones.sourceOf(this);
        return source.isPresent()
                ? new Origin.Clone(source.get().id(), given(source.get().templateSnapshot()))
                : new Origin.Template(given(template));
    }

    private static Network desiredNetwork(NetworkDraft draft) {
        Located<Ipv4> gateway = draft.gateway();
        return new Network(
                given(draft.name()),
                given(draft.bridge()),
                given(draft.ip()),
                gateway == null ? null : gateway.value().toString(),
                null,
                null,
                valueOf(draft.macAddress()),
                null,
                null,
                null,
                null);
    }

    private static <T> @Nullable T valueOf(@Nullable Located<T> located) {
        return located == null ? null : located.value();
    }

    private static <T> T given(@Nullable Located<T> located) {
        return Objects.requireNonNull(located, "a required key is checked when it is read")
                .value();
    }
}
