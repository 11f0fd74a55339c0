package io.classcast.compat.jruby;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import org.jruby.embed.LocalContextScope;
import org.jruby.embed.ScriptingContainer;

/** Runs a script, for which JRuby compiles classes, loads libraries out of its own jar, and defines loaders. */
public final class JRubyProgram {
    private static final String SCRIPT = """
            require 'json'
            require 'set'
            require 'java'
            require 'jruby'
            class Point < Struct.new(:x, :y)
              def length; Math.sqrt(x * x + y * y); end
            end
            java_import 'io.classcast.compat.jruby.JRubyProgram'
            [JSON.generate('point' => Point.new(3, 4).length, 'set' => Set.new([1, 1, 2]).to_a),
             JRubyProgram.java_class.class_loader == java.lang.ClassLoader.system_class_loader,
             JRuby.runtime.jruby_class_loader.parent == JRubyProgram.java_class.class_loader,
             $LOADED_FEATURES.select { |f| f =~ /json/ }.sort.first,
             __FILE__].join(' ')
            """;

    private JRubyProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        ScriptingContainer ruby = new ScriptingContainer(LocalContextScope.SINGLETHREAD);
        Report.say("script " + ruby.runScriptlet(SCRIPT));
        Report.say("home " + ruby.getHomeDirectory());
        ruby.terminate();
        Identity.ofClasses(ScriptingContainer.class, JRubyProgram.class);
        Identity.ofResources("META-INF/jruby.home/lib/ruby/stdlib/set.rb", "org/jruby/Ruby.class");
        Report.end();
    }
}
