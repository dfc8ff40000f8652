package org.pushforward.backend.djl.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pushforward.backend.Device;
import org.pushforward.backend.support.DataParallelism;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/** Writes the script of one graph: a statement for each node that is needed. */
public final class ScriptWriter {
    private static final String INDENT = "  ";

    private record Owned(Object key, int lane) {}

    private final Graph graph;
    private final Device device;
    private final List<InPlaceUpdate> updates;
    private final Map<Tensor, String> names = new HashMap<>();
    private final Map<Tensor, String> memory = new HashMap<>();
    private final Map<Owned, List<String>> shared = new HashMap<>();
    private final List<String> parameters = new ArrayList<>();
    private final List<HostArray> constants = new ArrayList<>();
    private final ScriptBody body = new ScriptBody();
    private final StateViews views = new StateViews();
    private final DataParallelism.Division division;
    private final int lanes;
    private int lane = -1;
    private Reuse reuse;

    private ScriptWriter(DataParallelism.Division division, int lanes, Device device) {
        this.division = division;
        this.lanes = lanes;
        this.graph = division.graph();
        this.device = device;
        this.updates = new ArrayList<>(AdamKernel.all(graph).orElseThrow());
        if (device.isCpu()) {
            updates.addAll(ElementwiseUpdate.all(graph));
        }
    }

    /** Returns the script of a graph for a device. All Adam updates of the graph must be possible in place. */
    public static Script write(Graph graph, Device device) {
        return write(new DataParallelism.Division(graph, Map.of()), 1, device);
    }

    /**
     * Returns the script of a graph that is split into parts.
     *
     * @param division the graph with its parts; all of its Adam updates must be possible in place
     * @param count the number of parts
     * @param device the device
     */
    public static Script write(DataParallelism.Division division, int count, Device device) {
        return new ScriptWriter(division, count, device).script();
    }

    private Script script() {
        for (Tensor input : graph.inputs()) {
            String parameter = parameter("i");
            names.put(input, device.isCpu() ? parameter : let(moved(parameter, input, device)));
        }
        graph.states().forEach(state -> names.put(state.current(), parameter("s")));
        graph.states().stream().filter(state -> !state.changes()).forEach(state -> views.add(name(state.current())));
        List<String> states =
                graph.states().stream().map(state -> name(state.current())).toList();
        List<Tensor> inPlace = updates.stream()
                .flatMap(update -> update.states().stream())
                .distinct()
                .toList();
        inPlace.forEach(state -> views.add(name(state)));
        updates.forEach(this::addMemory);
        Map<Tensor, ScriptStep> steps = steps();
        StatementOrder schedule = StatementOrder.of(graph, steps, updates, division.parts(), lanes);
        reuse = new Reuse(schedule, steps, kept());
        schedule.stages().forEach(stage -> write(stage, steps, schedule.copied()));
        Set<Tensor> borrowed = borrowed(schedule);
        List<String> results = new ArrayList<>();
        graph.outputs().values().forEach(node -> results.add(output(node)));
        graph.states().stream()
                .filter(state -> state.changes() && !inPlace.contains(state.current()))
                .forEach(state -> results.add(
                        borrowed.contains(state.next()) ? let(copy(name(state.next()))) : dense(state.next())));
        String signature = Stream.concat(parameters.stream().map(name -> name + ": Tensor"), views.parameters())
                .map(parameter -> ", " + parameter)
                .collect(Collectors.joining("", "def forward(self: __torch__.M", ")"));
        String types = results.stream().map(name -> "Tensor").collect(Collectors.joining(", "));
        String values = results.stream().map(name -> name + ",").collect(Collectors.joining(" "));
        return new Script(
                signature + " -> Tuple[" + (types.isEmpty() ? "()" : types) + "]:\n" + body.text(results) + INDENT
                        + "return (" + values + ")\n",
                views.method(states),
                constants,
                inPlace.stream().map(this::position).toList(),
                lanes);
    }

    private void write(Stage stage, Map<Tensor, ScriptStep> steps, Set<Tensor> copied) {
        stage.together().forEach(node -> compute(node, steps, copied));
        List<Runnable> actions = new ArrayList<>();
        for (int i = 0; i < stage.lanes().size(); i++) {
            int number = i;
            actions.add(() -> write(stage, number, steps, copied));
        }
        body.fork(actions);
    }

