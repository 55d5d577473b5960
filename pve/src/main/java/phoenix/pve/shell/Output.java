package phoenix.pve.shell;

import java.nio.charset.StandardCharsets;

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

    /** Whether the standard output may lack its beginning, because it was longer than what is kept. */
    public boolean isCut() {
        int most = CapturedStream.CAP - 4; // a character that the cut went through may count for less
        return stdout.length() >= most / 4 && stdout.getBytes(StandardCharsets.UTF_8).length >= most;
    }
}
