package io.classcast.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A wrong command line is answered with one line: what is wrong, what was perhaps meant, and where to read on. */
public final class OneLineErrors implements IParameterExceptionHandler {
    /** A handler; it holds nothing. */
    public OneLineErrors() {
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        StringBuilder text = new StringBuilder(name).append(": ").append(e.getMessage().replaceAll("\\s*\\R\\s*", "; "));
        List<String> suggestions = e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        text.append(suggestions.isEmpty() ? "; see " : "; did you mean " + String.join(" or ", suggestions) + "? See ");
        line.getErr().println(text.append(name).append(" --help"));
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }
}
