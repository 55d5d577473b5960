package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;

/** Reads the paths of {@code tests}; the suites themselves are not run yet. */
final class TestFiles {
    private TestFiles() {}

    static List<Located<String>> read(Fields owner) {
        List<Located<String>> paths = new ArrayList<>();
        owner.inner("tests")
                .ifPresent(suites -> suites.object().members().forEach((name, member) -> {
                    if (!Keys.isComment(name)) {
                        suites.objects(name).forEach(test -> test.word("path").ifPresent(paths::add));
                    }
                }));
        return paths;
    }
}
