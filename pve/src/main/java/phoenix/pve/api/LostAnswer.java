package phoenix.pve.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import phoenix.pve.Upid;
import phoenix.pve.VmId;

/**
 * A request that should start a task and whose answer was lost: nobody knows whether the task was started, nor its name. Every task that is at work on
 * the same guests is waited for; a request that is about no guest (the download of a template) waits for all downloads. How they end is
 * not said here: whoever sent the request looks.
 */
final class LostAnswer {
    private static final Pattern PATH = Pattern.compile("/nodes/([^/]+)/(?:(?:lxc|qemu)(?:/([0-9]+))?)?.*");
    private static final String DOWNLOAD = "download";

    private final PveClient client;
    private final Request<Upid> request;

    LostAnswer(PveClient client, Request<Upid> request) {
        this.client = client;
        this.request = request;
    }

    /** Ends early, without a word, where the node cannot be asked any more. */
    void waitOut(Duration limit, Consumer<String> logLines) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return;
        }
        try {
            for (Upid task : tasks(path.group(1), guests(path.group(2)))) {
                waitFor(task, limit, logLines);
            }
        } catch (PveException.Unavailable | PveException.Conflict | PveException.Denied e) {
            // The request's own failure says it better.
        }
    }

    private Set<String> guests(@Nullable String inPath) {
        Set<String> guests = new LinkedHashSet<>();
        if (inPath != null) {
            guests.add(inPath);
        }
        for (String name : List.of("vmid", "newid")) {
            String guest = request.parameters().get(name);
            if (guest != null) {
                guests.add(guest);
            }
        }
        return guests;
    }

    private List<Upid> tasks(String node, Set<String> guests) {
        if (guests.isEmpty()) {
            return client.send(NodeApi.activeTasks(node)).stream()
                    .filter(Task::running)
                    .map(Task::upid)
                    .filter(task -> task.type().equals(DOWNLOAD))
                    .toList();
        }
        List<Upid> tasks = new ArrayList<>();
        for (String guest : guests) {
            client.send(NodeApi.activeTasks(node, VmId.parse(guest))).stream()
                    .filter(Task::running)
                    .map(Task::upid)
                    .forEach(tasks::add);
        }
        return tasks;
    }

    private void waitFor(Upid task, Duration limit, Consumer<String> logLines) {
        try {
            client.await(task, "see the end of " + task.type() + " of " + task.id(), limit, logLines);
        } catch (PveException.TaskFailed | PveException.NotFound e) {
            // How it ended is seen by looking.
        }
    }
}
