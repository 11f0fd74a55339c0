package io.classcast.compat.springboot;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.SpringVersion;
import org.springframework.core.io.Resource;

/** A Spring Boot application: beans are found by scanning, settings by their name on the class path. */
@SpringBootApplication
@EnableConfigurationProperties(Settings.class)
public class SpringBootProgram {
    /** For Spring. */
    public SpringBootProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws Exception any
     */
    public static void main(String[] arguments) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(SpringBootProgram.class)) {
            Report.say("greeting " + context.getBean(Greeting.class).text());
            // A line each: MPJ's daemon tears long lines where two ranks print at once.
            Arrays.stream(context.getBeanDefinitionNames()).filter(name -> !name.contains("$")).sorted().forEach(name -> Report.say("bean " + name));
            for (Resource resource : context.getResources("classpath*:io/classcast/compat/**/*.class")) {
                Report.say("scanned " + resource.getURL() + " " + resource.contentLength() + " " + resource.lastModified());
            }
            for (Resource resource : context.getResources("classpath*:META-INF/spring/*.imports")) {
                Report.say("imports " + resource.getURL() + " " + resource.contentLength());
            }
        }
        Identity.ofClasses(SpringBootProgram.class, SpringApplication.class, SpringVersion.class);
        Identity.ofResources("META-INF/spring.factories", "application.properties");
        Report.end();
    }
}
