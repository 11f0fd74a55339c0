package io.classcast.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;

/** How plots look. Each scenario has its own colour, mark and dash; the colours are those of Okabe and Ito, which colour-blind people tell apart. */
final class PlotStyle {
    private static final Font TITLE = new Font("SansSerif", Font.BOLD, 15);
    private static final Color BLACK = new Color(0x000000);
    private static final Color GREY = new Color(0x808080);
    private static final Color ORANGE = new Color(0xe69f00);
    private static final Color SKY = new Color(0x56b4e9);
    private static final Color GREEN = new Color(0x009e73);
    private static final Color BLUE = new Color(0x0072b2);
    private static final Color VERMILION = new Color(0xd55e00);
    private static final Color PURPLE = new Color(0xcc79a7);
    /** As {@link Scenarios#NAMES}: two of one colour differ in the dash. */
    private static final List<Color> OF_SCENARIOS = List.of(BLACK, GREY, BLACK, GREY, GREEN, GREEN, ORANGE, VERMILION, BLUE, BLUE, SKY, PURPLE, PURPLE, ORANGE);
    private static final List<Integer> DASHED = List.of(2, 3, 5, 9, 12, 13);
    private static final List<Color> OF_PARTS = List.of(PURPLE, GREY, SKY, BLUE, ORANGE, GREEN, VERMILION, BLACK);
    private static final List<Color> OF_MEASURES = List.of(BLUE, ORANGE, GREY);
    private static final float[] DASH = {6, 4};
    private static final int MARKS = 3;
    private static final double AIR = 0.01;

    private PlotStyle() {
    }

    /** A title over a chart. */
    static void title(JFreeChart chart, String title) {
        chart.setTitle(new TextTitle(title, TITLE));
    }

    /** White ground, thin grid, no ornaments. Comes before colours of series, which it forgets. */
    static JFreeChart plain(JFreeChart chart) {
        StandardChartTheme theme = new StandardChartTheme("plain");
        theme.setExtraLargeFont(TITLE);
        theme.setRegularFont(new Font("SansSerif", Font.PLAIN, 13));
        theme.setLargeFont(new Font("SansSerif", Font.PLAIN, 13));
        theme.apply(chart);
        chart.setBackgroundPaint(Color.WHITE);
        LegendTitle legend = chart.getLegend();
        if (legend != null) {
            legend.setFrame(BlockBorder.NONE);
        }
        Plot plot = chart.getPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        if (plot instanceof CategoryPlot categories) {
            categories.setRangeGridlinePaint(Color.LIGHT_GRAY);
            categories.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
            categories.getDomainAxis().setLowerMargin(AIR);
            categories.getDomainAxis().setUpperMargin(AIR);
            if (categories.getRenderer() instanceof BarRenderer bars) {
                bars.setBarPainter(new StandardBarPainter());
                bars.setShadowVisible(false);
            }
        } else if (plot instanceof XYPlot points) {
            points.setRangeGridlinePaint(Color.LIGHT_GRAY);
            points.setDomainGridlinePaint(Color.LIGHT_GRAY);
        }
        return chart;
    }

    /** Colour of a scenario; of a stranger, one that a known scenario has as well. */
    static Color colour(int scenario) {
        return OF_SCENARIOS.get(scenario % OF_SCENARIOS.size());
    }

    /** Line of a scenario. */
    static Stroke line(int scenario) {
        boolean dashed = DASHED.contains(scenario % OF_SCENARIOS.size());
        return dashed ? new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASH, 0) : new BasicStroke(2);
    }

    /** Mark of a scenario. */
    static Shape mark(int scenario) {
        return switch (scenario % MARKS) {
            case 0 -> new Ellipse2D.Double(-4, -4, 8, 8);
            case 1 -> new Rectangle2D.Double(-4, -4, 8, 8);
            default -> triangle();
        };
    }

    private static Shape triangle() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, -5);
        path.lineTo(5, 4);
        path.lineTo(-5, 4);
        path.closePath();
        return path;
    }

    /** Colour of one of several parts of a bar. */
    static Color part(int number) {
        return OF_PARTS.get(number % OF_PARTS.size());
    }

    /** Colour of one of several bars side by side. */
    static Color measure(int number) {
        return OF_MEASURES.get(number % OF_MEASURES.size());
    }
}
