package example.serve;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts responses and their times, for the text format of Prometheus. Safe for use by several threads. */
final class Metrics {
    private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final LongAdder nanoseconds = new LongAdder();
    private final LongAdder timed = new LongAdder();

    void answered(String path, int code, long time) {
        answers.computeIfAbsent("path=\"" + path + "\",code=\"" + code + "\"", any -> new LongAdder())
                .increment();
        if (code == 200) {
            nanoseconds.add(time);
            timed.increment();
        }
    }

    String text(int waiting) {
        StringBuilder text = new StringBuilder("# TYPE pushforward_requests_total counter\n");
        answers.forEach((labels, count) ->
                text.append("pushforward_requests_total{").append(labels).append("} ").append(count).append('\n'));
        text.append("# TYPE pushforward_request_seconds summary\n");
        text.append("pushforward_request_seconds_sum ").append(nanoseconds.sum() * 1e-9).append('\n');
        text.append("pushforward_request_seconds_count ").append(timed.sum()).append('\n');
        text.append("# TYPE pushforward_waiting gauge\npushforward_waiting ").append(waiting).append('\n');
        return text.toString();
    }
}
