package io.freshet.witness.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.log.AddCheckpoint;
import io.freshet.core.log.WitnessAnswer;
import io.freshet.witness.Witness;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The paths of a witness (tlog-witness, section HTTP Interface), which has one prefix to submit to and to be watched at. */
final class WitnessHandler extends Handler.Abstract {

    private static final String ADD = "/add-checkpoint";
    private static final Pattern CHECKPOINT = Pattern.compile("/(?<log>[0-9a-f]{64})/checkpoint");

    private final Witness witness;

    WitnessHandler(Witness witness) {
        this.witness = witness;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        Matcher checkpoint = CHECKPOINT.matcher(path);
        if (path.equals(ADD)) {
            write(isFor("POST", request, response) ? add(request, response) : otherMethod("POST"), response, callback);
        } else if (!checkpoint.matches()) {
            write(new WitnessAnswer.Refused(404, "here is a witness: POST " + ADD), response, callback);
        } else if (isFor("GET", request, response)) {
            last(checkpoint.group("log"), response, callback);
        } else {
            write(otherMethod("GET"), response, callback);
        }
        return true;
    }

    private static void write(WitnessAnswer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        Content.Sink.write(response, true, answer.body(), callback);
    }

    private static boolean isFor(String method, Request request, Response response) {
        boolean same = request.getMethod().equals(method);
        if (!same) {
            response.getHeaders().put(HttpHeader.ALLOW, method);
        }
        return same;
    }

    private static WitnessAnswer otherMethod(String method) {
        return new WitnessAnswer.Refused(405, "this is for " + method);
    }

    private WitnessAnswer add(Request request, Response response) {
        byte[] body;
        // A length that was said is looked at before any of the body is.
        if (request.getLength() > AddCheckpoint.MOST_BYTES) {
            return tooLarge(response);
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            body = in.readNBytes(AddCheckpoint.MOST_BYTES + 1);
        } catch (IOException e) {
            return new WitnessAnswer.Refused(400, "the request ended before its body was read");
        }
        if (body.length > AddCheckpoint.MOST_BYTES) {
            return tooLarge(response);
        }
        try {
            return witness.add(body);
        } catch (IOException e) {
            return unable();
        }
    }

    /** The rest of the body is not read. */
    private static WitnessAnswer tooLarge(Response response) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        return new WitnessAnswer.Refused(413, "a request has at most " + AddCheckpoint.MOST_BYTES + " bytes");
    }

    private void last(String hash, Response response, Callback callback) {
        Optional<byte[]> note;
        try {
            note = witness.checkpoint(hash);
        } catch (IOException e) {
            write(unable(), response, callback);
            return;
        }
        if (note.isEmpty()) {
            write(new WitnessAnswer.Refused(404, "no checkpoint of this log was cosigned here"), response, callback);
            return;
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, WitnessAnswer.TEXT);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        Content.Sink.write(response, true, new String(note.get(), UTF_8), callback);
    }

    /** What is wrong is for the operator, who is told. */
    private static WitnessAnswer unable() {
        return new WitnessAnswer.Refused(500, "this witness can't read or keep its state; nothing was cosigned");
    }
}
