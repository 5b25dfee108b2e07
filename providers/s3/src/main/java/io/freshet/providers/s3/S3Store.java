package io.freshet.providers.s3;

import io.freshet.providers.api.Body;
import io.freshet.providers.api.BodyUnreadable;
import io.freshet.providers.api.Capabilities;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ListPage;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.RangeTooShort;
import io.freshet.providers.api.RequestRefused;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoreKeys;
import io.freshet.providers.api.StoredObject;
import io.freshet.providers.api.Where;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket, or the part of it below a prefix. A revision is an ETag as the store wrote it. */
final class S3Store implements ObjectStore {
    private static final long LONGEST_PUT = 5L << 30;
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final String url;
    private final S3Location location;
    private final S3Client client;

    S3Store(String url, S3Location location, S3Client client) {
        this.url = url;
        this.location = location;
        this.client = client;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                /* putIfAbsent= */ true,
                /* compareAndSet= */ true,
                // Directory buckets and some servers don't sort.
                /* orderedListing= */ false,
                /* verifiesDigest= */ true,
                /* keepsHeaders= */ true,
                LONGEST_PUT);
    }

    @Override
    public Optional<StoredObject> get(String key, int maxBytes) throws StoreException {
        String name = name(key);
        Where where = Where.object(url, key);
        try (ResponseInputStream<GetObjectResponse> in =
                client.getObject(get -> get.bucket(location.bucket()).key(name))) {
            long length = length(in, where);
            if (length > maxBytes) {
                in.abort();
                throw new ObjectTooLarge(where, maxBytes);
            }
            byte[] bytes = Downloads.readAll(in, (int) length);
            return Optional.of(new StoredObject(bytes, revision(in.response().eTag(), where)));
        } catch (StoreException e) {
            throw e;
        } catch (S3Exception e) {
            if (Failures.code(e).equals("NoSuchKey")) {
                return Optional.empty();
            }
            throw Failures.translate(e, where);
        } catch (SdkException e) {
            throw Failures.translate(e, where);
        } catch (IOException e) {
            throw Failures.brokenOff(e, where);
        }
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        String name = name(key);
        Where where = Where.range(url, key, offset, length);
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        try (ResponseInputStream<GetObjectResponse> in =
                client.getObject(get -> get.bucket(location.bucket()).key(name).range(range))) {
            int status = in.response().sdkHttpResponse().statusCode();
            long answered = length(in, where);
            if (status != PARTIAL_CONTENT || answered > length) {
                in.abort();
                throw new RequestRefused(
                        "the store answers something else than the range that was asked for",
                        where.answered(status, Optional.empty()),
                        "look for a proxy before the store that ignores ranges",
                        null);
            }
            if (answered < length) {
                in.abort();
                throw new RangeTooShort(where);
            }
            return Downloads.readAll(in, length);
        } catch (StoreException e) {
            throw e;
        } catch (S3Exception e) {
            throw e.statusCode() == RANGE_NOT_SATISFIABLE ? new RangeTooShort(where) : Failures.translate(e, where);
        } catch (SdkException e) {
            throw Failures.translate(e, where);
        } catch (IOException e) {
            throw Failures.brokenOff(e, where);
        }
    }

    @Override
    public Optional<ObjectStat> stat(String key) throws StoreException {
        String name = name(key);
        try {
            HeadObjectResponse head = client.headObject(
                    request -> request.bucket(location.bucket()).key(name));
            Where where = Where.object(url, key);
            return Optional.of(new ObjectStat(
                    key,
                    required(head.contentLength(), "Content-Length", where),
                    required(head.lastModified(), "Last-Modified", where)));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw Failures.translate(e, Where.object(url, key));
        } catch (SdkException e) {
            throw Failures.translate(e, Where.object(url, key));
        }
    }

    @Override
    public Revision put(String key, Body body, ObjectHeaders headers) throws StoreException {
        Where where = Where.object(url, key);
        try {
            return send(key, body, headers, where, unconditional -> {});
        } catch (SdkException e) {
            throw Failures.translate(e, where);
        }
    }

    @Override
    public PutResult putIfAbsent(String key, Body body, ObjectHeaders headers) throws StoreException {
        Where where = Where.object(url, key);
        try {
            return new PutResult.Stored(send(key, body, headers, where, put -> put.ifNoneMatch("*")));
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                return new PutResult.Exists();
            }
            throw Failures.translateCondition(e, where);
        } catch (SdkException e) {
            throw Failures.translate(e, where);
        }
    }

    @Override
    public CasResult compareAndSet(String key, Revision expected, Body body, ObjectHeaders headers)
            throws StoreException {
        Where where = Where.object(url, key);
        try {
            return new CasResult.Stored(send(key, body, headers, where, put -> put.ifMatch(expected.value())));
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || Failures.code(e).equals("NoSuchKey")) {
                return new CasResult.Conflict();
            }
            throw Failures.translateCondition(e, where);
        } catch (SdkException e) {
            throw Failures.translate(e, where);
        }
    }

    @Override
    public void delete(String key) throws StoreException {
        String name = name(key);
        try {
            client.deleteObject(request -> request.bucket(location.bucket()).key(name));
        } catch (S3Exception e) {
            if (!Failures.code(e).equals("NoSuchKey")) {
                throw Failures.translate(e, Where.object(url, key));
            }
        } catch (SdkException e) {
            throw Failures.translate(e, Where.object(url, key));
        }
    }

    @Override
    public ListPage listPage(String prefix, Optional<String> after) throws StoreException {
        String start = location.prefix() + StoreKeys.requirePrefix(prefix);
        try {
            ListObjectsV2Response answer = client.listObjectsV2(
                    list -> list.bucket(location.bucket()).prefix(start).continuationToken(after.orElse(null)));
            int cut = location.prefix().length();
            List<ObjectStat> objects = answer.contents().stream()
                    .filter(object -> StoreKeys.isKey(object.key().substring(cut)))
                    .map(object -> new ObjectStat(object.key().substring(cut), object.size(), object.lastModified()))
                    .toList();
            return new ListPage(objects, Optional.ofNullable(answer.nextContinuationToken()));
        } catch (SdkException e) {
            throw Failures.translate(e, Where.object(url, prefix));
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private String name(String key) {
        return location.prefix() + StoreKeys.require(key);
    }

    private Revision send(
            String key, Body body, ObjectHeaders headers, Where where, Consumer<PutObjectRequest.Builder> condition)
            throws StoreException {
        String name = name(key);
        if (body.length() > LONGEST_PUT) {
            throw new ObjectTooLarge(where, LONGEST_PUT);
        }
        PutObjectRequest.Builder put = PutObjectRequest.builder()
                .bucket(location.bucket())
                .key(name)
                .contentType(headers.contentType())
                .cacheControl(headers.cacheControl().orElse(null))
                .contentLength(body.length())
                .checksumSHA256(Base64.getEncoder().encodeToString(body.sha256().bytes()))
                .overrideConfiguration(signed -> signed.putHeader(
                        KnownDigestSigner.DIGEST_HEADER, body.sha256().toString()));
        condition.accept(put);
        BodySource source = new BodySource(body);
        try {
            RequestBody content = RequestBody.fromContentProvider(source, body.length(), headers.contentType());
            return revision(client.putObject(put.build(), content).eTag(), where);
        } catch (SdkException e) {
            if (source.failure().isPresent()) {
                throw unreadable(source.failure().get(), where);
            }
            throw e;
        }
    }

    private static long length(ResponseInputStream<GetObjectResponse> in, Where where) throws StoreException {
        @Nullable Long length = in.response().contentLength();
        if (length == null) {
            in.abort();
            throw incomplete("Content-Length", where);
        }
        return length;
    }

    private static Revision revision(@Nullable String eTag, Where where) throws StoreException {
        if (eTag == null || eTag.isEmpty()) {
            throw incomplete("ETag", where);
        }
        return new Revision(eTag);
    }

    private static <T> T required(@Nullable T value, String header, Where where) throws StoreException {
        if (value == null) {
            throw incomplete(header, where);
        }
        return value;
    }

    private static StoreException incomplete(String header, Where where) {
        return new RequestRefused(
                "the store's answer has no " + header,
                where,
                "look for a proxy before the store that takes headers away",
                null);
    }

    private static StoreException unreadable(IOException failure, Where where) {
        return failure instanceof InterruptedIOException
                ? new StoreInterrupted(where, failure)
                : new BodyUnreadable(where, failure);
    }
}
