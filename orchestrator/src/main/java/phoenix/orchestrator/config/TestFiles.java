package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;

/** Reads the paths of the scripts in {@code tests}. */
final class TestFiles {
    private TestFiles() {}

    static List<Located<String>> read(Fields owner) {
        List<Located<String>> paths = new ArrayList<>();
        owner.inner("tests")
                .ifPresent(suites -> suites.object().members().forEach((name, member) -> {
                    if (!Keys.isComment(name)) {
                        SuiteReader.tests(suites, name).stream()
                                .filter(test -> test.word("type")
                                        .filter(type -> type.value().equals("script"))
                                        .isPresent())
                                .forEach(test -> test.word("path").ifPresent(paths::add));
                    }
                }));
        return paths;
    }
}
