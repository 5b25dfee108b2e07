package io.freshet.cli;

import io.freshet.core.ToolVersion;
import picocli.CommandLine.IVersionProvider;

/** {@code freshet 0.1.0 (Java 25.0.1, Linux amd64)}: what a report of a defect should begin with. */
final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    static String text() {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return "freshet " + ToolVersion.current() + " (Java " + System.getProperty("java.version") + ", " + machine
                + ")";
    }
}
