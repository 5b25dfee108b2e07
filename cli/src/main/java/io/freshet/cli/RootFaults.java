package io.freshet.cli;

import io.freshet.core.trust.SignatureFault;
import io.freshet.core.trust.TrustException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a root or a draft was refused, for who signs them: what to do is another thing than for who was given it by a mirror. */
final class RootFaults {

    private RootFaults() {}

    /** The words, after the document. */
    static String words(TrustException refused) {
        return switch (refused) {
            case TrustException.ThresholdNotMet few -> few.document() + ": " + signatures(few);
            case TrustException.Malformed malformed ->
                malformed.document() + ": is no root metadata (" + why(malformed.getCause())
                        + "); name a draft that freshet root made, or a root.json";
            case TrustException.WrongType type ->
                type.document() + ": is of type \"" + type.actual() + "\"; name a draft that freshet root made, or a"
                        + " root.json";
            case TrustException.LengthExceeded large ->
                large.document() + ": has more than the " + large.limit() + " bytes that a root may have; name a draft"
                        + " that freshet root made, or a root.json";
            case TrustException.WrongVersion version ->
                version.document() + ": is version " + version.actual() + " where version " + version.expected()
                        + " belongs; name the roots in their order, without a gap";
            case TrustException.RollbackDetected back ->
                back.document() + ": is version " + back.offered() + ", and version " + back.trusted()
                        + " comes before it; name the roots in their order, without a gap";
            case TrustException.Expired expired ->
                expired.document() + ": expired at " + Texts.time(expired.expires()) + " (it is "
                        + Texts.time(expired.now())
                        + "); check this machine's clock, or make another draft with freshet"
                        + " root renew";
            default -> String.valueOf(refused.getMessage());
        };
    }

    private static String why(@Nullable Throwable cause) {
        return cause == null ? "unread" : String.valueOf(cause.getMessage());
    }

    private static String signatures(TrustException.ThresholdNotMet few) {
        String others = few.faults().stream().map(SignatureFault::toString).collect(Collectors.joining(", "));
        return "has " + few.valid() + " of the " + few.threshold() + " valid signatures that " + few.authority()
                + " asks for" + (others.isEmpty() ? "" : " (" + others + ")")
                + "; freshet root status says whose are missing, and freshet root sign adds them";
    }
}
