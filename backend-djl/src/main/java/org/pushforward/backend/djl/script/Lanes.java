package org.pushforward.backend.djl.script;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pushforward.backend.support.Work;
import org.pushforward.graph.Tensor;

/**
 * Assigns the nodes of a divided batch to threads. Each part has a lane, and a node that only one lane needs is in that
 * lane too. The gradient that an in-place update needs for a share of the parameters is assembled in the lane that
 * updates this share.
 */
final class Lanes {
    /** Work, in elementary operations, that takes less time than waking a thread. */
    private static final long LEAST_WORK = 100_000;

    /** The place of a node: its lane, or -1 for the forking thread, and the update that it waits for. */
    private record LanePlace(int lane, Tensor update) {
        static final LanePlace MAIN = new LanePlace(-1, null);
    }

    private final int count;
    private final Map<Tensor, LanePlace> places = new HashMap<>();

    private Lanes(int count) {
        this.count = count;
    }

    /**
     * Finds the place of each node.
     *
     * @param order the nodes that have steps, each after those that its step reads
     * @param steps what each node reads
     * @param updates the updates by the node at which they are called
     * @param parts the parts of nodes
     * @param count the number of parts
     * @param kept the nodes that are read after a run
     */
    static Lanes of(
            List<Tensor> order,
            Map<Tensor, ScriptStep> steps,
            Map<Tensor, InPlaceUpdate> updates,
            Map<Tensor, Integer> parts,
            int count,
            Collection<Tensor> kept) {
        Lanes lanes = new Lanes(count);
        kept.forEach(node -> lanes.places.put(node, LanePlace.MAIN));
        for (int i = order.size() - 1; i >= 0; i--) {
            Tensor node = order.get(i);
            if (parts.containsKey(node)) {
                lanes.places.put(node, new LanePlace(parts.get(node), null));
            }
            if (updates.containsKey(node)) {
                lanes.placeUpdate(node, steps.get(node), updates.get(node));
            } else {
                LanePlace place = lanes.place(node);
                steps.get(node).operands().forEach(operand -> lanes.serve(operand, place));
            }
        }
        return lanes;
    }

    private void placeUpdate(Tensor call, ScriptStep step, InPlaceUpdate update) {
        places.put(call, LanePlace.MAIN);
        List<List<InPlaceUpdate.Piece>> shares = update.shares(count);
        for (int lane = 0; lane < shares.size(); lane++) {
            LanePlace place = count > 1 ? new LanePlace(lane, call) : LanePlace.MAIN;
            shares.get(lane).forEach(piece -> piece.gradients().forEach(gradient -> serve(gradient, place)));
        }
        step.operands().stream()
                .filter(operand -> !update.gradients().contains(operand))
                .forEach(operand -> serve(operand, LanePlace.MAIN));
    }

    private void serve(Tensor operand, LanePlace place) {
        places.merge(operand, place, (a, b) -> a.equals(b) ? a : LanePlace.MAIN);
    }

    private LanePlace place(Tensor node) {
        return places.getOrDefault(node, LanePlace.MAIN);
    }

    /** Returns the update that a node is computed with; empty if it is computed as early as possible. */
    Optional<Tensor> update(Tensor node) {
        return Optional.ofNullable(place(node).update());
    }

    /** Returns the stages for the nodes of a period, none of which waits for an update. */
    List<Stage> stages(List<Tensor> nodes, Map<Tensor, ScriptStep> steps) {
        Map<Tensor, Integer> numbers = new HashMap<>();
        List<List<Tensor>> stages = new ArrayList<>();
        for (Tensor node : nodes) {
            int number = 0;
            for (Tensor operand : steps.get(node).operands()) {
                if (numbers.containsKey(operand)) {
                    number = Math.max(number, numbers.get(operand) + (meet(operand, node) ? 1 : 0));
                }
            }
            numbers.put(node, number);
            if (number == stages.size()) {
                stages.add(new ArrayList<>());
            }
            stages.get(number).add(node);
        }
        return stages.stream().map(this::stage).toList();
    }

    private boolean meet(Tensor operand, Tensor node) {
        return lane(operand) >= 0 && lane(operand) != lane(node);
    }

    private int lane(Tensor node) {
        return place(node).lane();
    }

    private Stage stage(List<Tensor> nodes) {
        Map<Boolean, List<Tensor>> split = nodes.stream().collect(Collectors.partitioningBy(node -> lane(node) >= 0));
        List<Tensor> apart = split.get(true);
        return apart.stream().mapToLong(Work::of).sum() < LEAST_WORK
                ? new Stage(nodes, List.of(), Optional.empty())
                : new Stage(split.get(false), byLane(apart), Optional.empty());
    }

    /** Returns the stage of an update. */
    Stage update(InPlaceUpdate update, List<Tensor> waiting) {
        return new Stage(List.of(), byLane(waiting), Optional.of(update));
    }

    private List<List<Tensor>> byLane(List<Tensor> nodes) {
        return IntStream.range(0, count)
                .mapToObj(lane ->
                        nodes.stream().filter(node -> lane(node) == lane).toList())
                .toList();
    }
}
