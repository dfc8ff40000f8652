package org.pushforward.files.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.pushforward.files.DataFileException;

/**
 * Cuts delimited text into parts of a few records each, without reading their fields. A record ends with the first line break outside of
 * quotation marks; empty lines are not records.
 */
public final class RecordSplitter implements AutoCloseable {
    private static final int LONGEST = 1 << 24;

    private final Path file;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    private byte[] part = new byte[1 << 13];
    private int length;
    private int lines;
    private long begin;
    private long line = 1;

    /** Opens a file at its beginning. */
    public RecordSplitter(Path file) throws IOException {
        this.file = file;
        this.in = Files.newInputStream(file);
    }

    /**
     * Reads the next part, and returns whether there was any.
     *
     * @param records the number of records; the last part may have fewer
     * @throws DataFileException if the records are too long
     */
    public boolean next(int records) throws IOException {
        begin += length;
        line += lines;
        length = 0;
        lines = 0;
        boolean quoted = false;
        boolean empty = true;
        for (int left = records; left > 0 && filled(); ) {
            byte next = take();
            quoted ^= next == '"';
            if (next == '\n' || next == '\r') {
                if (next == '\r' && filled() && buffer[at] == '\n') {
                    take();
                }
                lines++;
                left -= empty || quoted ? 0 : 1;
                empty |= !quoted;
            } else {
                empty = false;
            }
        }
        return length > 0;
    }

    private boolean filled() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at < end;
    }

    private byte take() {
        if (length == LONGEST) {
            throw new DataFileException(file + " has more than " + LONGEST + " bytes in a few records from line " + line
                    + " on: a quotation mark may be open");
        }
        if (length == part.length) {
            part = Arrays.copyOf(part, 2 * length);
        }
        byte value = buffer[at++];
        part[length++] = value;
        return value;
    }

    /** Returns the bytes of the part; those after {@link #length} are not used. */
    public byte[] part() {
        return part;
    }

    /** Returns the number of bytes in the part. */
    public int length() {
        return length;
    }

    /** Returns the position of the part in the file. */
    public long begin() {
        return begin;
    }

    /** Returns the number of the part's first line, from 1. */
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
