package example.serve;

/**
 * What a server takes on.
 *
 * @param waiting how many requests may be in work or wait; more are told to come again
 * @param rows the most rows of one request
 * @param bytes the longest body
 */
public record Limits(int waiting, int rows, int bytes) {

    /** 64 requests, 100,000 rows, 4 MB. */
    public static Limits usual() {
        return new Limits(64, 100_000, 4 << 20);
    }
}
