package io.freshet.cli.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What lies in a log that no publisher wrote: whoever reads it is told, and reads all the rest. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ForeignEntriesTest {

    @TempDir
    Path directory;

    private Shell shell;
    private LogForge forge;
    private String url;

    @BeforeEach
    void publish() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL, "mainnet/full");
        shell.publishTwice();
        forge = new LogForge(shell.repository);
        url = "file:" + shell.repository;
    }

    private void publishNext(int seed) throws Exception {
        shell.write("next", Shell.noise(seed, 1000));
        shell.publish("mainnet/full");
    }

    private Shell.Run publishAtSeven() {
        return shell.run(
                "publish",
                shell.source.toString(),
                "--to",
                url,
                "--keys",
                directory.resolve("keys").toString(),
                "--channel",
                "mainnet/full",
                "--height",
                "7");
    }

    private Shell.Run monitor() {
        return shell.read(
                "log", "monitor", url, "--seen", directory.resolve("seen").toString());
    }

    @Test
    void whatIsNoEntryStopsThePublisherAndNobodyElse() throws Exception {
        Files.writeString(forge.at("log/seq/2"), "garbage\n");
        Shell.Run run = publishAtSeven();
        assertThat(run.ends(ExitCode.UNTRUSTED).err())
                .contains("nothing was signed: log/seq/2", "is no entry of the log", "else delete it");
        shell.read("log", "verify", url).ends(ExitCode.OK);
        Files.delete(forge.at("log/seq/2"));
        publishNext(5);
        assertThat(shell.read("log", "verify", url).ends(ExitCode.OK).out()).contains("size         3");
    }

    @Test
    void whatLiesWhereTheNextTilesBelongStopsNobody() throws Exception {
        for (String tile : List.of("log/tile/0/000.p/3", "log/tile/entries/000.p/3")) {
            Files.createDirectories(forge.at(tile).getParent());
            Files.writeString(forge.at(tile), "garbage\n");
        }
        shell.write("next", Shell.noise(5, 1000));
        assertThat(publishAtSeven().ends(ExitCode.OK).err())
                .contains("2 objects of the log (tiles, proofs)", "log/tile/entries/000.p/3, log/tile/0/000.p/3");
        assertThat(shell.read("log", "verify", url).ends(ExitCode.OK).out()).contains("size         3");
    }

    /** As it lies in a log whose publisher signed whatever was there. */
    @Test
    void whatIsNoEntryHidesNoOther() throws Exception {
        forge.sign("garbage\n".getBytes(UTF_8), directory.resolve("keys"));
        publishNext(5);
        // More than anybody reads of an entry; what was signed is in the bundle.
        Files.write(forge.at("log/seq/2"), new byte[3 << 20]);

        Shell.Run show = shell.read("log", "show", url).ends(ExitCode.DIFFERENT);
        assertThat(show.out().lines()).hasSize(4);
        assertThat(show.out()).contains("     2  NO ENTRY: log/seq/2 at line 1", "mainnet/archive @ 1");
        JsonNode entries = shell.read("log", "show", url, "--json")
                .ends(ExitCode.DIFFERENT)
                .json()
                .get("entries");
        assertThat(entries).hasSize(4);
        assertThat(entries.get(1).get("problem").textValue()).contains("log/seq/2");
        assertThat(entries.get(0).get("release").textValue()).isEqualTo("yes");

        String verified =
                shell.read("log", "verify", url).ends(ExitCode.DIFFERENT).out();
        assertThat(verified)
                .contains("log/seq/2 is not the entry that the tree has: has more than 4096 bytes")
                .contains("log/seq/2 at line 1")
                .contains("2 differences");
        assertThat(monitor().ends(ExitCode.DIFFERENT).out().lines())
                .anyMatch(line -> line.contains("mainnet/full @ 1"));
        assertThat(monitor().ends(ExitCode.OK).out()).doesNotContain("NO ENTRY");
    }

    /** A publisher can't tell it from one of a run that died: it is in the tree, and named for what it is. */
    @Test
    void anEntryThatNoReleaseBelongsToIsNamed() throws Exception {
        String entry = Files.readString(forge.at("log/seq/1"));
        String forged = entry.replaceFirst("\"sequence\" *: *2", "\"sequence\": 999")
                .replaceFirst("[0-9a-f]{64}", "f".repeat(64));
        assertThat(forged).isNotEqualTo(entry);
        Files.writeString(forge.at("log/seq/2"), forged);
        publishNext(5);

        assertThat(shell.read("log", "show", url).ends(ExitCode.OK).out().lines())
                .filteredOn(line -> line.contains("no release: its publisher died, lost a race, or did not write it"))
                .singleElement()
                .asString()
                .contains("mainnet/archive @ 999", "f".repeat(64));
        assertThat(shell.read("log", "show", url, "--json")
                        .ends(ExitCode.OK)
                        .json()
                        .get("entries"))
                .extracting(row -> row.get("release").textValue())
                .containsExactly("yes", "no", "yes", "yes");
        assertThat(shell.read("log", "verify", url).ends(ExitCode.OK).out())
                .contains("no release   2  ", "mainnet/archive @ 999", "did not write it", "verified     every entry");
        assertThat(shell.read("log", "verify", url, "--json")
                        .ends(ExitCode.OK)
                        .json()
                        .at("/repositories/0/withoutRelease"))
                .hasSize(1);
        assertThat(monitor().ends(ExitCode.OK).err()).contains("no release belongs to entry 2: ");
        assertThat(monitor().ends(ExitCode.OK).err()).isEmpty();
    }

    /** One that was claimed by a run that is at work, or has died, before anybody released after it. */
    @Test
    void whatIsNotReleasedSoFarIsNamedToo() throws Exception {
        String entry = Files.readString(forge.at("log/seq/1")).replaceFirst("\"sequence\" *: *2", "\"sequence\": 3");
        forge.sign(entry.getBytes(UTF_8), directory.resolve("keys"));
        assertThat(shell.read("log", "show", url).ends(ExitCode.OK).out().lines())
                .first()
                .asString()
                .endsWith("  not released so far");
        assertThat(monitor().ends(ExitCode.OK).err()).contains("no release belongs to entry 2: a publisher is still");
    }

    @Test
    void channelsAreNamedInOrder() throws Exception {
        publishNext(5);
        assertThat(shell.read("log", "verify", url).ends(ExitCode.OK).out().lines())
                .filteredOn(line -> line.startsWith("channel "))
                .containsExactly("channel      mainnet/archive, 2 releases", "channel      mainnet/full, 1 release");
    }

    private Shell.Run verifyBoth(String one, String other, String... more) {
        String[] all = new String[6 + more.length];
        System.arraycopy(new String[] {"log", "verify", "--from", one, "--from", other}, 0, all, 0, 6);
        System.arraycopy(more, 0, all, 6, more.length);
        return shell.read(all);
    }

    @Test
    void mirrorsOfOneLogAreBeginningsOfEachOther() throws Exception {
        String behind = "file:" + forge.copy(directory.resolve("behind"));
        String same = "file:" + forge.copy(directory.resolve("same"));
        assertThat(verifyBoth(behind, same).ends(ExitCode.OK).out())
                .contains("same         " + same + ", size 2, is the log of " + behind);
        publishNext(5);
        assertThat(verifyBoth(url, behind).ends(ExitCode.OK).out())
                .contains("prefix       " + behind + ", size 2, is the beginning of " + url + ", size 3");
        assertThat(verifyBoth(url, behind, "--json")
                        .ends(ExitCode.OK)
                        .json()
                        .at("/repositories/1/prefixOf")
                        .textValue())
                .isEqualTo(url);
    }

    @Test
    void twoLogsOfOneRepositoryAreProven() throws Exception {
        Path earlier = forge.copy(directory.resolve("earlier"));
        publishNext(5);
        Path fork = forge.copy(directory.resolve("fork"));
        forge.rewindTo(earlier);
        publishNext(6);
        publishNext(7);
        Shell.Run run = verifyBoth(url, "file:" + fork).ends(ExitCode.UNTRUSTED);
        String note = Files.readString(fork.resolve("log/checkpoint"));
        assertThat(run.out()).contains("TWO LOGS     file:" + fork + " and " + url, "these are two histories");
        note.lines().forEach(line -> assertThat(run.out()).contains(line));
        JsonNode conflict = verifyBoth(url, "file:" + fork, "--json")
                .ends(ExitCode.UNTRUSTED)
                .json()
                .at("/repositories/1/conflict");
        assertThat(conflict.get("seen").textValue()).isEqualTo(note);
        assertThat(conflict.get("offered").textValue()).isEqualTo(Files.readString(forge.at("log/checkpoint")));
    }
}
