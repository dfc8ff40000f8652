package org.pushforward.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the commit that is checked out in a Git work tree, without Git. */
final class GitCommit {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern BRANCH = Pattern.compile("refs/(?!.*\\.\\.)[\\w./+-]{1,200}");
    private static final String LINK = "gitdir: ";
    private static final String SYMBOLIC = "ref: ";
    private static final int LARGEST = 1 << 20;

    private GitCommit() {}

    /** Returns the commit of the work tree that contains a folder; empty if none does, or its files are not understood. */
    static Optional<String> of(Path folder) {
        try {
            for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
                Path git = at.resolve(".git");
                if (Files.isDirectory(git)) {
                    return head(git);
                }
                if (Files.isRegularFile(git)) {
                    String link = text(git);
                    return link.startsWith(LINK) ? head(at.resolve(link.substring(LINK.length()))) : Optional.empty();
                }
            }
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            // Nobody must lose a checkpoint to a broken repository.
            return Optional.empty();
        }
    }

    private static Optional<String> head(Path git) throws IOException {
        String head = text(git.resolve("HEAD"));
        if (!head.startsWith(SYMBOLIC)) {
            return Optional.of(head).filter(hash -> HASH.matcher(hash).matches());
        }
        String branch = head.substring(SYMBOLIC.length());
        if (!BRANCH.matcher(branch).matches()) {
            return Optional.empty();
        }
        Path shared = git.resolve("commondir");
        Path common = Files.exists(shared) ? git.resolve(text(shared)) : git;
        Path loose = common.resolve(branch);
        if (Files.exists(loose)) {
            return Optional.of(text(loose)).filter(hash -> HASH.matcher(hash).matches());
        }
        Path packed = common.resolve("packed-refs");
        return Files.exists(packed) ? packed(packed, branch) : Optional.empty();
    }

    private static Optional<String> packed(Path file, String branch) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.endsWith(" " + branch))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .filter(hash -> HASH.matcher(hash).matches())
                    .findFirst();
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is too large");
        }
        return Files.readString(file).strip();
    }
}
