package io.classcast.bench.report;

import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A drawing. The same chart gives the same bytes.
 *
 * @param name of its files, without suffix; also the start of every id in the SVG, so that several of them live in one page
 * @param title what it shows
 * @param description what to see in it, for those who do not see it
 * @param chart to be drawn
 * @param width pixels
 * @param height pixels
 */
record Plot(String name, String title, String description, JFreeChart chart, int width, int height) {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final int PNG_SCALE = 2;

    /**
     * Looks whether this JDK can draw text: where a machine has no fonts, it cannot.
     *
     * @throws IOException if not, with one line that says so
     */
    static void needFonts() throws IOException {
        try {
            new Font("SansSerif", Font.PLAIN, 13).getFamily();
        } catch (InternalError | LinkageError | RuntimeException e) {
            throw new IOException("this JDK finds no fonts to draw plots with; install fontconfig and a font such as fonts-dejavu-core, or draw on another machine", e);
        }
    }

    /**
     * The drawing as an SVG element, with title and description, that shrinks with its surroundings.
     *
     * @return markup without an XML declaration
     * @throws IOException if the JDK has no fonts or cannot make documents
     */
    String svg() throws IOException {
        needFonts();
        SVGGeneratorContext context;
        try {
            context = SVGGeneratorContext.createDefault(DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation()
                    .createDocument(NAMESPACE, "svg", null));
        } catch (ParserConfigurationException e) {
            throw new IOException("this JDK makes no XML documents: " + e.getMessage(), e);
        }
        context.setIDGenerator(new SVGIDGenerator() {
            @Override
            public String generateID(String prefix) {
                return name + "-" + super.generateID(prefix);
            }
        });
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        Element root = graphics.getRoot();
        root.setAttributeNS(null, "width", String.valueOf(width));
        root.setAttributeNS(null, "height", String.valueOf(height));
        root.setAttributeNS(null, "viewBox", "0 0 " + width + " " + height);
        root.setAttributeNS(null, "role", "img");
        root.setAttributeNS(null, "aria-labelledby", name + "-title " + name + "-desc");
        NodeList definitions = root.getElementsByTagNameNS("*", "defs");
        for (int i = 0; i < definitions.getLength(); i++) {
            // Batik gives one of them the same id in every drawing, and refers to it nowhere.
            ((Element) definitions.item(i)).removeAttribute("id");
        }
        root.insertBefore(described(root, "desc", description), root.getFirstChild());
        root.insertBefore(described(root, "title", title), root.getFirstChild());
        StringWriter text = new StringWriter();
        graphics.stream(root, text, true, false);
        String markup = text.toString();
        return markup.substring(markup.indexOf("<svg")).strip();
    }

    private Element described(Element root, String tag, String text) {
        Element element = root.getOwnerDocument().createElementNS(NAMESPACE, tag);
        element.setAttributeNS(null, "id", name + "-" + tag);
        element.appendChild(root.getOwnerDocument().createTextNode(Text.line(text)));
        return element;
    }

    /**
     * The drawing as PNG, twice as large.
     *
     * @return the file's content
     * @throws IOException if the JDK cannot make images
     */
    byte[] png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ChartUtils.writeScaledChartAsPNG(bytes, chart, width, height, PNG_SCALE, PNG_SCALE);
        return bytes.toByteArray();
    }
}
