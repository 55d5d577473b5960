package phoenix.orchestrator.host.share;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What Samba keeps of a password: MD4 over its UTF-16, which Java does not bring any more.
 *
 * @see "RFC 1320"
 */
final class NtHash {
    private static final int BLOCK = 64;
    private static final int[][] SHIFTS = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};
    private static final int[] THIRD = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};
    private static final int[] ADDED = {0, 0x5a827999, 0x6ed9eba1};

    private NtHash() {}

    /** 32 hexadecimal digits, large. */
    static String of(String password) {
        byte[] text = password.getBytes(StandardCharsets.UTF_16LE);
        int length = (text.length + 8) / BLOCK * BLOCK + BLOCK;
        ByteBuffer padded = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        padded.put(text).put((byte) 0x80).putLong(length - 8, text.length * 8L);
        int[] state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
        for (int start = 0; start < length; start += BLOCK) {
            block(padded, start, state);
        }
        ByteBuffer hash = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : state) {
            hash.putInt(word);
        }
        return HexFormat.of().withUpperCase().formatHex(hash.array());
    }

    private static void block(ByteBuffer text, int start, int[] state) {
        int[] work = state.clone();
        for (int step = 0; step < 48; step++) {
            int round = step / 16;
            int in = step % 16;
            int word = round == 0 ? in : round == 1 ? in % 4 * 4 + in / 4 : THIRD[in];
            int at = (48 - step) % 4;
            int b = work[(at + 1) % 4];
            int c = work[(at + 2) % 4];
            int d = work[(at + 3) % 4];
            int mixed = round == 0 ? (b & c) | (~b & d) : round == 1 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
            int sum = work[at] + mixed + text.getInt(start + 4 * word) + ADDED[round];
            work[at] = Integer.rotateLeft(sum, SHIFTS[round][step % 4]);
        }
        for (int i = 0; i < 4; i++) {
            state[i] += work[i];
        }
    }
}
