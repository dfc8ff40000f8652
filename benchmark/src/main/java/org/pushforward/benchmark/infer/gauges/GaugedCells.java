package org.pushforward.benchmark.infer.gauges;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.kriging.Measurements;

/**
 * Gauges as cells of a grid. A gauge belongs to the cell that contains it. Noisy gauges of one cell become their mean weighted by 1 / v,
 * with the variance 1 / sum (1 / v). If one of them is exact, they become their mean, whose variance is that of the values divided by
 * their number.
 *
 * @param cells the numbers of the cells with a gauge, in the order of their first gauge
 * @param values their values
 * @param noise the variances of their noise
 */
public record GaugedCells(int[] cells, double[] values, double[] noise) {

    /**
     * Returns the cells of some gauges.
     *
     * @throws IllegalArgumentException if a gauge is outside the grid
     */
    public static GaugedCells of(Measurements gauges, Grid grid) {
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        for (int k = 0; k < gauges.count(); k++) {
            int cell =
                    GaugedField.cell(grid, gauges.places().x(k), gauges.places().y(k));
            members.computeIfAbsent(cell, any -> new ArrayList<>()).add(k);
        }
        int count = members.size();
        GaugedCells cells = new GaugedCells(new int[count], new double[count], new double[count]);
        int at = 0;
        for (Map.Entry<Integer, List<Integer>> cell : members.entrySet()) {
            cells.cells[at] = cell.getKey();
            cells.merge(at++, gauges, cell.getValue());
        }
        return cells;
    }

    private void merge(int at, Measurements gauges, List<Integer> members) {
        int count = members.size();
        boolean noisy = members.stream().allMatch(k -> gauges.noise(k) > 0);
        double weights = 0;
        double sum = 0;
        for (int k : members) {
            double weight = noisy ? 1 / gauges.noise(k) : 1;
            weights += weight;
            sum += weight * gauges.value(k);
        }
        values[at] = sum / weights;
        double squares = 0;
        for (int k : members) {
            squares += (gauges.value(k) - values[at]) * (gauges.value(k) - values[at]);
        }
        double spread = count > 1 ? squares / (count - 1) / count : 0;
        noise[at] = noisy ? 1 / weights : spread;
    }
}
