package phoenix.pve.shell;

/**
 * What a command left behind.
 *
 * @param exitCode 0 for success; 128 + n when it ended by signal n
 * @param stdout its standard output as UTF-8, the last 16 MiB of it
 * @param stderr its standard error likewise
 */
public record Output(int exitCode, String stdout, String stderr) {
    public boolean succeeded() {
        return exitCode == 0;
    }
}
