package example.serve;

/**
 * The limits of a server.
 *
 * @param waiting the largest number of accepted requests at a time; further ones are refused
 * @param rows the largest number of rows in a request
 * @param bytes the largest size of a request body in bytes
 */
public record Limits(int waiting, int rows, int bytes) {

    /** Returns the default limits: 64 requests, 100,000 rows and 4 MB. */
    public static Limits usual() {
        return new Limits(64, 100_000, 4 << 20);
    }
}
