package phoenix.lab.vm;

import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.vmid;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;
import phoenix.pve.VmId;

/**
 * The agent inside a VM.
 *
 * @see "PVE source: PVE/API2/Qemu/Agent.pm"
 */
final class AgentEndpoints {
    private static final Permission MONITOR = Permission.on("/vms/{vmid}", "VM.Monitor");
    private static final String PATH = "/nodes/{node}/qemu/{vmid}/agent";
    private static final List<String> ASKING = List.of(
            "get-fsinfo",
            "get-host-name",
            "get-memory-block-info",
            "get-memory-blocks",
            "get-osinfo",
            "get-time",
            "get-timezone",
            "get-users",
            "get-vcpus",
            "info",
            "network-get-interfaces");
    private static final List<String> DOING = List.of(
            "fsfreeze-freeze",
            "fsfreeze-status",
            "fsfreeze-thaw",
            "fstrim",
            "ping",
            "shutdown",
            "suspend-disk",
            "suspend-hybrid",
            "suspend-ram");
    private static final int MOST_READ = 16 << 20;
    private static final int CHUNK = 1 << 20;

    private final VmContext vms;
    private final Agents agents;

    AgentEndpoints(VmContext vms, Agents agents) {
        this.vms = vms;
        this.agents = agents;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        all.add(Endpoint.get(PATH).with(node(), vmid()).allowAnyUser().handledBy(this::index));
        String[] commands =
                Stream.concat(ASKING.stream(), DOING.stream()).sorted().toArray(String[]::new);
        all.add(Endpoint.post(PATH)
                .with(node(), vmid(), Param.string("command").oneOf(commands))
                .allow(MONITOR)
                .handledBy(call -> plain(call.vmid(), call.text("command"))));
        for (String command : ASKING) {
            all.add(Endpoint.get(PATH + "/" + command)
                    .with(node(), vmid())
                    .allow(MONITOR)
                    .asRoot()
                    .handledBy(call -> plain(call.vmid(), command)));
        }
        for (String command : DOING) {
            all.add(Endpoint.post(PATH + "/" + command)
                    .with(node(), vmid())
                    .allow(MONITOR)
                    .handledBy(call -> plain(call.vmid(), command)));
        }
        all.add(Endpoint.post(PATH + "/exec")
                .with(
                        node(),
                        vmid(),
                        Param.array("command"),
                        Param.string("input-data").optional().maxLength(65536))
                .allow(MONITOR)
                .handledBy(this::exec));
        all.add(Endpoint.get(PATH + "/exec-status")
                .with(node(), vmid(), Param.integer("pid"))
                .allow(MONITOR)
                .asRoot()
                .handledBy(this::execStatus));
        all.add(Endpoint.get(PATH + "/file-read")
                .with(node(), vmid(), Param.string("file"))
                .allow(MONITOR)
                .asRoot()
                .handledBy(this::read));
        all.add(Endpoint.post(PATH + "/file-write")
                .with(
                        node(),
                        vmid(),
                        Param.string("content").maxLength(61440),
                        Param.bool("encode").optional().byDefault(true),
                        Param.string("file"))
                .allow(MONITOR)
                .handledBy(this::write));
        all.add(Endpoint.post(PATH + "/set-user-password")
                .with(
                        node(),
                        vmid(),
                        Param.bool("crypted").optional().byDefault(false),
                        Param.string("password").minLength(5).maxLength(1024),
                        Param.string("username"))
                .allow(MONITOR)
                .handledBy(this::setPassword));
        return all;
    }

    private Object index(Call call) {
        vms.files().load(call.vmid());
        return Stream.of(ASKING, DOING, List.of("exec", "exec-status", "file-read", "file-write", "set-user-password"))
                .flatMap(List::stream)
                .sorted()
                .map(name -> Map.of("name", name))
                .toList();
    }

    private Object plain(VmId id, String command) {
        return Map.of("result", numbers(agents.ask(id, "guest-" + command, Map.of())));
    }

    /** Truth values as Proxmox's JSON has them. */
    private static Object numbers(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, one) -> copy.put(String.valueOf(key), numbers(one == null ? "" : one)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(AgentEndpoints::numbers).toList();
        }
        return value;
    }

    private Object exec(Call call) {
        List<String> command = call.list("command");
        if (command.isEmpty()) {
            throw ApiException.parameter("command", "property is missing and it is not optional");
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("path", command.get(0));
        arguments.put("arg", command.subList(1, command.size()));
        arguments.put("capture-output", true);
        call.find("input-data").ifPresent(text -> arguments.put("input-data", encode(text)));
        Map<?, ?> answer = (Map<?, ?>) agents.ask(call.vmid(), "guest-exec", arguments);
        return Map.of("pid", answer.get("pid") instanceof Number pid ? pid.longValue() : 0);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(@Nullable Object base64) {
        return new String(Base64.getDecoder().decode(String.valueOf(base64)), StandardCharsets.UTF_8);
    }

    private Object execStatus(Call call) {
        Map<?, ?> answer =
                (Map<?, ?>) agents.ask(call.vmid(), "guest-exec-status", Map.of("pid", call.number("pid", 0)));
        Map<String, Object> status = new LinkedHashMap<>();
        answer.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (name.endsWith("-data")) {
                status.put(name, decode(value));
            } else {
                status.put(name, value instanceof Boolean truth ? (Object) (truth ? 1 : 0) : value);
            }
        });
        return status;
    }

    private Object read(Call call) {
        VmId id = call.vmid();
        Object handle = agents.ask(id, "guest-file-open", Map.of("path", call.text("file"), "mode", "r"));
        StringBuilder content = new StringBuilder();
        boolean whole = false;
        try {
            while (!whole && content.length() < MOST_READ) {
                Map<?, ?> part =
                        (Map<?, ?>) agents.ask(id, "guest-file-read", Map.of("handle", handle, "count", CHUNK));
                content.append(decode(part.get("buf-b64")));
                whole = Boolean.TRUE.equals(part.get("eof"));
            }
        } finally {
            agents.ask(id, "guest-file-close", Map.of("handle", handle));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("content", content.toString());
        answer.put("bytes-read", content.length());
        if (!whole) {
            answer.put("truncated", 1);
        }
        return answer;
    }

    private @Nullable Object write(Call call) {
        VmId id = call.vmid();
        String content = call.text("content");
        String encoded = call.text("encode", "1").equals("1") ? encode(content) : content;
        Object handle = agents.ask(id, "guest-file-open", Map.of("path", call.text("file"), "mode", "wb"));
        try {
            agents.ask(id, "guest-file-write", Map.of("handle", handle, "buf-b64", encoded));
        } finally {
            agents.ask(id, "guest-file-close", Map.of("handle", handle));
        }
        return null;
    }

    private Object setPassword(Call call) {
        Map<String, Object> arguments = Map.of(
                "username",
                call.text("username"),
                "password",
                encode(call.text("password")),
                "crypted",
                call.flag("crypted"));
        return Map.of("result", numbers(agents.ask(call.vmid(), "guest-set-user-password", arguments)));
    }
}
