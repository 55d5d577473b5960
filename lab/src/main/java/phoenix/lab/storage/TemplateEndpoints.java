package phoenix.lab.storage;

import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import phoenix.lab.node.Templates;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;
import phoenix.lab.task.Tasks;
import phoenix.pve.VolumeId;

/**
 * The catalogue of templates. Proxmox downloads from it; the lab makes the archives itself, under the same task.
 *
 * @see "PVE source: PVE/API2/Nodes.pm aplinfo, apl_download"
 */
public final class TemplateEndpoints {
    private final Templates templates;
    private final Storages storages;
    private final Tasks tasks;

    public TemplateEndpoints(Templates templates, Storages storages, Tasks tasks) {
        this.templates = templates;
        this.storages = storages;
        this.tasks = tasks;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/nodes/{node}/aplinfo")
                        .with(node())
                        .allowAnyUser()
                        .handledBy(this::catalogue),
                Endpoint.post("/nodes/{node}/aplinfo")
                        .with(node(), storage(), Param.string("template").maxLength(255))
                        .allow(Permission.on("/storage/{storage}", "Datastore.AllocateTemplate"))
                        .handledBy(this::make));
    }

    private Object catalogue(Call call) {
        return templates.catalogue().stream().map(TemplateEndpoints::json).toList();
    }

    private static Map<String, Object> json(Templates.Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("template", entry.template());
        json.put("package", entry.packageName());
        json.put("version", entry.version());
        json.put("os", entry.os());
        json.put("section", entry.section());
        json.put("headline", entry.headline());
        json.put("description", entry.headline());
        json.put("type", "lxc");
        json.put("source", "lab");
        json.put("architecture", entry.template().replaceFirst(".*_([a-z0-9]+)\\.tar\\..*", "$1"));
        return json;
    }

    private Object make(Call call) {
        Templates.Entry entry = templates.catalogue().stream()
                .filter(known -> known.template().equals(call.text("template")))
                .findFirst()
                .orElseThrow(() -> ApiException.parameter("template", "no such template"));
        Storage storage = storages.enabled(call.text("storage"));
        if (!storage.holds("vztmpl")) {
            throw ApiException.failure("storage '" + storage.id() + "' does not support templates");
        }
        Path target = storages.file(new VolumeId(storage.id(), "vztmpl/" + entry.template()));
        return tasks.start("download", entry.template(), call.caller(), task -> {
                    if (Files.exists(target)) {
                        task.log(
                                "calculating checksum of existing file...OK, got correct file already, no need to download");
                        return;
                    }
                    makeFolderOf(target);
                    templates.make(entry, target, task::log);
                })
                .toString();
    }

    private static void makeFolderOf(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make the folder of " + file, failed);
        }
    }
}