    /** Writes the nodes of a lane and its share of an update. */
    private void write(Stage stage, int number, Map<Tensor, ScriptStep> steps, Set<Tensor> copied) {
        lane = number;
        List<InPlaceUpdate.Piece> pending = new ArrayList<>();
        stage.update().ifPresent(update -> pending.addAll(update.shares(lanes).get(number)));
        for (Tensor node : stage.lanes().get(number)) {
            compute(node, steps, copied);
            stage.update().filter(InPlaceUpdate::isPiecewise).ifPresent(update -> {
                List<InPlaceUpdate.Piece> ready = pending.stream()
                        .filter(piece -> names.keySet().containsAll(piece.gradients()))
                        .toList();
                update.write(ready, this);
                pending.removeAll(ready);
            });
        }
        stage.update().ifPresent(update -> update.write(pending, this));
        lane = -1;
    }

    private void compute(Tensor node, Map<Tensor, ScriptStep> steps, Set<Tensor> copied) {
        String value = names.containsKey(node)
                ? names.get(node)
                : let(reuse.overwriting(node, steps.get(node).expression().apply(this), names));
        names.put(node, copied.contains(node) ? let(copy(value)) : value);
    }

    private int position(Tensor state) {
        return graph.states().stream().map(Graph.State::current).toList().indexOf(state);
    }

