package io.freshet.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.FormatException;
import io.freshet.core.log.AddCheckpoint;
import io.freshet.core.log.Cosigner;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.TreeHead;
import io.freshet.core.log.VerifierKey;
import io.freshet.core.log.WitnessAnswer;
import io.freshet.core.log.WitnessTransport;
import io.freshet.core.trust.SigningKey;
import io.freshet.publisher.witness.Witnesses;
import io.freshet.witness.Witness;
import io.freshet.witness.WitnessEvents;
import io.freshet.witness.WitnessState;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Real witnesses, without the wire: {@code w1}, {@code w2} and so on, of which some may be down or lie. */
final class TestWitnesses implements WitnessTransport, AutoCloseable {

    /** {@code URL: old SIZE}, for each request that reached a witness. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    final Set<String> down = new HashSet<>();
    final Set<String> lying = new HashSet<>();
    private final Map<String, Witness> witnesses = new HashMap<>();
    private final List<WitnessState> states = new ArrayList<>();
    private final StringBuilder policy = new StringBuilder();

    TestWitnesses(Path directory, List<VerifierKey> logs, int count) throws IOException {
        List<String> names = new ArrayList<>();
        for (int n = 1; n <= count; n++) {
            String name = "w" + n;
            Cosigner cosigner = new Cosigner("witness.example/" + name, SigningKey.generate(new SecureRandom()));
            WitnessState state = WitnessState.make(directory.resolve(name), cosigner.key());
            states.add(state);
            witnesses.put(name, new Witness(cosigner, logs, state, Clock.systemUTC(), new Silent()));
            policy.append("witness " + name + " " + cosigner.key().encode() + " " + name + "\n");
            names.add(name);
        }
        policy.append("group all-of-them 2 " + String.join(" ", names) + "\nquorum all-of-them\n");
    }

    /** Two of them are wanted. */
    LogPolicy policy() throws FormatException {
        return LogPolicy.parse(policy.toString().getBytes(UTF_8));
    }

    Witnesses asked(boolean required) throws FormatException {
        return new Witnesses(policy(), this, Duration.ofSeconds(60), required);
    }

    @Override
    public WitnessAnswer ask(String url, AddCheckpoint request) throws IOException {
        if (down.contains(url)) {
            throw new ConnectException("Connection refused");
        }
        asked.add(url + ": old " + request.old());
        WitnessAnswer answer = witnesses.get(url).add(request.encode());
        if (lying.contains(url) && answer instanceof WitnessAnswer.Cosigned cosigned) {
            // A line of its own key that is no cosignature of this checkpoint.
            String line = cosigned.lines().getFirst().line();
            return WitnessAnswer.read(
                    200, "", (line.substring(0, line.length() - 12) + "AAAAAAAAAAA=\n").getBytes(UTF_8));
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        for (WitnessState state : states) {
            state.close();
        }
    }

    private static final class Silent implements WitnessEvents {
        @Override
        public void answered(String origin, int status, String what) {}

        @Override
        public void conflict(String origin, TreeHead cosigned, TreeHead offered, Optional<String> kept) {
            throw new AssertionError("two histories: " + cosigned + ", " + offered);
        }

        @Override
        public void failed(String origin, Exception why) {
            throw new AssertionError(why);
        }
    }
}
