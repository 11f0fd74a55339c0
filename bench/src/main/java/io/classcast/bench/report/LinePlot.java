package io.classcast.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Lines over numbers of ranks, both axes logarithmic to base 2: a rank count is mostly a power of two, and a factor of two is what one wants to see. */
final class LinePlot {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 480;
    private static final int NAME_LENGTH = 26;
    private static final double MARGIN = 1.15;

    private final XYSeriesCollection data = new XYSeriesCollection();
    private final XYLineAndShapeRenderer lines = new XYLineAndShapeRenderer();
    private final XYPlot plot;
    private final JFreeChart chart;
    private final LogAxis y;
    private final LogAxis x;

    LinePlot(String xLabel, String yLabel) {
        x = axis(xLabel);
        y = axis(yLabel);
        plot = new XYPlot(data, x, y, lines);
        chart = PlotStyle.plain(new JFreeChart(null, null, plot, true));
    }

    private static LogAxis axis(String label) {
        LogAxis axis = new LogAxis(label);
        axis.setBase(2);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        axis.setMinorTickMarksVisible(false);
        return axis;
    }

    /** A line across the plot. */
    LinePlot line(double value) {
        ValueMarker marker = new ValueMarker(value, Color.BLACK, new BasicStroke(1));
        plot.addRangeMarker(marker);
        return this;
    }

    /** The line of a scenario; what is not positive has no place on a logarithmic axis and is left out. */
    LinePlot series(String name, int style, Map<Integer, Double> values) {
        String shown = Text.shortened(name, NAME_LENGTH);
        while (data.getSeriesIndex(shown) >= 0) {
            shown += "’";
        }
        XYSeries series = new XYSeries(shown);
        values.forEach((ranks, value) -> {
            if (ranks > 0 && value > 0) {
                series.add((double) ranks, (double) value);
            }
        });
        if (!series.isEmpty()) {
            int number = data.getSeriesCount();
            data.addSeries(series);
            lines.setSeriesPaint(number, PlotStyle.colour(style));
            lines.setSeriesStroke(number, PlotStyle.line(style));
            lines.setSeriesShape(number, PlotStyle.mark(style));
        }
        return this;
    }

    boolean isEmpty() {
        return data.getSeriesCount() == 0;
    }

    Plot plot(String name, String title, String description) {
        if (!isEmpty()) {
            fit(x, data.getDomainBounds(true));
            fit(y, data.getRangeBounds(true));
        }
        lines.setDrawSeriesLineAsPath(true);
        lines.setLegendLine(new Line2D.Double(-16, 0, 16, 0));
        PlotStyle.title(chart, title);
        chart.getLegend().setPosition(RectangleEdge.RIGHT);
        return new Plot(name, title, description, chart, WIDTH, HEIGHT);
    }

    /** The values with a little air; at least one factor of two, so that there is a number at the axis. */
    private static void fit(LogAxis axis, Range values) {
        double low = values.getLowerBound() / MARGIN;
        double high = values.getUpperBound() * MARGIN;
        double missing = Math.sqrt(Math.max(1, 2 * MARGIN / (high / low)));
        axis.setRange(low / missing, high * missing);
    }
}
