package phoenix.orchestrator.desired;

import java.nio.file.Path;

/**
 * A feature: a folder with a script that has the verbs {@code check} and {@code apply}.
 *
 * @param folder on the machine that Phoenix runs on
 * @param parameters what this guest asks of it
 * @param digest of every file in it and of the parameters; eight hexadecimal digits
 */
public record Feature(String name, Path folder, Inputs parameters, String digest) {}
