package io.classcast.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The storage host: glusterd, and one volume with its bricks on the workspace's disk. What GlusterFS keeps in /var/lib, /var/log
 * and /run lies in the workspace, or in the host's memory; everything ends with the host.
 */
final class GlusterServer implements AutoCloseable {
    /** The volume's name. */
    static final String VOLUME = "shared";
    private static final int PATIENCE_SECONDS = 60;
    /** Requests that delay-gen holds up: those that {@link Counters} knows. */
    private static final String DELAYED = "lookup,stat,fstat,open,read,readdir,readdirp,readlink";

    private final Host host;
    private final String address;
    private final Path home;
    private final List<GlusterProcess> bricks = new ArrayList<>();

    GlusterServer(Cluster cluster, GlusterFs.Setup setup) {
        home = cluster.workspace().resolve("gluster");
        host = cluster.server("storage");
        address = cluster.address(host);
        prepare();
        Process glusterd = host.start("/", Map.of(), home.resolve("glusterd.out"), List.of("glusterd", "--no-daemon", "--log-level=WARNING"));
        await(glusterd);
        createVolume(setup);
        try (DirectoryStream<Path> pids = Files.newDirectoryStream(host.root().resolve("run/gluster/vols/" + VOLUME), "*.pid")) {
            for (Path pid : pids) {
                bricks.add(new GlusterProcess(host, pid, "/.*", VOLUME + "-server"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find the bricks' process ids", e);
        }
        if (bricks.size() != setup.bricks()) {
            throw new IllegalStateException(bricks.size() + " of " + setup.bricks() + " bricks run, see " + home.resolve("log/bricks"));
        }
    }

    private void prepare() {
        // Only where geo-replication's program cannot be started is it taken for not installed; it would be asked eleven times at
        // the start, in Python, for 1.5 s.
        String script = """
                rm -rf "$1" && mkdir -p "$1/lib" "$1/log"
                mount --bind "$1/lib" /var/lib/glusterd
                mount --bind "$1/log" /var/log/glusterfs
                mount -t tmpfs tmpfs /run && mkdir /run/gluster
                echo '#!/nonexistent' >"$1/gsyncd" && chmod +x "$1/gsyncd"
                mount --bind "$1/gsyncd" "$(glusterd --print-libexecdir)/gsyncd"
                """;
        host.exec("/", Map.of(), 60, "sh", "-ec", script, "sh", home.toString())
                .orFail("preparing the storage host (glusterfs-server is needed, see test-clusters/setup.sh)");
    }

    private void await(Process glusterd) {
        for (int i = 0; i < PATIENCE_SECONDS * 20 && glusterd.isAlive(); i++) {
            if (Files.exists(host.root().resolve("run/glusterd.socket"))
                    && host.exec("/", Map.of(), PATIENCE_SECONDS, "gluster", "--mode=script", "volume", "list").exit() == 0) {
                return;
            }
            Holder.sleep(50);
        }
        throw new IllegalStateException("glusterd does not come up, see " + home.resolve("log/glusterd.log") + " and " + home.resolve("glusterd.out"));
    }

    private void createVolume(GlusterFs.Setup setup) {
        List<String> create = new ArrayList<>(List.of("volume", "create", VOLUME));
        for (int i = 0; i < setup.bricks(); i++) {
            create.add(address + ":" + home.resolve("brick" + i));
        }
        // Bricks on the disk of the root directory, and as many as one likes on one host, need force.
        create.add("force");
        gluster(create);
        List<String> options = new ArrayList<>(List.of("volume", "set", VOLUME, "diagnostics.latency-measurement", "on",
                "diagnostics.count-fop-hits", "on"));
        for (String translator : setup.tuning().off()) {
            options.addAll(List.of("performance." + translator, "off"));
        }
        if (setup.delayMicros() > 0) {
            // Right above the disk, below the brick's threads: requests wait beside each other, as on the way through a network.
            options.addAll(List.of("debug.delay-gen", "posix", "delay-gen.delay-duration", Integer.toString(setup.delayMicros()),
                    "delay-gen.delay-percentage", "100", "delay-gen.enable", DELAYED));
        }
        gluster(options);
        gluster(List.of("volume", "start", VOLUME));
    }

    private String gluster(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("gluster", "--mode=script"));
        command.addAll(arguments);
        return host.exec("/", Map.of(), PATIENCE_SECONDS, command.toArray(new String[0])).orFail(String.join(" ", command)).out();
    }

    /** The storage host. */
    Host host() {
        return host;
    }

    /** Its address. */
    String address() {
        return address;
    }

    /** Where it keeps everything, in the workspace. */
    Path home() {
        return home;
    }

    /** What all bricks were asked since they have started: {@code gluster volume profile}; failures from the bricks' own books. */
    GlusterBooks books() {
        long failures = 0;
        for (GlusterProcess brick : bricks) {
            failures += brick.failedLookups();
        }
        String xml = gluster(List.of("--xml", "volume", "profile", VOLUME, "info", "cumulative"));
        return new GlusterBooks(calls(xml), failures, sum(parse(xml).getElementsByTagName("totalRead")));
    }

    private static Map<String, Long> calls(String xml) {
        Map<String, Long> calls = new TreeMap<>();
        NodeList fops = parse(xml).getElementsByTagName("fop");
        for (int i = 0; i < fops.getLength(); i++) {
            Element fop = (Element) fops.item(i);
            calls.merge(fop.getElementsByTagName("name").item(0).getTextContent(), sum(fop.getElementsByTagName("hits")), Long::sum);
        }
        return calls;
    }

    private static long sum(NodeList numbers) {
        long sum = 0;
        for (int i = 0; i < numbers.getLength(); i++) {
            sum += Long.parseLong(numbers.item(i).getTextContent());
        }
        return sum;
    }

    private static Document parse(String xml) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("gluster volume profile has no XML to tell: " + xml, e);
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
