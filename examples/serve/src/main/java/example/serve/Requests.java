package example.serve;

import java.util.List;
import org.pushforward.checkpoint.RecordJson;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The JSON of requests and responses. */
final class Requests {
    static final RecordJson<SampleRequest> SAMPLE = RecordJson.of(SampleRequest.class);
    static final RecordJson<DensityRequest> ROWS = RecordJson.of(DensityRequest.class);

    private Requests() {}

    /**
     * A request for samples.
     *
     * @param count the number of samples
     * @param seed the random seed; the same seed gives the same samples
     */
    public record SampleRequest(int count, long seed) {
        /** Creates the default request: one sample with seed 0. */
        public SampleRequest() {
            this(1, 0);
        }
    }

    /**
     * A request for log-densities.
     *
     * @param rows the rows, each a list of numbers
     */
    public record DensityRequest(List<List<Double>> rows) {

        /** Returns the rows as one array. */
        HostArray array(Shape event) {
            float[] values = new float[rows.size() * event.size()];
            for (int i = 0; i < rows.size(); i++) {
                List<Double> row = rows.get(i);
                if (row.size() != event.size()) {
                    throw new IllegalArgumentException("row " + i + " has " + row.size() + " numbers: expected "
                            + event.size() + " for the shape " + event);
                }
                for (int j = 0; j < row.size(); j++) {
                    values[i * row.size() + j] = row.get(j).floatValue();
                }
            }
            return HostArray.wrap(event.prepend(rows.size()), values);
        }
    }

    /** Returns rows of numbers as a JSON list of lists. */
    static String lists(HostArray rows) {
        int count = rows.shape().dim(0);
        int width = count == 0 ? 0 : rows.size() / count;
        StringBuilder text = new StringBuilder("[");
        float[] values = rows.toFloats();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "[" : ", [");
            for (int j = 0; j < width; j++) {
                text.append(j == 0 ? "" : ", ").append(number(values[i * width + j]));
            }
            text.append(']');
        }
        return text.append(']').toString();
    }

    /** Returns numbers as a JSON list. */
    static String list(HostArray values) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(number((float) values.get(i)));
        }
        return text.append(']').toString();
    }

    /** Writes infinity and NaN as null, because JSON has neither. */
    private static String number(float value) {
        return Float.isFinite(value) ? Float.toString(value) : "null";
    }

    /** Returns a text as a JSON string. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
