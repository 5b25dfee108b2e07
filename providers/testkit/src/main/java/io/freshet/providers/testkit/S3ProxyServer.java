package io.freshet.providers.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/**
 * s3proxy in this process, over a directory, with real signatures. Loses compare-and-set races. Needs {@code
 * org.gaul:s3proxy} on the class path of the test, which the testkit leaves to it.
 */
public final class S3ProxyServer implements S3Server {
}
