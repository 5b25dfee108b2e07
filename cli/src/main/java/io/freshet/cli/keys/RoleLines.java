package io.freshet.cli.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonText;
import io.freshet.core.trust.Contact;
import io.freshet.core.trust.Header;
import io.freshet.core.trust.Key;
import io.freshet.core.trust.Role;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.VerifyingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that a root says of roles and keys and whom to ask, and what is new in it: no key that it lists, and no field, stays
 * unsaid.
 *
 * @param before what to compare it to, if anything
 */
record RoleLines(Optional<RootMetadata> before, RootMetadata root) {

    private static final List<String> ROLES =
            List.of(RoleName.ROOT, RoleName.TARGETS, RoleName.SNAPSHOT, RoleName.TIMESTAMP);

    /** What the lines leave of a root in which there is nothing else. */
    private static final ObjectNode ORDINARY = ordinary();

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String name : ROLES) {
            Role role = root.role(name);
            Optional<Role> old = before.map(root -> root.role(name));
            lines.add(String.format(Locale.ROOT, "%-13s", name) + role.threshold() + " of "
                    + role.keyIds().size()
                    + old.filter(was -> was.threshold() != role.threshold()
                                    || was.keyIds().size() != role.keyIds().size())
                            .map(was -> "; before: " + was.threshold() + " of "
                                    + was.keyIds().size())
                            .orElse(""));
            role.keyIds()
                    .forEach(id -> lines.add(
                            line(old.isPresent() && !old.get().keyIds().contains(id) ? "+" : " ", id, root)));
            old.stream()
                    .flatMap(was -> was.keyIds().stream())
                    .filter(id -> !role.keyIds().contains(id))
                    .forEach(id -> lines.add(line("-", id, before.orElseThrow())));
        }
        idle().forEach(id -> lines.add("no role      " + id));
        gone().forEach(id -> lines.add("no role    - " + id));
        lines.addAll(firstRoot());
        contact().ifPresent(lines::add);
        ObjectNode rest = rest(root);
        if (before.isPresent() && !rest(before.get()).equals(rest)) {
            lines.add("other fields " + JsonText.compact(rest));
            lines.add("     before: " + JsonText.compact(rest(before.get())));
        } else if (before.isEmpty() && !rest.equals(ORDINARY)) {
            lines.add("other fields " + JsonText.compact(rest));
        }
        return lines;
    }

    /** Nothing where nobody is and was named. */
    private Optional<String> contact() {
        String now = named(root);
        Optional<String> was = before.map(RoleLines::named).filter(old -> !old.equals(now));
        return root.contact().isEmpty() && was.isEmpty()
                ? Optional.empty()
                : Optional.of("contact      " + now
                        + was.map(old -> "; before: " + old).orElse(""));
    }

    private static String named(RootMetadata root) {
        return root.contact().map(Contact::text).orElse("none");
    }

    /** Said where a root is to say it: from the second on, and wherever the one before did. */
    private List<String> firstRoot() {
        Optional<Digest> now = root.firstRoot();
        Optional<Digest> then = before.flatMap(RootMetadata::firstRoot);
        boolean changed = then.isPresent() && !then.equals(now);
        return before.isEmpty() && now.isEmpty()
                ? List.of()
                : List.of("first root   " + said(now) + (changed ? "; before: " + said(then) : ""));
    }

    private static String said(Optional<Digest> first) {
        return first.map(digest -> "SHA-256 " + digest).orElse("not said");
    }

    private static String line(String sign, String id, RootMetadata root) {
        return "           " + sign + " " + id + "  " + type(root, id);
    }

    private static String type(RootMetadata root, String id) {
        Optional<Key> key = root.keys().get(id);
        return key.isPresent() && key.get() instanceof VerifyingKey verifying
                ? verifying.algorithm()
                : "a key that verifies nothing here";
    }

    private List<String> idle() {
        return idle(root);
    }

    private static List<String> idle(RootMetadata root) {
        return root.keys().byId().keySet().stream()
                .filter(id -> root.rolesOf(id).isEmpty())
                .toList();
    }

    /** Keys without a role that are no longer listed. */
    private List<String> gone() {
        return before.stream()
                .flatMap(was -> idle(was).stream())
                .filter(id -> root.keys().get(id).isEmpty())
                .toList();
    }

    /** What is left of a root without all that the lines say. */
    private static ObjectNode rest(RootMetadata root) {
        ObjectNode json = root.toJson();
        json.remove(List.of("version", "expires", "keys"));
        if (json.path("custom") instanceof ObjectNode custom) {
            root.firstRoot().ifPresent(_ -> custom.remove("firstRoot"));
            root.contact().ifPresent(_ -> custom.remove("contact"));
            if (custom.isEmpty()) {
                json.remove("custom");
            }
        }
        for (String name : ROLES) {
            ((ObjectNode) json.path("roles").path(name)).remove(List.of("keyids", "threshold"));
        }
        return json;
    }

    private static ObjectNode ordinary() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_type", RoleName.ROOT).put("spec_version", Header.SPEC_VERSION);
        json.put("consistent_snapshot", true);
        ObjectNode roles = json.putObject("roles");
        ROLES.forEach(roles::putObject);
        return json;
    }

    void writeTo(ObjectNode json) {
        root.firstRoot().ifPresent(first -> json.put("firstRootSha256", first.toString()));
        before.flatMap(RootMetadata::firstRoot).ifPresent(first -> json.put("firstRootSha256Before", first.toString()));
        root.contact().ifPresent(contact -> json.put("contact", contact.text()));
        before.flatMap(RootMetadata::contact).ifPresent(was -> json.put("contactBefore", was.text()));
        json.set("otherFields", rest(root));
        before.ifPresent(was -> json.set("otherFieldsBefore", rest(was)));
        ObjectNode roles = json.putObject("roles");
        for (String name : ROLES) {
            Role role = root.role(name);
            ObjectNode one = roles.putObject(name).put("threshold", role.threshold());
            ArrayNode keys = one.putArray("keys");
            role.keyIds().forEach(keys::add);
            before.ifPresent(was -> {
                ArrayNode added = one.putArray("added");
                role.keyIds().stream()
                        .filter(id -> !was.role(name).keyIds().contains(id))
                        .forEach(added::add);
                ArrayNode removed = one.putArray("removed");
                was.role(name).keyIds().stream()
                        .filter(id -> !role.keyIds().contains(id))
                        .forEach(removed::add);
                one.put("thresholdBefore", was.role(name).threshold());
            });
        }
    }

    static String shortened(List<String> ids) {
        return ids.stream()
                .map(id -> id.substring(0, Math.min(12, id.length())))
                .collect(Collectors.joining(", "));
    }
}
