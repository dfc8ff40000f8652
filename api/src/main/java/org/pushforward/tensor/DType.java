package org.pushforward.tensor;

import org.pushforward.Stability;

/** The type of the elements of a tensor. There is no silent promotion from one to another. */
@Stability(Stability.Level.STABLE)
public enum DType {
    /** IEEE 754 binary32. */
    F32(4),
    /** IEEE 754 binary64. */
    F64(8),
    /** Two's complement 32-bit integer. */
    I32(4),
    /** Two's complement 64-bit integer. */
    I64(8),
    /** Truth value. */
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether this is {@link #F32} or {@link #F64}. */
    public boolean isFloating() {
        return this == F32 || this == F64;
    }

    /** Returns whether this is {@link #I32} or {@link #I64}. */
    public boolean isInteger() {
        return this == I32 || this == I64;
    }

    /** Returns the short name used in the text form of graphs, such as {@code f32}. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