    /** Returns the step of each node that is still needed after fusion and without explicit broadcasts. */
    private Map<Tensor, ScriptStep> steps() {
        Map<Tensor, Integer> uses = new HashMap<>();
        graph.nodes().forEach(node -> node.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum)));
        Set<Tensor> needed = kept();
        needed.forEach(root -> uses.merge(root, 1, Integer::sum));
        Map<Tensor, ScriptStep> steps = new HashMap<>();
        updates.forEach(update -> addSteps(update, steps));
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Tensor node = graph.nodes().get(i);
            if (needed.contains(node) && !(node.primitive() instanceof Source.Constant)) {
                ScriptStep step = steps.computeIfAbsent(node, other -> TorchFusions.of(node, x -> uses.get(x) == 1)
                        .orElseGet(() -> ScriptStep.plain(node)));
                needed.addAll(step.operands());
            }
        }
        return steps;
    }

    /** Returns the nodes that are read after a run. */
    private Set<Tensor> kept() {
        Set<Tensor> kept = new HashSet<>(graph.outputs().values());
        graph.states().forEach(state -> kept.add(state.next()));
        return kept;
    }

    private static void addSteps(InPlaceUpdate update, Map<Tensor, ScriptStep> steps) {
        update.readsByResult()
                .forEach((node, read) -> steps.put(node, new ScriptStep(read, script -> script.memory(node))));
    }

    private void addMemory(InPlaceUpdate update) {
        for (int i = 0; i < update.states().size(); i++) {
            String state = names.get(update.states().get(i));
            memory.put(update.overwritten().get(i), state);
            memory.put(update.results().get(i), state);
        }
    }

    /** Returns the name of the state whose memory contains a value. */
    String memory(Tensor node) {
        return memory.get(node);
    }

    /** Returns the expression of a step in which some nodes have local names. */
    String expression(ScriptStep step, Map<Tensor, String> local) {
        Map<Tensor, String> before = new HashMap<>(names);
        names.putAll(local);
        String expression = step.expression().apply(this);
        for (Tensor node : local.keySet()) {
            names.remove(node);
            if (before.containsKey(node)) {
                names.put(node, before.get(node));
            }
        }
        return expression;
    }

    /** Returns the name of a list of pieces of a state vector, each with the shape of its gradient. */
    String list(Tensor state, List<InPlaceUpdate.Piece> pieces) {
        return views.list(pieces.stream()
                .map(piece -> Torch.call(
                        "reshape",
                        Torch.call("slice", memory(state), 0, piece.start(), piece.start() + piece.length(), 1),
                        Torch.dims(piece.gradients().get(0).shape())))
                .toList());
    }

    /** Returns whether the script is for a GPU. */
    boolean isForGpu() {
        return device.isGpu();
    }

    /** Adds a statement that runs for its side effect. */
    void run(String statement) {
        body.add(List.of(), statement);
    }

    /** Adds a statement and returns the variable that holds the expression's value; a name is returned as it is. */
    String let(String expression) {
        if (expression.indexOf('(') < 0) {
            return expression;
        }
        Optional<String> view = views.of(expression);
        if (view.isPresent()) {
            return view.get();
        }
        String variable = body.variable();
        body.add(List.of(variable), variable + " = " + expression);
        return variable;
    }

    /** Adds a statement and returns the variables that hold the values of an expression of several. */
    List<String> let(String expression, int count) {
        List<String> names =
                IntStream.range(0, count).mapToObj(i -> body.variable()).toList();
        body.add(names, String.join(", ", names) + " = " + expression);
        return names;
    }

    /** Returns the names of values that several nodes share; the first node writes them. */
    List<String> once(Object key, Supplier<List<String>> statements) {
        // Lanes do not share variables.
        List<String> names = shared.getOrDefault(new Owned(key, -1), shared.get(new Owned(key, lane)));
        if (names == null) {
            names = statements.get();
            shared.put(new Owned(key, lane), names);
        }
        return names;
    }

    /** Returns the name of a node's value. A constant is named when it is first asked for. */
    String name(Tensor node) {
        return names.computeIfAbsent(node, constant -> constant(((Source.Constant) constant.primitive()).value()));
    }

    /** Returns the name of a further parameter that holds this constant. */
    String constant(HostArray value) {
        constants.add(value);
        return parameter("c");
    }

    /** Returns the literal of a constant of one element; empty if the node is none or its literal would lose digits. */
    static Optional<String> literal(Tensor node) {
        if (!(node.primitive() instanceof Source.Constant constant)
                || constant.value().size() != 1
                || node.dtype() == DType.BOOL) {
            return Optional.empty();
        }
        double value = constant.value().get(0);
        if (node.dtype().isFloating()) {
            return Optional.of(number(value));
        }
        return Math.abs(value) <= Integer.MAX_VALUE ? Optional.of(Long.toString((long) value)) : Optional.empty();
    }

    /** Returns the literal of a floating-point number. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "float(\"nan\")";
        }
        return Double.isInfinite(value) ? "float(\"" + (value > 0 ? "inf" : "-inf") + "\")" : Double.toString(value);
    }

    /** Returns TorchScript's number for an element type. */
    static int code(DType dtype) {
        return switch (dtype) {
            case I32 -> 3;
            case I64 -> 4;
            case F32 -> 6;
            case F64 -> 7;
            case BOOL -> 11;
        };
    }

    private String parameter(String prefix) {
        String name = prefix + parameters.size();
        parameters.add(name);
        return name;
    }

    /** Returns the name of a node's value in contiguous row-major order. */
    String dense(Tensor node) {
        return Memory.isDense(node) ? name(node) : let("torch.contiguous(" + name(node) + ")");
    }

    private String output(Tensor node) {
        String dense = dense(node);
        return device.isCpu() ? dense : let(moved(dense, node, Device.cpu()));
    }

    private static String copy(String value) {
        return "torch.clone(" + value + ", memory_format=0)";
    }

    /** Returns the nodes whose memory is written later: by the caller, or by an in-place update of a state. */
    private Set<Tensor> borrowed(StatementOrder schedule) {
        Set<Tensor> borrowed = new HashSet<>(graph.inputs());
        updates.forEach(update -> borrowed.addAll(update.results()));
        borrowed.removeAll(schedule.copied());
        for (Tensor node : schedule.nodes().toList()) {
            boolean shared = Memory.shared(node).filter(borrowed::contains).isPresent();
            if (shared && !schedule.copied().contains(node)) {
                borrowed.add(node);
            }
        }
        return borrowed;
    }

    private static String moved(String name, Tensor node, Device target) {
        String place = target.isCpu() ? "cpu" : "cuda:" + target.index();
        return "torch.to(" + name + ", torch.device(\"" + place + "\"), " + code(node.dtype()) + ", False, False)";
    }
}
