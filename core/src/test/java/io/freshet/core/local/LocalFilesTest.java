package io.freshet.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.core.chunk.PathGlob;
import io.freshet.core.index.EntryPath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalFilesTest {

    @ParameterizedTest
    @CsvSource({
        "nodekey, true",
        "geth/nodekey, true",
        "geth/nodes/000001.log, true",
        "keystore, true",
        "keystore/UTC--2026, true",
        "data/priv_validator_state.json, true",
        "config/tls/ca.pem, true",
        "geth/chaindata/000001.sst, false",
        "db/mdbx.dat, false",
        "nodekeys, false",
        "static_files/headers, false",
        "keystore.md, false"
    })
    void knowsTheFilesOfNodes(String path, boolean local) {
        assertEquals(local, LocalFiles.builtIn().contains(new EntryPath(path)));
    }

    @Test
    void takesMore() {
        LocalFiles files = LocalFiles.builtIn().and(List.of(new PathGlob("my/*.secret")));
        assertEquals(Optional.of("my/*.secret"), files.match(new EntryPath("my/a.secret")));
        assertEquals(Optional.empty(), files.match(new EntryPath("other/a.secret")));
    }
}
