package io.classcast.compat.tomcat;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.http.HttpServlet;
import java.io.File;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;

/**
 * A web application with a library in WEB-INF/lib, in a Tomcat of this JVM, answers requests. Tomcat looks for annotations and
 * fragments there, and in all jars of the class path.
 */
public final class TomcatProgram {
    private static final String LIBRARY = "WEB-INF/lib/page.jar";

    private TomcatProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws Exception any
     */
    public static void main(String[] arguments) throws Exception {
        File web = webApplication();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(new File("tomcat").getAbsolutePath());
        tomcat.setPort(0);
        Context context = tomcat.addWebapp(null, "/app", web.getPath(), (LifecycleListener) new ContextConfig());
        tomcat.start();
        try {
            Report.say("state " + context.getState());
            String base = "http://localhost:" + tomcat.getConnector().getLocalPort() + "/app/";
            for (String path : new String[] {"page?name=rank", "static.txt", "missing"}) {
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
                Report.say(path + " " + answer.statusCode() + " " + answer.body().strip());
            }
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
        Identity.ofClasses(Tomcat.class, HttpServlet.class);
        Identity.ofResources("META-INF/services/jakarta.servlet.ServletContainerInitializer",
                "org/apache/catalina/startup/web.xml", "jakarta/servlet/resources/web-app_6_1.xsd");
        Identity.ofServices(ServletContainerInitializer.class);
        Report.end();
    }

    /** The application comes out of the program's own jar, so that there is nothing else to install. */
    private static File webApplication() throws Exception {
        Path web = Path.of("webapp").toAbsolutePath();
        Files.createDirectories(web.resolve(LIBRARY).getParent());
        try (InputStream in = TomcatProgram.class.getResourceAsStream("/webapp/" + LIBRARY)) {
            Files.copy(in, web.resolve(LIBRARY), StandardCopyOption.REPLACE_EXISTING);
        }
        return web.toFile();
    }
}
