package org.pushforward.metrics.transport;

import java.util.Arrays;

/**
 * The cheapest assignment of n rows to n columns, found by shortest augmenting paths. Rows get a column one after another; each
 * moves other rows along the path with the least total reduced cost, which is the cost minus the price of the column. Takes at most
 * O(n^3) time.
 *
 * <p>Jonker and Volgenant, <i>A shortest augmenting path algorithm for dense and sparse linear assignment problems</i>, 1987.
 */
final class Assignment {
    private static final int FREE = -1;

    private final double[][] cost;
    private final int n;
    private final double[] price;
    private final int[] rowOf;
    private final int[] columnOf;
    private final double[] distance;
    private final int[] before;
    private final int[] scanned;
    private final boolean[] done;

    private Assignment(double[][] cost) {
        this.cost = cost;
        this.n = cost.length;
        this.price = new double[n];
        this.rowOf = new int[n];
        this.columnOf = new int[n];
        this.distance = new double[n];
        this.before = new int[n];
        this.scanned = new int[n];
        this.done = new boolean[n];
    }

    /** Returns the column of each row of a square matrix of costs. */
    static int[] cheapest(double[][] cost) {
        Assignment assignment = new Assignment(cost);
        assignment.begin();
        for (int row = 0; row < assignment.n; row++) {
            if (assignment.columnOf[row] == FREE) {
                assignment.augment(row);
            }
        }
        return assignment.columnOf;
    }

    /** Prices each column at its least cost and assigns it to the row with that cost, unless the row already has a column. */
    private void begin() {
        Arrays.fill(rowOf, FREE);
        Arrays.fill(columnOf, FREE);
        for (int column = 0; column < n; column++) {
            int least = 0;
            for (int row = 1; row < n; row++) {
                if (cost[row][column] < cost[least][column]) {
                    least = row;
                }
            }
            price[column] = cost[least][column];
            if (columnOf[least] == FREE) {
                columnOf[least] = column;
                rowOf[column] = least;
            }
        }
    }

    private void augment(int start) {
        Arrays.fill(done, false);
        for (int column = 0; column < n; column++) {
            distance[column] = cost[start][column] - price[column];
            before[column] = start;
        }
        int count = 0;
        int last = nearest();
        while (rowOf[last] != FREE) {
            done[last] = true;
            scanned[count++] = last;
            int row = rowOf[last];
            double reached = distance[last] - (cost[row][last] - price[last]);
            for (int column = 0; column < n; column++) {
                double through = reached + cost[row][column] - price[column];
                if (!done[column] && through < distance[column]) {
                    distance[column] = through;
                    before[column] = row;
                }
            }
            last = nearest();
        }
        for (int i = 0; i < count; i++) {
            price[scanned[i]] += distance[scanned[i]] - distance[last];
        }
        int column = last;
        while (true) {
            int row = before[column];
            int next = columnOf[row];
            rowOf[column] = row;
            columnOf[row] = column;
            if (row == start) {
                return;
            }
            column = next;
        }
    }

    private int nearest() {
        int nearest = FREE;
        for (int column = 0; column < n; column++) {
            if (!done[column] && (nearest == FREE || distance[column] < distance[nearest])) {
                nearest = column;
            }
        }
        return nearest;
    }
}
