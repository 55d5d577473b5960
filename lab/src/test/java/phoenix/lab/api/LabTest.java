package phoenix.lab.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a server on a simulated node of its own. */
abstract class LabTest {
    Lab lab;
    Path folder;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        this.folder = folder;
        lab = Lab.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    RawClient root() {
        return lab.root();
    }

    static String guest(int id) {
        return "/nodes/pve/lxc/" + id;
    }

    /** A form from names and values in turn. */
    static Map<String, String> form(String... words) {
        Map<String, String> form = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            form.put(words[i], words[i + 1]);
        }
        return form;
    }

    /** Makes a call that starts a task, and waits for it. */
    String post(String path, String... words) {
        return lab.done(root().post(path, form(words)));
    }

    Answer set(int id, String... words) {
        return root().put(guest(id) + "/config", form(words));
    }

    String option(int id, String name) {
        return lab.config(id).data().path(name).asString("");
    }

    String status(int id) {
        return root().get(guest(id) + "/status/current").data().path("status").asString("");
    }
}
