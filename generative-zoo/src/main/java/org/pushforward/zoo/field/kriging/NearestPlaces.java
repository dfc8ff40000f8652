package org.pushforward.zoo.field.kriging;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.pushforward.zoo.field.Places;

/** Finds the places nearest to a point with a k-d tree, which is stored as an order of the places and splits along x and y in turn. */
final class NearestPlaces {
    private final Places places;
    private final int[] order;

    NearestPlaces(Places places) {
        this.places = places;
        this.order = IntStream.range(0, places.count()).toArray();
        sort(0, order.length, true);
    }

    private void sort(int from, int to, boolean byX) {
        if (to - from < 2) {
            return;
        }
        Comparator<Integer> comparator =
                byX ? Comparator.comparingDouble(places::x) : Comparator.comparingDouble(places::y);
        int[] sorted = IntStream.range(from, to)
                .mapToObj(i -> order[i])
                .sorted(comparator)
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, order, from, sorted.length);
        int middle = (from + to) >>> 1;
        sort(from, middle, !byX);
        sort(middle + 1, to, !byX);
    }

    /** A place and the square of its distance. */
    private record FoundPlace(int place, double square) {}

    /**
     * Returns the places nearest to a point, nearest first.
     *
     * @param most the largest number of places to return
     * @param radius the largest distance of the places
     * @param least the number of places to return regardless of distance
     */
    int[] nearest(double x, double y, int most, double radius, int least) {
        PriorityQueue<FoundPlace> found = new PriorityQueue<>(
                Comparator.comparingDouble(FoundPlace::square).reversed());
        search(0, order.length, true, x, y, most, found);
        FoundPlace[] sorted = found.stream()
                .sorted(Comparator.comparingDouble(FoundPlace::square).thenComparingInt(FoundPlace::place))
                .toArray(FoundPlace[]::new);
        return IntStream.range(0, sorted.length)
                .filter(i -> i < least || sorted[i].square() <= radius * radius)
                .map(i -> sorted[i].place())
                .toArray();
    }

    private void search(int from, int to, boolean byX, double x, double y, int most, PriorityQueue<FoundPlace> found) {
        if (from >= to) {
            return;
        }
        int middle = (from + to) >>> 1;
        int place = order[middle];
        double dx = x - places.x(place);
        double dy = y - places.y(place);
        found.add(new FoundPlace(place, dx * dx + dy * dy));
        if (found.size() > most) {
            found.poll();
        }
        double across = byX ? dx : dy;
        boolean below = across < 0;
        search(below ? from : middle + 1, below ? middle : to, !byX, x, y, most, found);
        // As long as fewer than most are found, the farthest one is at least as far as this place and therefore as the
        // split.
        if (across * across <= found.peek().square()) {
            search(below ? middle + 1 : from, below ? to : middle, !byX, x, y, most, found);
        }
    }
}
