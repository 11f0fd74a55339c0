package io.classcast.dist;

import io.classcast.Version;
import io.classcast.bench.StartupBench;
import io.classcast.cli.BcastJar;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes the man pages and completion scripts of all commands. Part of the build. */
public final class CommandPages {
    private CommandPages() {
    }

    /**
     * Writes all pages.
     *
     * @param arguments the directory to write to, and one for the sources of the man pages
     * @throws IOException if a page cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Path share = Path.of(arguments[0]);
        Map<String, String> manPages = new LinkedHashMap<>();
        for (CommandLine line : List.of(BcastJar.commandLine(), StartupBench.commandLine())) {
            String name = line.getCommandName();
            collect(line, manPages);
            String bash = AutoComplete.bash(name, line);
            write(share.resolve("bash-completion/completions").resolve(name), bash);
            write(share.resolve("zsh/site-functions/_" + name), zsh(name, bash));
        }
        troff(manPages, Path.of(arguments[1]), share.resolve("man/man1"));
    }

    private static void collect(CommandLine line, Map<String, String> pages) {
        StringWriter text = new StringWriter();
        ManPageGenerator.writeSingleManPage(new PrintWriter(text), line.getCommandSpec());
        pages.put(line.getCommandSpec().qualifiedName("-"), asManPage(text.toString()));
        line.getSubcommands().values().forEach(subcommand -> collect(subcommand, pages));
    }

    /**
     * What the generator leaves to be desired: a name in one line, a paragraph for each line of the description, {@code --} that
     * stays what it is, and nothing but ASCII, which every man(1) shows.
     */
    static String asManPage(String asciidoc) {
        String page = asciidoc.replaceFirst("(?m)^:manmanual:.*$", ":manmanual: Classcast")
                .replaceFirst("(?m)^:mansource:.*$", ":mansource: Classcast " + Version.TEXT)
                .replaceFirst("(?m)^== Exit codes:$", "== Exit status")
                .replaceFirst("(?m)(^== Name\\R+\\S+ - .+?)(: .*|\\. .*|\\.)$", "$1");
        Matcher description = Pattern.compile("(?s)(== Description\\n\\n)(.*?)(\\n\\n// end)").matcher(page);
        page = description.replaceFirst(m -> Matcher.quoteReplacement(m.group(1) + m.group(2).replace("\n", "\n\n") + m.group(3)));
        return page.replaceAll("(?m)(?<=\\S )--(?= |$)", "\\\\--").replace("\u2026", "...");
    }

    /** Only pages that have changed: the converter takes seconds to start. */
    private static void troff(Map<String, String> pages, Path sources, Path target) throws IOException {
        Files.createDirectories(target);
        // Without a date: a page must not differ between two builds.
        Attributes attributes = Attributes.builder().attribute("reproducible", "").build();
        Options options = Options.builder().backend("manpage").docType("manpage").safe(SafeMode.UNSAFE).toDir(target.toFile()).attributes(attributes).build();
        Asciidoctor asciidoctor = null;
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Path source = sources.resolve(page.getKey() + ".adoc");
            if (Files.exists(target.resolve(page.getKey() + ".1")) && Files.exists(source) && Files.readString(source).equals(page.getValue())) {
                continue;
            }
            write(source, page.getValue());
            asciidoctor = asciidoctor == null ? Asciidoctor.Factory.create() : asciidoctor;
            asciidoctor.convertFile(source.toFile(), options);
        }
        if (asciidoctor != null) {
            asciidoctor.close();
        }
    }

    /**
     * Zsh runs the script of bash. It takes a file of its site-functions for the completion itself, so that the first one is
     * answered by hand; and it has no compopt, which the script would rename by an alias that comes too late here.
     */
    private static String zsh(String name, String bash) {
        return "#compdef " + name + "\nfunction compopt { : }\n" + bash + "\n_bash_complete -o default -F _complete_" + name + "\n";
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
