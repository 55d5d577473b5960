package phoenix.lab.task;

import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.vmid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.Param;
import phoenix.pve.Upid;

/**
 * The endpoints about tasks.
 *
 * @see "PVE source: PVE/API2/Tasks.pm"
 */
public final class TaskEndpoints {
    private static final int LINES_BY_DEFAULT = 50;

    private final Tasks tasks;

    public TaskEndpoints(Tasks tasks) {
        this.tasks = tasks;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/cluster/tasks").allowAnyUser().handledBy(this::recent),
                Endpoint.get("/nodes/{node}/tasks")
                        .with(
                                node(),
                                vmid().optional(),
                                Param.bool("errors").optional().byDefault(false),
                                Param.integer("limit").optional().byDefault(50).minimum(0),
                                Param.integer("start").optional().byDefault(0).minimum(0),
                                Param.integer("since").optional(),
                                Param.integer("until").optional(),
                                Param.string("source")
                                        .optional()
                                        .byDefault("archive")
                                        .oneOf("archive", "active", "all"),
                                Param.string("statusfilter").optional().format("pve-task-status-type-list"),
                                Param.string("typefilter").optional(),
                                Param.string("userfilter").optional())
                        .allowAnyUser()
                        .handledBy(this::list),
                Endpoint.get("/nodes/{node}/tasks/{upid}")
                        .with(node(), upid())
                        .allowAnyUser()
                        .handledBy(call -> List.of(Map.of("name", "log"), Map.of("name", "status"))),
                Endpoint.get("/nodes/{node}/tasks/{upid}/status")
                        .with(node(), upid())
                        .allowAnyUser()
                        .asRoot()
                        .handledBy(this::status),
                Endpoint.get("/nodes/{node}/tasks/{upid}/log")
                        .with(
                                node(),
                                upid(),
                                Param.bool("download").optional(),
                                Param.integer("limit").optional().byDefault(50).minimum(0),
                                Param.integer("start").optional().byDefault(0).minimum(0))
                        .allowAnyUser()
                        .asRoot()
                        .handledBy(this::log),
                Endpoint.delete("/nodes/{node}/tasks/{upid}")
                        .with(node(), upid())
                        .allowAnyUser()
                        .handledBy(this::stop));
    }

    private static Param upid() {
        return Param.string("upid");
    }

    private Object recent(Call call) {
        boolean all = call.caller().may("/", "Sys.Audit");
        return Stream.concat(tasks.active().stream(), tasks.archive().stream().limit(25))
                .filter(task -> all || owns(call.caller(), task.upid()))
                .map(TaskEndpoints::announced)
                .toList();
    }

    private Object list(Call call) {
        String source = call.text("source", "archive");
        Stream<Tasks.Known> known = Stream.of();
        if (!source.equals("archive")) {
            known = tasks.active().stream();
        }
        if (!source.equals("active")) {
            known = Stream.concat(known, tasks.archive().stream());
        }
        boolean auditor = call.caller().may("/nodes/" + call.text("node"), "Sys.Audit");
        Set<String> kinds = kinds(call);
        List<Tasks.Known> matching = known.filter(task -> auditor || owns(call.caller(), task.upid()))
                .filter(task -> matches(call, task) && kinds.contains(kind(task)))
                .toList();
        call.total(matching.size());
        return matching.stream()
                .skip(call.number("start", 0))
                .limit(call.number("limit", LINES_BY_DEFAULT))
                .map(TaskEndpoints::json)
                .toList();
    }

    private static boolean matches(Call call, Tasks.Known task) {
        Upid upid = task.upid();
        long start = upid.start().getEpochSecond();
        String user = upid.user().toLowerCase(Locale.ROOT);
        return call.find("userfilter")
                        .filter(part -> !user.contains(part.toLowerCase(Locale.ROOT)))
                        .isEmpty()
                && call.find("typefilter")
                        .filter(type -> !type.equals(upid.type()))
                        .isEmpty()
                && call.find("vmid").filter(id -> !id.equals(upid.id())).isEmpty()
                && start >= call.number("since", start)
                && start <= call.number("until", start);
    }

    private static Set<String> kinds(Call call) {
        if (call.flag("errors")) {
            return Set.of("warning", "error", "unknown");
        }
        return call.find("statusfilter")
                .map(filter -> Formats.split(filter).stream()
                        .map(kind -> kind.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()))
                .orElse(Set.of("ok", "warning", "error", "unknown"));
    }

    private static String kind(Tasks.Known task) {
        if (task.end().isEmpty() || task.status().equals("unexpected status")) {
            return "unknown";
        }
        if (task.status().equals("OK")) {
            return "ok";
        }
        return task.status().startsWith("WARNINGS: ") ? "warning" : "error";
    }

    private Upid existing(Call call) {
        Upid upid = parse(call);
        if (!tasks.exists(upid)) {
            throw ApiException.parameter("upid", "no such task");
        }
        return upid;
    }

    private static Upid parse(Call call) {
        try {
            Upid upid = Upid.parse(call.text("upid"));
            if (call.text("upid").indexOf('/') >= 0) {
                throw new IllegalArgumentException("a UPID holds no slash");
            }
            return upid;
        } catch (IllegalArgumentException malformed) {
            throw ApiException.parameter("upid", "unable to parse worker upid");
        }
    }

    private static boolean owns(Caller caller, Upid upid) {
        String owner = upid.user().replaceFirst("!.*", "");
        return caller.user().equals(upid.user()) || caller.user().equals(owner);
    }

    private static void checkOwner(Call call, Upid upid, String privilege) {
        if (!owns(call.caller(), upid)) {
            call.caller().check("/nodes/" + call.text("node"), privilege);
        }
    }

    private Object status(Call call) {
        Upid upid = existing(call);
        checkOwner(call, upid, "Sys.Audit");
        boolean runs = tasks.runs(upid);
        Map<String, Object> status = describe(upid);
        status.put("status", runs ? "running" : "stopped");
        if (!runs) {
            status.put("exitstatus", tasks.exitStatus(upid));
        }
        return status;
    }

    private Object log(Call call) {
        Upid upid = parse(call);
        checkOwner(call, upid, "Sys.Audit");
        if (!tasks.exists(upid)) {
            call.total(1);
            return Map.of("n", 1, "t", "unable to open file - No such file or directory");
        }
        List<String> lines = tasks.log(upid);
        if (call.flag("download")) {
            if (call.find("start").isPresent() || call.find("limit").isPresent()) {
                throw ApiException.failure("'download' cannot be used together with 'start' or 'limit' parameters");
            }
            return new Download(String.join("\n", lines) + "\n");
        }
        long start = call.number("start", 0);
        long limit = call.number("limit", LINES_BY_DEFAULT);
        List<Map<String, Object>> shown = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (i >= start && (limit == 0 || i < start + limit)) {
                shown.add(Map.of("n", i + 1, "t", lines.get(i)));
            }
        }
        call.total(lines.size());
        if (lines.isEmpty()) {
            call.total(1);
            shown.add(Map.of("n", 1, "t", "no content"));
        }
        return shown;
    }

    /** Plain text instead of JSON. */
    public record Download(String text) {}

    private @Nullable Object stop(Call call) {
        Upid upid = existing(call);
        checkOwner(call, upid, "Sys.Modify");
        tasks.stop(upid);
        return null;
    }

    private static Map<String, Object> json(Tasks.Known task) {
        Map<String, Object> json = describe(task.upid());
        task.end().ifPresent(end -> json.put("endtime", end.getEpochSecond()));
        json.put("status", task.status());
        if (task.end().isEmpty()) {
            json.put("user", task.upid().user());
            json.remove("tokenid");
            json.put("saved", "0");
        }
        return json;
    }

    /** As the cluster hears of tasks: without their processes. */
    private static Map<String, Object> announced(Tasks.Known task) {
        Map<String, Object> json = describe(task.upid());
        task.end().ifPresent(end -> {
            json.put("endtime", end.getEpochSecond());
            json.put("status", task.status());
            json.remove("pid");
        });
        json.remove("pstart");
        json.put("saved", task.end().isPresent() ? "1" : "0");
        return json;
    }

    private static Map<String, Object> describe(Upid upid) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("upid", upid.toString());
        json.put("node", upid.node());
        json.put("pid", upid.pid());
        json.put("pstart", upid.pstart());
        json.put("starttime", upid.start().getEpochSecond());
        json.put("type", upid.type());
        json.put("id", upid.id());
        int mark = upid.user().indexOf('!');
        json.put("user", mark < 0 ? upid.user() : upid.user().substring(0, mark));
        if (mark >= 0) {
            json.put("tokenid", upid.user().substring(mark + 1));
        }
        return json;
    }
}
