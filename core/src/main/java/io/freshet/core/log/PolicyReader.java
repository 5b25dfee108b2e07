package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.freshet.core.FormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a policy file (tlog-policy, section Policy file syntax and structure). Names are octets, not characters. */
final class PolicyReader {

    /** Of each kind; section Implementation limits recommends 32 and more. */
    static final int MOST_LINES = 256;

    private static final String WHAT = "log policy";
    private static final String NONE = "none";
    private static final Pattern REFUSED = Pattern.compile("[^\\t\\n\\x20-\\x7e\\x80-\\xff]");
    private static final Pattern SPACE = Pattern.compile("[ \\t]+");
    private static final Set<SignatureType> OF_LOGS =
            Set.of(SignatureType.ED25519, SignatureType.COSIGNATURE_ML_DSA_44);
    private static final Set<SignatureType> OF_WITNESSES =
            Set.of(SignatureType.COSIGNATURE_ED25519, SignatureType.COSIGNATURE_ML_DSA_44);

    private final Lines lines;
    private final List<LogPolicy.Log> logs = new ArrayList<>();
    private final List<Quorum.Witness> witnesses = new ArrayList<>();
    private final Map<String, Quorum> named = new HashMap<>();
    private final Set<String> members = new HashSet<>();
    private final Set<String> logKeys = new HashSet<>();
    private final Set<String> witnessKeys = new HashSet<>();
    private Optional<Quorum> quorum = Optional.empty();

    PolicyReader(byte[] file) throws FormatException {
        if (file.length > LogPolicy.MOST_BYTES) {
            throw new FormatException(WHAT, "has " + file.length + " bytes, more than " + LogPolicy.MOST_BYTES);
        }
        lines = new Lines(WHAT, new String(file, ISO_8859_1));
    }

    LogPolicy read() throws FormatException {
        while (lines.hasNext()) {
            String line = lines.next("a line");
            if (REFUSED.matcher(line).find()) {
                throw lines.error("has a control character other than tab and newline");
            }
            List<String> items =
                    SPACE.splitAsStream(line).filter(item -> !item.isEmpty()).toList();
            if (!items.isEmpty() && !items.getFirst().startsWith("#")) {
                accept(items);
            }
        }
        return new LogPolicy(
                logs, witnesses, quorum.orElseThrow(() -> new FormatException(WHAT, "has no line \"quorum NAME\"")));
    }

    private void accept(List<String> items) throws FormatException {
        switch (items.getFirst()) {
            case "log" -> log(items);
            case "witness" -> witness(items);
            case "group" -> group(items);
            case "quorum" -> quorum(items);
            default ->
                throw lines.error("begins with \"" + LogText.brief(items.getFirst())
                        + "\", not with log, witness, group or quorum");
        }
    }

    private void log(List<String> items) throws FormatException {
        requireItems(items, 2, 3, "log VKEY [URL]");
        VerifierKey key = key(items.get(1), OF_LOGS, logKeys, "log");
        requireRoom(logs.size());
        logs.add(new LogPolicy.Log(key, items.size() > 2 ? items.get(2) : ""));
    }

    private void witness(List<String> items) throws FormatException {
        requireItems(items, 3, 4, "witness NAME VKEY [URL]");
        VerifierKey key = key(items.get(2), OF_WITNESSES, witnessKeys, "witness");
        Quorum.Witness witness = new Quorum.Witness(items.get(1), key, items.size() > 3 ? items.get(3) : "");
        requireRoom(witnesses.size());
        define(items.get(1), witness);
        witnesses.add(witness);
    }

    private void group(List<String> items) throws FormatException {
        requireItems(items, 4, Integer.MAX_VALUE, "group NAME all|any|K NAME...");
        List<Quorum> group = new ArrayList<>();
        for (String name : items.subList(3, items.size())) {
            group.add(defined(name));
            if (!members.add(name)) {
                throw lines.error("\"" + LogText.brief(name) + "\" is a member already; each counts in one way");
            }
        }
        requireRoom(named.size() - witnesses.size());
        int threshold = threshold(items.get(2), group.size());
        define(items.get(1), lines.build(() -> new Quorum.Group(items.get(1), threshold, group)));
    }

    private int threshold(String text, int all) throws FormatException {
        return switch (text) {
            case "all" -> all;
            case "any" -> 1;
            // More than there are members is refused by the group.
            default -> (int) Math.min(Integer.MAX_VALUE, lines.build(() -> LogText.decimal("the threshold", text)));
        };
    }

    private void quorum(List<String> items) throws FormatException {
        requireItems(items, 2, 2, "quorum NAME");
        if (quorum.isPresent()) {
            throw lines.error("is a second quorum");
        }
        String name = items.get(1);
        quorum = Optional.of(name.equals(NONE) ? new Quorum.None() : defined(name));
    }

    /** Names of keys are Unicode, unlike those of the policy. */
    private VerifierKey key(String octets, Set<SignatureType> types, Set<String> known, String kind)
            throws FormatException {
        VerifierKey key;
        try {
            key = VerifierKey.parse(LogText.utf8("verifier key", octets.getBytes(ISO_8859_1), LogPolicy.MOST_BYTES));
        } catch (FormatException e) {
            throw lines.error("the key " + e.problem());
        }
        if (!types.contains(key.type())) {
            throw lines.error("a " + kind + " has no key of type " + key.type().identifier());
        }
        if (!known.add(key.publicKey())) {
            throw lines.error("another " + kind + " has the same public key");
        }
        return key;
    }

    private void define(String name, Quorum meaning) throws FormatException {
        if (name.equals(NONE) || named.putIfAbsent(name, meaning) != null) {
            throw lines.error("the name \"" + LogText.brief(name) + "\" is taken");
        }
    }

    private Quorum defined(String name) throws FormatException {
        Quorum meaning = named.get(name);
        if (meaning == null) {
            throw lines.error("no line above defines \"" + LogText.brief(name) + "\"");
        }
        return meaning;
    }

    private void requireItems(List<String> items, int least, int most, String form) throws FormatException {
        if (items.size() < least || items.size() > most) {
            throw lines.error("is not \"" + form + "\"");
        }
    }

    private void requireRoom(int taken) throws FormatException {
        if (taken >= MOST_LINES) {
            throw lines.error("is one of more than " + MOST_LINES + " lines of its kind");
        }
    }
}
