package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.Optional;
import java.util.Set;

/**
 * What was captured, as far as the publisher was told.
 *
 * @param network of the chain ("mainnet")
 * @param chainId what the chain's nodes call it ("cosmoshub-4"; of Ethereum the number, in decimal)
 * @param height block, slot or epoch that the data stand at
 * @param blockHash of that block, in hexadecimal
 * @param stateRoot root of the state after that block, in hexadecimal: Ethereum's state root, the app hash of Cosmos
 * @param client what wrote the data
 */
public record Source(
        Optional<String> network,
        Optional<String> chainId,
        Optional<Long> height,
        Optional<String> blockHash,
        Optional<String> stateRoot,
        Optional<Client> client,
        UnknownFields unknown) {

    /** Nothing is known. */
    public static final Source UNKNOWN = new Source(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            UnknownFields.NONE);

    /**
     * The program that wrote the data.
     *
     * @param requires the range of its versions that can open them (">=1.9 <2")
     */
    public record Client(String name, Optional<String> version, Optional<String> requires, UnknownFields unknown) {

        static Client read(JsonObject json) throws JsonException {
            return new Client(
                    json.string("name"),
                    json.optionalString("version"),
                    json.optionalString("requires"),
                    json.unknown(Set.of("name", "version", "requires")));
        }

        void write(ObjectNode json) {
            json.put("name", name);
            version.ifPresent(v -> json.put("version", v));
            requires.ifPresent(r -> json.put("requires", r));
            unknown.writeTo(json);
        }
    }

    static Source read(JsonObject json) throws JsonException {
        Optional<JsonObject> client = json.optionalObject("client");
        return new Source(
                json.optionalString("network"),
                json.optionalString("chainId"),
                json.has("height") ? Optional.of(json.integer("height", 0, JsonObject.MAX_INTEGER)) : Optional.empty(),
                json.optionalString("blockHash"),
                json.optionalString("stateRoot"),
                client.isPresent() ? Optional.of(Client.read(client.get())) : Optional.empty(),
                json.unknown(Set.of("network", "chainId", "height", "blockHash", "stateRoot", "client")));
    }

    void write(ObjectNode json) {
        network.ifPresent(n -> json.put("network", n));
        chainId.ifPresent(id -> json.put("chainId", id));
        height.ifPresent(h -> json.put("height", h));
        blockHash.ifPresent(h -> json.put("blockHash", h));
        stateRoot.ifPresent(root -> json.put("stateRoot", root));
        client.ifPresent(c -> c.write(json.putObject("client")));
        unknown.writeTo(json);
    }
}
