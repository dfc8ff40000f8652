package org.pushforward.benchmark.report.inference;

/**
 * What a map shows.
 *
 * @param name the name, such as precipitation
 * @param unit the unit, such as mm, or an empty text
 * @param stretch how values are spread over the colors
 */
public record MapQuantity(String name, String unit, Stretch stretch) {
    /** A monotone function of values that are spread evenly over the colors. */
    public enum Stretch {
        /** The value itself. */
        LINEAR {
            @Override
            public double of(double value) {
                return value;
            }
        },
        /** The square root, for values of 0 or more. */
        SQUARE_ROOT {
            @Override
            public double of(double value) {
                return Math.sqrt(Math.max(0, value));
            }
        },
        /** The logarithm, for positive values. */
        LOGARITHM {
            @Override
            public double of(double value) {
                return Math.log(Math.max(Double.MIN_NORMAL, value));
            }
        };

        /** Returns the value of the function; values outside its domain count as its lower end. */
        public abstract double of(double value);
    }

    /** Returns the name with the unit. */
    public String label() {
        return unit.isEmpty() ? name : name + " in " + unit;
    }

    /** Returns a number with the unit. */
    public String with(String number) {
        return unit.isEmpty() ? number : number + " " + unit;
    }
}
