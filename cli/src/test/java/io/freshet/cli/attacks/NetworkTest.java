package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.manifest.Chain;
import io.freshet.core.trust.ChannelName;
import io.freshet.fetcher.ChannelFetch;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.trust.ChannelRefused;
import io.freshet.fetcher.trust.RootOfTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel's pointer that leads to a snapshot of another network, by whoever has the channel's key. */
class NetworkTest extends Attack {

    private static final String[] MAINNET = {"--network", "mainnet", "--chain-id", "1"};
    private static final String[] SEPOLIA = {"--network", "sepolia", "--chain-id", "11155111"};

    private void fetchMainnet() throws IOException {
        victim.release(Victim.CHANNEL, "two", MAINNET);
        victim.fetches("two", mirror);
    }

    /** Has the mirror show what {@code facts} say, released to another channel, as the next release of the channel. */
    private void forge(String... facts) throws IOException {
        victim.release(Victim.OTHER, "bad", facts);
        ChannelName channel = new ChannelName(Victim.CHANNEL);
        ObjectNode pointer = forger.pointer(new ChannelName(Victim.OTHER));
        pointer.put("channel", Victim.CHANNEL).put("sequence", 9);
        mirror.forged.putAll(forger.point(channel, pointer, forger.online));
    }

    @Test
    void pointerOfAnotherNetwork() throws Exception {
        fetchMainnet();
        forge(SEPOLIA);
        victim.refuses(
                "two",
                mirror,
                "release 9 of mainnet/archive is of network \"sepolia\", chain \"11155111\", and release 2, which was"
                        + " seen here before, is of network \"mainnet\", chain \"1\"",
                victim.node
                        .resolve(".freshet/trust/channel.mainnet.archive.seen")
                        .toString());
        ChannelFetch fetch = new ChannelFetch(
                List.of(new Mirror(mirror.url())), new RootOfTrust.Kept(), new ChannelName(Victim.CHANNEL));
        ChannelRefused.OtherNetwork refused =
                catchThrowableOfType(ChannelRefused.OtherNetwork.class, () -> fetch.into(victim.node));
        assertThat(refused.seen()).isEqualTo(new Chain(Optional.of("mainnet"), Optional.of("1")));
        assertThat(refused.offered()).isEqualTo(new Chain(Optional.of("sepolia"), Optional.of("11155111")));
    }

    /** One of the two is enough, and to say nothing is no way around. */
    @ParameterizedTest
    @ValueSource(
            strings = {"--network=mainnet --chain-id=11155111", "--network=sepolia --chain-id=1", "--chain-id=1", ""})
    void aNetworkThatIsSaidByHalf(String facts) throws Exception {
        fetchMainnet();
        forge(facts.isEmpty() ? new String[0] : facts.split(" "));
        victim.refuses("two", mirror, "A channel stays with its network");
    }

    /** The heights of two chains say nothing of each other: it is the network that is named. */
    @Test
    void aLowerHeightOfAnotherNetwork() throws Exception {
        victim.release(Victim.CHANNEL, "two", "--network", "mainnet", "--height", "300");
        victim.fetches("two", mirror);
        forge("--network", "sepolia", "--height", "100");
        victim.refuses("two", mirror, "A channel stays with its network");
    }

    /** A channel may begin to say it, and the operator of a node may allow a change. */
    @Test
    void aChangeThatIsMeant() throws Exception {
        fetchMainnet();
        assertThat(publish("three", SEPOLIA).code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(publish("three").err())
                .contains(
                        "the channel mainnet/archive is of network \"mainnet\", chain \"1\", and this is of no known"
                                + " network",
                        "--change-network");
        victim.release(Victim.CHANNEL, "three", "--network", "sepolia", "--change-network");
        victim.refuses("two", mirror, "is of network \"sepolia\"");
        Files.delete(victim.node.resolve(".freshet/trust/channel.mainnet.archive.seen"));
        victim.fetches("three", mirror);

        JsonNode show = Cli.report("show", victim.node.toString());
        assertThat(show.at("/versions/0/network").textValue()).isEqualTo("sepolia");
        assertThat(show.at("/versions/1/chainId").textValue()).isEqualTo("1");
        assertThat(Cli.run("show", victim.node.toString()).out()).contains("network    mainnet", "chain      1");
    }

    @Test
    void aReleaseOfAnotherNetworkIsNotPromoted() throws Exception {
        fetchMainnet();
        victim.release(Victim.OTHER, "bad", SEPOLIA);
        Cli.Run run = Cli.run(with(List.of("promote", Victim.OTHER, Victim.CHANNEL)));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("and this is of network \"sepolia\"");
        victim.act("promote", Victim.OTHER, Victim.CHANNEL, "--change-network");
        victim.refuses("two", mirror, "is of network \"sepolia\"");
    }

    /** A channel that is taken back in haste may come to a release from before it said its network. */
    @Test
    void aRollbackToWhatSaidNone() throws Exception {
        fetchMainnet();
        victim.act("channel", "rollback", Victim.CHANNEL, "--release", "1", "--reason", "two is corrupt");
        victim.fetches("one", mirror);
    }

    @Test
    void aRollbackToAnotherNetwork() throws Exception {
        victim.release(Victim.CHANNEL, "two", SEPOLIA);
        victim.release(Victim.CHANNEL, "three", "--network", "mainnet", "--chain-id", "1", "--change-network");
        victim.fetches("three", mirror);
        victim.act("channel", "rollback", Victim.CHANNEL, "--release", "2", "--reason", "three is corrupt");
        victim.refuses("three", mirror, "A channel stays with its network");
    }

    /** What is fetched for the digest of its manifest alone teaches a node nothing. */
    @Test
    void breakGlassForgetsNoNetwork() throws Exception {
        String first = forger.pointer(new ChannelName(Victim.CHANNEL))
                .at("/manifest/sha256")
                .textValue();
        fetchMainnet();
        Cli.Run run = fetch("--manifest", "sha256:" + first);
        assertThat(run.code()).as(run.err()).isZero();
        forge();
        victim.refuses("one", mirror, "A channel stays with its network");
    }

    /** What is remembered is as long as the name, and messages are not. */
    @Test
    void aNameThatIsLong() throws Exception {
        victim.release(Victim.CHANNEL, "two", "--network", "m".repeat(20_000));
        victim.fetches("two", mirror);
        victim.release(Victim.CHANNEL, "three", "--network", "m".repeat(20_000));
        victim.fetches("three", mirror);
        forge();
        victim.refuses("three", mirror, "is of network \"" + "m".repeat(100) + "...\". A channel stays");
    }

    @Test
    void theReportNamesIt() throws Exception {
        victim.release(Victim.CHANNEL, "two", MAINNET);
        JsonNode report = Cli.report(
                "fetch", "--channel", Victim.CHANNEL, "--into", victim.node.toString(), "--from", mirror.url());
        assertThat(report.get("network").textValue()).isEqualTo("mainnet");
        assertThat(report.get("chainId").textValue()).isEqualTo("1");
    }

    private Cli.Run publish(String content, String... facts) throws IOException {
        Path source = victim.directory.resolve("source");
        Files.writeString(source.resolve("state"), content);
        List<String> arguments = new ArrayList<>(List.of("publish", source.toString(), "--channel", Victim.CHANNEL));
        arguments.addAll(List.of("--state", victim.directory.resolve("state").toString()));
        arguments.addAll(List.of(facts));
        return Cli.run(with(arguments));
    }

    private String[] with(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--to", "file:" + victim.repository, "--keys", victim.keys.toString()));
        return all.toArray(String[]::new);
    }
}
