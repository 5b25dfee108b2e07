package io.freshet.providers.s3;

import io.freshet.providers.testkit.ProcessServer;
import io.freshet.providers.testkit.S3Server;
import java.nio.file.Path;

class MinioTest extends S3Contract {
    @Override
    S3Server start(Path directory) throws Exception {
        return ProcessServer.minio(directory);
    }
}
