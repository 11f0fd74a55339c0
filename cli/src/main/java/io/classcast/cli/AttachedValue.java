package io.classcast.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** For an option whose value is optional: only {@code --option=value} gives it one; a word behind it is an argument of its own. */
final class AttachedValue implements IParameterPreprocessor {
    @Override
    public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
        if (command.parser().separator().equals(info.get("separator"))) {
            return false;
        }
        argument.setValue(((OptionSpec) argument).fallbackValue());
        return true;
    }
}
