package phoenix.lab.simulated;

/** What a command on the simulated node left behind. */
public record Result(int exitCode, String stdout, String stderr) {
    static Result ok(String stdout) {
        return new Result(0, stdout, "");
    }

    static Result failed(int exitCode, String stderr) {
        return new Result(exitCode, "", stderr);
    }
}
