package io.freshet.cli;

import java.util.concurrent.Callable;

/**
 * A verb from another jar, found by {@link java.util.ServiceLoader}. An implementation is a public class with a public
 * constructor without parameters, annotated with picocli's {@code @Command}, whose name becomes the verb. It returns
 * the process's exit code, see {@link ExitCode#code()}.
 */
public interface ExtraCommand extends Callable<Integer> {}
