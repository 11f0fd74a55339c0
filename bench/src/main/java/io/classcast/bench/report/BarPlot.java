package io.classcast.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.data.category.DefaultCategoryDataset;

/** The medians of one measure as horizontal bars, drawn from a benchmark's JSON file. */
public final class BarPlot {
    private static final int WIDTH = 760;
    private static final int BAR = 34;
    private static final int FRAME = 110;

    private BarPlot() {
    }

    /**
     * Draws it.
     *
     * @param results JSON file of a benchmark
     * @param measure such as {@code wall s}
     * @param title over the bars
     * @param target SVG file
     * @throws IOException where a file cannot be read or written, or no scenario has the measure
     */
    public static void draw(Path results, String measure, String title, Path target) throws IOException {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        JsonNode scenarios = new ObjectMapper().readTree(results.toFile()).path("scenarios");
        scenarios.properties().forEach(scenario -> {
            JsonNode median = scenario.getValue().path(measure).path("median");
            if (median.isNumber()) {
                data.addValue(median.doubleValue(), measure, scenario.getKey());
            }
        });
        if (data.getColumnCount() == 0) {
            throw new IOException(results + " has no measure " + measure);
        }
        int height = FRAME + BAR * data.getColumnCount();
        Plot plot = new Plot("bars", title == null ? measure : title, "Medians as horizontal bars.", chart(data, measure, title), WIDTH, height);
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(target, plot.svg() + "\n");
    }

    private static JFreeChart chart(DefaultCategoryDataset data, String measure, String title) {
        JFreeChart chart = PlotStyle.plain(ChartFactory.createBarChart(title, null, measure + ", median", data, PlotOrientation.HORIZONTAL, false, false, false));
        CategoryPlot plot = chart.getCategoryPlot();
        BarRenderer bars = (BarRenderer) plot.getRenderer();
        bars.setSeriesPaint(0, new Color(0x2f6f9f));
        bars.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT))));
        bars.setDefaultItemLabelsVisible(true);
        plot.getRangeAxis().setUpperMargin(0.1);
        return chart;
    }
}
