package io.classcast.bench.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Locale;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.data.category.DefaultCategoryDataset;

/** Horizontal bars, a scenario a row. */
final class BarsPlot {
    private static final int WIDTH = 860;
    private static final int FRAME = 110;
    private static final int ROW = 26;
    private static final int THICK_ROW = 46;
    private static final int NAME_LENGTH = 26;

    private final JFreeChart chart;
    private final int height;

    private BarsPlot(JFreeChart chart, int height) {
        this.chart = chart;
        this.height = height;
    }

    /** Label of a row; why there is no bar, where there is none. */
    static String label(String scenario, String why) {
        return Text.shortened(scenario, NAME_LENGTH) + (why.isEmpty() ? "" : " (" + why + ")");
    }

    /** Parts of a bar, end to end. */
    static BarsPlot stacked(DefaultCategoryDataset data, String axis) {
        JFreeChart chart = styled(ChartFactory.createStackedBarChart(null, null, axis, data, PlotOrientation.HORIZONTAL, true, false, false), 0.25);
        return new BarsPlot(chart, FRAME + ROW * data.getColumnCount());
    }

    /** Bars side by side with their values, on an axis that is logarithmic from 10 on and has a place for 0. */
    static BarsPlot logarithmic(DefaultCategoryDataset data, String axisLabel) {
        JFreeChart chart = styled(ChartFactory.createBarChart(null, null, axisLabel, data, PlotOrientation.HORIZONTAL, true, false, false), 0.15);
        NumberFormat format = new DecimalFormat("#,##0.#", DecimalFormatSymbols.getInstance(Locale.ROOT));
        LogarithmicAxis axis = new SparseAxis(axisLabel);
        axis.setAllowNegativesFlag(true);
        CategoryPlot plot = chart.getCategoryPlot();
        axis.setTickLabelFont(plot.getRangeAxis().getTickLabelFont());
        axis.setLabelFont(plot.getRangeAxis().getLabelFont());
        plot.setRangeAxis(axis);
        axis.setRange(0, Math.max(100, 6 * largest(data)));
        BarRenderer bars = (BarRenderer) plot.getRenderer();
        bars.setItemMargin(0.04);
        for (int i = 0; i < data.getRowCount(); i++) {
            bars.setSeriesPaint(i, PlotStyle.measure(i));
        }
        bars.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", format));
        bars.setDefaultItemLabelsVisible(true);
        return new BarsPlot(chart, FRAME + THICK_ROW * data.getColumnCount());
    }

    private static double largest(DefaultCategoryDataset data) {
        double largest = 0;
        for (int row = 0; row < data.getRowCount(); row++) {
            for (int column = 0; column < data.getColumnCount(); column++) {
                Number value = data.getValue(row, column);
                largest = value == null ? largest : Math.max(largest, value.doubleValue());
            }
        }
        return largest;
    }

    private static JFreeChart styled(JFreeChart chart, double categoryMargin) {
        PlotStyle.plain(chart);
        CategoryPlot plot = chart.getCategoryPlot();
        plot.getDomainAxis().setCategoryMargin(categoryMargin);
        plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(0.4f);
        for (int i = 0; i < plot.getDataset().getRowCount(); i++) {
            plot.getRenderer().setSeriesPaint(i, PlotStyle.part(i));
        }
        return chart;
    }

    Plot plot(String name, String title, String description) {
        PlotStyle.title(chart, title);
        return new Plot(name, title, description, chart, WIDTH, height);
    }

    /** Numbers at 0 and at powers of ten only; between them there is no room. */
    private static final class SparseAxis extends LogarithmicAxis {
        private static final long serialVersionUID = 1;

        SparseAxis(String label) {
            super(label);
        }

        @Override
        protected String makeTickLabel(double value, boolean formatted) {
            return makeTickLabel(value);
        }

        @Override
        protected String makeTickLabel(double value) {
            double exponent = Math.log10(value);
            return value == 0 || Math.abs(exponent - Math.rint(exponent)) < 1e-9 ? String.format(Locale.ROOT, "%,.0f", value) : "";
        }
    }
}
