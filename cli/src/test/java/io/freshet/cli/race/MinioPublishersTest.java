package io.freshet.cli.race;

import io.freshet.providers.testkit.ProcessServer;
import io.freshet.providers.testkit.S3Server;
import java.nio.file.Path;

class MinioPublishersTest extends ServerPublishers {
    @Override
    S3Server start(Path data) throws Exception {
        return ProcessServer.minio(data);
    }
}
