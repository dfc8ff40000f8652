package org.pushforward.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommitTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path folder;

    private Path git(String head) throws IOException {
        Path git = Files.createDirectories(folder.resolve(".git/refs/heads"))
                .getParent()
                .getParent();
        Files.writeString(git.resolve("HEAD"), head + "\n");
        return git;
    }

    @Test
    void theCommitOfABranchIsFound() throws IOException {
        Path git = git("ref: refs/heads/main");
        assertThat(GitCommit.of(folder)).as("no commit yet").isEmpty();
        Files.writeString(git.resolve("packed-refs"), "# pack-refs\n" + HASH + " refs/heads/main\n");
        assertThat(GitCommit.of(Files.createDirectories(folder.resolve("a/b")))).contains(HASH);
        Files.writeString(git.resolve("refs/heads/main"), HASH.replace('0', 'f') + "\n");
        assertThat(GitCommit.of(folder)).as("a loose reference is newer").contains(HASH.replace('0', 'f'));
    }

    @Test
    void aDetachedHeadIsACommit() throws IOException {
        git(HASH);
        assertThat(GitCommit.of(folder)).contains(HASH);
    }

    @Test
    void anotherWorkTreeIsFollowed() throws IOException {
        Path git = git("ref: refs/heads/main");
        Files.writeString(git.resolve("refs/heads/side"), HASH);
        Path side = Files.createDirectories(git.resolve("worktrees/side"));
        Files.writeString(side.resolve("HEAD"), "ref: refs/heads/side");
        Files.writeString(side.resolve("commondir"), "../..");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve(".git"), "gitdir: " + side);
        assertThat(GitCommit.of(tree)).contains(HASH);
    }

    @Test
    void anythingElseIsNoCommit() throws IOException {
        Path git = git("ref: ../../etc/passwd");
        assertThat(GitCommit.of(folder)).isEmpty();
        Files.writeString(git.resolve("HEAD"), "not a hash");
        assertThat(GitCommit.of(folder)).isEmpty();
        Files.delete(git.resolve("HEAD"));
        assertThat(GitCommit.of(folder)).isEmpty();
    }
}
