package org.pushforward.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * The page that lists every primitive. Descriptions come from the Javadoc of the records; types, derivatives and expansions come from
 * running the code on a sample.
 */
final class PrimitivesPage {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) ([^}]*)}");
    /** Longer formulas are not printed. */
    private static final int LONGEST = 240;

    private final StringBuilder page = new StringBuilder();

    private PrimitivesPage() {}

    static String text() {
        PrimitivesPage writer = new PrimitivesPage();
        writer.page.append("""
                # Primitives

                This page is generated from the code: `./mvnw -pl api test -Dtest=PrimitivesPageTest -Dregenerate=true`. A test fails
                if it is out of date.

                Each primitive has a shape rule, a derivative, a reference evaluation in float64 (`ReferenceRules`) and a lowering on
                every engine. A composite keeps its name in the graph and is defined by its expansion. Formulas use the names of the
                text form. The operands are x, y and z, r is the result, and g is the cotangent of the result. A dash means that there
                is no derivative.
                """);
        writer.family(Primitive.class, 2);
        return writer.page.toString();
    }

    private void family(Class<?> family, int level) {
        // Sort by position in the source, because the order of permitted subclasses in a class file depends on the
        // compiler.
        List<Class<?>> members = Stream.of(family.getPermittedSubclasses())
                .sorted(Comparator.comparingInt(member -> source(family).indexOf(" " + member.getSimpleName() + "(")))
                .toList();
        members.stream().filter(Class::isRecord).forEach(member -> primitive(member.asSubclass(Primitive.class)));
        for (Class<?> member : members.stream().filter(Class::isInterface).toList()) {
            page.append("\n" + "#".repeat(level) + " " + member.getSimpleName() + "\n\n");
            page.append(description(member)).append('\n');
            family(member, level + 1);
        }
    }

    private void primitive(Class<? extends Primitive> primitive) {
        List<DType> dtypes =
                Arrays.stream(DType.values()).filter(d -> accepts(primitive, d)).toList();
        Tensor sample = PrimitiveSamples.of(primitive, dtypes.get(0));
        page.append(
                "\n**" + sample.primitive().text().replaceFirst("\\[.*", "") + "**: " + description(primitive) + "\n");
        for (RecordComponent attribute : primitive.getRecordComponents()) {
            page.append(
                    "- attribute `" + attribute.getName() + "`: " + attribute(primitive, attribute.getName()) + "\n");
        }
        page.append("- example: `" + signature(sample) + "`; element types "
                + dtypes.stream().map(DType::toString).collect(Collectors.joining(", ")) + "\n");
        if (sample.primitive() instanceof Composite composite) {
            page.append("- expansion: " + formula(composite.expand(sample.operands()), Map.of()) + "\n");
        }
        if (!sample.operands().isEmpty()) {
            page.append("- derivative: " + derivative(sample) + "\n");
        }
    }

    private static boolean accepts(Class<? extends Primitive> primitive, DType dtype) {
        try {
            return PrimitiveSamples.of(primitive, dtype) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String signature(Tensor sample) {
        return sample.operands().stream().map(x -> x.type().toString()).collect(Collectors.joining(", ", "(", ")"))
                + " -> " + sample.type();
    }

    private static String derivative(Tensor sample) {
        if (!sample.dtype().isFloating()) {
            return "none";
        }
        Tensor g = Tensor.input("g", sample.type());
        List<Tensor> slopes = Gradients.vjp(List.of(sample), sample.operands(), List.of(g));
        Map<Tensor, String> names = new IdentityHashMap<>();
        names.put(sample, "r");
        List<String> formulas = new ArrayList<>();
        for (int i = 0; i < slopes.size(); i++) {
            boolean zero = isUniform(slopes.get(i));
            formulas.add(zero ? "-" : formula(slopes.get(i), names));
        }
        boolean alike =
                formulas.stream().distinct().count() == 1 && !formulas.get(0).startsWith("`");
        return alike ? formulas.get(0).replaceFirst("^-$", "none") : String.join("; ", formulas);
    }

    private static boolean isUniform(Tensor node) {
        return node.primitive() instanceof Source.Constant
                || node.primitive() instanceof Movement.Broadcast
                        && isUniform(node.operands().get(0));
    }

    private static String formula(Tensor node, Map<Tensor, String> names) {
        StringBuilder text = new StringBuilder();
        write(node, names, text);
        return text.length() > LONGEST ? "too long to print" : "`" + text + "`";
    }

    private static void write(Tensor node, Map<Tensor, String> names, StringBuilder text) {
        Primitive p = node.primitive();
        if (text.length() > LONGEST) {
            return;
        }
        if (names.containsKey(node)) {
            text.append(names.get(node));
        } else if (p instanceof Source.Input input) {
            text.append(input.name());
        } else if (p instanceof Source.Constant constant && constant.value().size() == 1) {
            text.append((float) constant.value().item());
        } else if (isUniform(node)) {
            write(node.operands().get(0), names, text);
        } else {
            // The shape is clear from the sample, and the geometry of a convolution is that of its adjoint.
            boolean plain = p instanceof Movement.Reshape
                    || p instanceof Movement.Broadcast
                    || p instanceof Contraction && !(p instanceof Contraction.Matmul);
            text.append(plain ? p.name() : p.text()).append('(');
            for (int i = 0; i < node.operands().size(); i++) {
                text.append(i == 0 ? "" : ", ");
                write(node.operands().get(i), names, text);
            }
            text.append(')');
        }
    }

    private static String description(Class<?> type) {
        return markdown(comment(type).split("\n@")[0]);
    }

    private static String attribute(Class<?> type, String name) {
        return Stream.of(comment(type).split("\n@"))
                .filter(tag -> tag.startsWith("param " + name + " "))
                .map(tag -> markdown(tag.substring(("param " + name + " ").length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no @param " + name + " on " + type));
    }

    /** The Javadoc of a type, without its asterisks. */
    private static String comment(Class<?> type) {
        Pattern declared = Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+\\([^)]*\\)\\s*)*(?:public )?(?:sealed )?(?:record|interface) "
                        + type.getSimpleName() + "\\b",
                Pattern.DOTALL);
        Matcher matcher = declared.matcher(source(type));
        if (!matcher.find()) {
            throw new IllegalStateException("no Javadoc on " + type);
        }
        return matcher.group(1)
                .lines()
                .map(line -> line.replaceFirst("^\\s*\\* ?", ""))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private static String source(Class<?> type) {
        Class<?> outermost = type.getDeclaringClass() == null ? type : type.getDeclaringClass();
        try {
            return Files.readString(SOURCES.resolve(outermost.getName().replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String markdown(String javadoc) {
        String text = TAG.matcher(javadoc)
                .replaceAll(tag -> Matcher.quoteReplacement("`" + tag.group(1).replace('#', '.') + "`"));
        return text.replace("<p>", "")
                .replaceAll("</?i>", "*")
                .replace("&lt;", "<")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
