package org.pushforward.files;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * NumPy's NPY format, versions 1 to 3. Arrays of objects contain programs (pickles) and are refused.
 *
 * @param elements the layout of the elements
 * @param fortran whether the first axis varies fastest
 * @param shape the lengths of the axes
 * @param begin the byte position of the first element in the file
 */
record NpyFormat(ArrayBytes elements, boolean fortran, List<Long> shape, int begin) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int ALIGNMENT = 64;
    private static final Pattern HEADER = Pattern.compile("\\{\\s*'descr'\\s*:\\s*(?<descr>'[^']*'|\\[.*\\])\\s*,"
            + "\\s*'fortran_order'\\s*:\\s*(?<fortran>True|False)\\s*,"
            + "\\s*'shape'\\s*:\\s*\\((?<shape>[\\d,\\sL]*)\\)\\s*,?\\s*\\}\\s*");
    private static final Pattern NUMBERS = Pattern.compile("'([<>|=])(f[248]|[iu][1248]|b1)'");

    /**
     * Reads the header.
     *
     * @throws DataFileException if the header is invalid, or the elements are not numbers
     */
    static NpyFormat readHeader(InputStream in, String what) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new DataFileException(
                    what + " does not begin like a NumPy file: it has another format or is damaged");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new DataFileException(what + " has version " + version + " of the NPY format: expected 1 to 3");
        }
        int width = version == 1 ? 2 : 4;
        byte[] size = in.readNBytes(width);
        if (size.length < width) {
            throw new EOFException(what + " ends within its header: it is truncated");
        }
        ByteBuffer sizes = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
        long length = width == 2 ? sizes.getShort() & 0xffff : sizes.getInt() & 0xffffffffL;
        if (length > LONGEST_HEADER) {
            throw new DataFileException(
                    what + " has a header of " + length + " bytes: expected at most " + LONGEST_HEADER);
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length) {
            throw new EOFException(what + " ends within its header: it is truncated");
        }
        return parse(new String(text, StandardCharsets.UTF_8), what, start.length + width + text.length);
    }

    private static NpyFormat parse(String header, String what, int begin) {
        Matcher parts = HEADER.matcher(header);
        if (!parts.matches()) {
            throw new DataFileException(what + " has a header that is not NumPy's: '"
                    + header.strip().substring(0, Math.min(100, header.strip().length())) + "'");
        }
        String description = parts.group("descr");
        if (description.contains("O")) {
            throw new DataFileException(what + " contains Python objects (pickles), which are programs and are not"
                    + " read: save numbers with numpy.save(..., allow_pickle=False)");
        }
        Matcher type = NUMBERS.matcher(description);
        if (!type.matches()) {
            throw new DataFileException(what + " has elements of the type " + description
                    + ": expected numbers, f2, f4, f8, i1 to i8, u1 to u8 or b1");
        }
        ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        String kind = type.group(2);
        return new NpyFormat(
                new ArrayBytes(kind.charAt(0), kind.charAt(1) - '0', order),
                parts.group("fortran").equals("True"),
                shape(parts.group("shape"), what),
                begin);
    }

    private static List<Long> shape(String text, String what) {
        List<Long> shape = new ArrayList<>();
        for (String part : text.replace("L", "").split(",")) {
            if (!part.isBlank()) {
                try {
                    shape.add(Long.parseLong(part.strip()));
                } catch (NumberFormatException e) {
                    throw DataFileException.of(
                            what + " has an axis of length " + part.strip() + ": expected one below 2^63", e);
                }
            }
        }
        return List.copyOf(shape);
    }

    /** Returns the number of bytes that the elements take, according to the header. */
    long length(String what, long budget) {
        return (long) elements.count(what, shape, budget) * elements.bytes();
    }

    /** Reads the elements. */
    HostArray read(InputStream in, String what, long budget) throws IOException {
        if (!fortran || shape.size() < 2) {
            return elements.read(in, what, shape, budget);
        }
        List<Long> reversed = new ArrayList<>(shape);
        Collections.reverse(reversed);
        return transposed(elements.read(in, what, reversed, budget / 2));
    }

    /** Returns an array with its axes reversed. */
    private static HostArray transposed(HostArray array) {
        int rank = array.shape().rank();
        int[] lengths = new int[rank];
        int[] strides = new int[rank];
        int stride = 1;
        for (int axis = 0; axis < rank; axis++) {
            lengths[rank - 1 - axis] = array.shape().dim(axis);
        }
        for (int axis = 0; axis < rank; axis++) {
            strides[axis] = stride;
            stride *= lengths[axis];
        }
        int[] positions = new int[array.size()];
        int[] index = new int[rank];
        for (int i = 0; i < positions.length; i++) {
            int from = 0;
            for (int axis = 0; axis < rank; axis++) {
                from += index[axis] * strides[axis];
            }
            positions[i] = from;
            for (int axis = rank - 1; axis >= 0 && ++index[axis] == lengths[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return array.reshape(Shape.of(array.size())).take(positions).reshape(Shape.of(lengths));
    }

    /** Writes an array in version 1 of the format. */
    static void write(HostArray array, OutputStream raw) throws IOException {
        OutputStream out = new BufferedOutputStream(raw, 1 << 16);
        out.write(header(array.dtype(), array.shape()));
        writeElements(array, out);
        out.flush();
    }

    /** Returns the header of an array. */
    static byte[] header(DType type, Shape shape) {
        String kind =
                switch (type) {
                    case F32 -> "<f4";
                    case F64 -> "<f8";
                    case I32 -> "<i4";
                    case I64 -> "<i8";
                    case BOOL -> "|b1";
                };
        StringBuilder dims = new StringBuilder();
        for (int axis = 0; axis < shape.rank(); axis++) {
            dims.append(shape.dim(axis)).append(shape.rank() == 1 ? "," : axis + 1 < shape.rank() ? ", " : "");
        }
        String text = "{'descr': '" + kind + "', 'fortran_order': False, 'shape': (" + dims + "), }";
        int used = MAGIC.length + 4 + text.length() + 1;
        String padded = text + " ".repeat((ALIGNMENT - used % ALIGNMENT) % ALIGNMENT) + "\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(MAGIC.length + 4 + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded.length());
        bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    /** Writes elements without a header, for example of one part of an array. */
    static void writeElements(HostArray array, OutputStream out) throws IOException {
        int bytes = array.dtype().bytes();
        ByteBuffer block = ByteBuffer.allocate((1 << 16) / bytes * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < array.size(); i++) {
            switch (array.dtype()) {
                case F32 -> block.putFloat((float) array.get(i));
                case F64 -> block.putDouble(array.get(i));
                case I32 -> block.putInt(array.ints().get(i));
                case I64 -> block.putLong(array.longs().get(i));
                case BOOL -> block.put((byte) array.get(i));
            }
            if (!block.hasRemaining() || i + 1 == array.size()) {
                out.write(block.array(), 0, block.position());
                block.clear();
            }
        }
    }
}
