package io.freshet.core.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.trust.RootDraft.Signers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which channels a new root takes along: keys 1 and 2 are online before, 3 is after, 7 and 8 are nobody's but a channel's. */
class HandoverTest {

    private static final Instant EXPIRES = Instant.parse("2027-11-23T00:00:00Z");
    private static final UnknownFields NOTE =
            UnknownFields.of(JsonNodeFactory.instance.objectNode().put("x-note", "kept"));

    private final Handover handover = new Handover(List.of(root(1), root(2)), root(3));

    private static RootMetadata root(int online) {
        Signers offline = new Signers(List.of(Forge.key(9).publicKey()), 1);
        return RootDraft.first(
                        offline, offline, new Signers(List.of(Forge.key(online).publicKey()), 1), EXPIRES)
                .root();
    }

    private static Delegation channel(String name, int threshold, int... keys) {
        ChannelName channel = new ChannelName(name);
        List<String> ids = IntStream.of(keys).mapToObj(n -> Forge.key(n).id()).toList();
        return new Delegation(
                channel.role(), new Role(ids, threshold, NOTE), List.of(new PathPattern(channel.target())), true);
    }

    private static Delegations of(Delegation... all) {
        return new Delegations(
                KeyTable.of(Stream.of(1, 2, 3, 7, 8)
                        .map(n -> Forge.key(n).publicKey())
                        .toList()),
                List.of(all),
                NOTE);
    }

    @Test
    void aChannelOfItsOwnKeepsKeysThresholdAndWhatElseIsSaidOfIt() {
        Delegations before = of(channel("a/own", 2, 7, 8), channel("a/mixed", 1, 2, 7), channel("a/online", 1, 2));
        Delegations after = before.handedOver(handover);
        assertThat(after.role("channel.a.own")).isEqualTo(before.role("channel.a.own"));
        assertThat(after.role("channel.a.mixed")).isEqualTo(before.role("channel.a.mixed"));
        Role online = after.role("channel.a.online").orElseThrow().role();
        assertThat(online.keyIds()).containsExactly(Forge.key(3).id());
        assertThat(online.other()).isEqualTo(NOTE);
        assertThat(after.other()).isEqualTo(NOTE);
        assertThat(after.keys().byId().keySet())
                .containsExactlyInAnyOrder(
                        Forge.key(2).id(),
                        Forge.key(3).id(),
                        Forge.key(7).id(),
                        Forge.key(8).id());
    }

    /** A change that died half-way, or was overtaken, has left a channel with keys that were online two roots ago. */
    @Test
    void keysThatWereOnlineEarlierAreNoneOfAChannelsOwn() {
        Delegations after =
                of(channel("a/old", 1, 1), channel("a/both", 1, 1, 2)).handedOver(handover);
        assertThat(after.roles())
                .allSatisfy(each -> assertThat(each.role().keyIds())
                        .containsExactly(Forge.key(3).id()));
    }

    @Test
    void itIsDoneOnceTheOnlineChannelsAreThere() {
        TargetsMetadata before = targets(of(channel("a/own", 1, 7), channel("a/online", 1, 2)));
        assertThat(handover.isDone(before)).isFalse();
        assertThat(handover.taken(before)).containsExactly(new ChannelName("a/online"));
        TargetsMetadata after = before.handedOver(handover);
        assertThat(handover.leads(before, after.with(new Header(7, EXPIRES)))).isTrue();
        assertThat(handover.leads(after, after)).isTrue();
        assertThat(handover.leads(before, before.with(new Header(7, EXPIRES)))).isTrue();
        assertThat(handover.leads(after, before)).isFalse();
        assertThat(handover.isDone(after)).isTrue();
        assertThat(after.handedOver(handover)).isEqualTo(after);
    }

    @Test
    void namesTheKeysOfAChannelThatTheRootHasRemoved() {
        TargetsMetadata targets =
                targets(of(channel("a/own", 1, 7), channel("a/mixed", 1, 2, 7), channel("a/online", 1, 3)));
        assertThat(handover.own(targets))
                .extracting(each -> each.channel().name(), Handover.OwnKeys::removed)
                .containsExactly(
                        tuple("a/own", List.of()),
                        tuple("a/mixed", List.of(Forge.key(2).id())));
    }

    private static TargetsMetadata targets(Delegations delegations) {
        return new TargetsMetadata(new Header(1, EXPIRES), new TreeMap<>(), Optional.of(delegations), NOTE);
    }
}
