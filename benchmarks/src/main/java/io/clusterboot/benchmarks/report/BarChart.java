/*
 * Copyright 2026-present the ClusterBoot authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.clusterboot.benchmarks.report;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.style.Styler;
import org.w3c.dom.Document;

/**
 * A chart of horizontal bars: categories, and for each of them a bar of each series that
 * has a value there. Written as SVG, with letters as outlines, so it looks the same
 * everywhere.
 */
final class BarChart {

	private static final int WIDTH = 1200;

	private static final int BAR = 20;

	/**
	 * Categories that are closer to each other lose their labels.
	 */
	private static final int LABEL = 80;

	private static final int FRAME = 90;

	private static final Color[] COLORS = { new Color(0x1F77B4), new Color(0xFF7F0E), new Color(0x2CA02C),
			new Color(0x9467BD), new Color(0x8C564B), new Color(0x7F7F7F), new Color(0xBCBD22), new Color(0x17BECF) };

	private final String title;

	private final List<String> categories = new ArrayList<>();

	private final Map<String, Map<String, Double>> series = new LinkedHashMap<>();

	BarChart(String title) {
		this.title = title;
	}

	void add(String category, String name, double value) {
		if (!this.categories.contains(category)) {
			this.categories.add(category);
		}
		this.series.computeIfAbsent(name, (key) -> new LinkedHashMap<>()).put(category, value);
	}

	boolean isEmpty() {
		return this.series.isEmpty();
	}

	void write(Path file) throws IOException {
		int height = FRAME + this.categories.size() * Math.max(LABEL, BAR * (this.series.size() + 1));
		SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
		context.setPrecision(1);
		context.setComment(this.title);
		SVGGraphics2D graphics = new SVGGraphics2D(context, false);
		graphics.setSVGCanvasSize(new Dimension(WIDTH, height));
		chart(height).paint(graphics, WIDTH, height);
		try (Writer writer = Files.newBufferedWriter(file)) {
			graphics.stream(writer, true);
		}
		finally {
			graphics.dispose();
		}
	}

	private static Document document() {
		try {
			return DocumentBuilderFactory.newDefaultNSInstance()
				.newDocumentBuilder()
				.getDOMImplementation()
				.createDocument("http://www.w3.org/2000/svg", "svg", null);
		}
		catch (ParserConfigurationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HorizontalBarChart chart(int height) {
		HorizontalBarChart chart = new HorizontalBarChartBuilder().width(WIDTH)
			.height(height)
			.title(this.title)
			.build();
		chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
		chart.getStyler().setSeriesColors(COLORS);
		chart.getStyler().setChartBackgroundColor(Color.WHITE);
		chart.getStyler().setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
		chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
		chart.getStyler().setXAxisMin(0.0);
		chart.getStyler().setLabelsVisible(false);
		this.series.forEach((name, values) -> chart.addSeries(name,
				this.categories.stream().map((category) -> values.getOrDefault(category, 0.0)).toList(),
				this.categories));
		return chart;
	}

}
