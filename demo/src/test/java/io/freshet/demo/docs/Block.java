package io.freshet.demo.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a page. A comment on the line before it is a direction for whoever tries it out: what happens in the
 * world meanwhile, or how it ends.
 *
 * @param line number of its first line of text
 * @param language what the fence says
 * @param direction text of the comment; empty if there is none
 */
record Block(Path page, int line, String language, String direction, List<String> text) {

    private static final Pattern COMMENT = Pattern.compile("<!-- (.*) -->");

    /**
     * A command, and what the page says that it prints.
     *
     * @param output empty where the page shows none
     */
    record Step(String command, List<String> output) {}

    static List<Block> of(Path page) throws IOException {
        List<String> lines = Files.readAllLines(page);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("```")) {
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).equals("```")) {
                end++;
            }
            Matcher comment = COMMENT.matcher(i == 0 ? "" : lines.get(i - 1));
            blocks.add(new Block(
                    page,
                    i + 2,
                    lines.get(i).substring(3).strip(),
                    comment.matches() ? comment.group(1) : "",
                    lines.subList(i + 1, end)));
            i = end;
        }
        return blocks;
    }

    /** What is to be typed: all of a {@code sh} block, or each line of a {@code console} block that has a prompt. */
    List<Step> steps() {
        if (language.equals("sh")) {
            return List.of(new Step(String.join("\n", text), List.of()));
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < text.size(); ) {
            StringBuilder command = new StringBuilder(text.get(i).replaceFirst("^\\$ ", ""));
            while (text.get(i++).endsWith("\\")) {
                command.append('\n').append(text.get(i));
            }
            List<String> output = new ArrayList<>();
            while (i < text.size() && !text.get(i).startsWith("$ ")) {
                output.add(text.get(i++));
            }
            steps.add(new Step(command.toString(), output));
        }
        return steps;
    }

    boolean isTyped() {
        return (language.equals("sh") || language.equals("console")) && !direction.startsWith("not run: ");
    }

    boolean makesARepository() {
        return isTyped() && String.join("\n", text).contains("freshet init ");
    }

    /** The name of the file that this is the text of, which its first line says. */
    Optional<String> file() {
        Matcher name = Pattern.compile("# ([\\w.]+\\.(yaml|service))").matcher(text.isEmpty() ? "" : text.getFirst());
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    @Override
    public String toString() {
        return page.getFileName() + ", line " + line;
    }
}
