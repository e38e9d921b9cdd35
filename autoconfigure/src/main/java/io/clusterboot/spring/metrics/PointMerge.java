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

package io.clusterboot.spring.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

import io.clusterboot.spring.settings.GaugeMode;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * One data point out of those of several processes.
 */
final class PointMerge {

	private PointMerge() {
	}

	/**
	 * Return the data point that stands for two with the same labels.
	 * @param mode how gauges are merged
	 */
	static DataPointSnapshot merge(DataPointSnapshot one, DataPointSnapshot other, GaugeMode mode) {
		if (one instanceof CounterDataPointSnapshot first && other instanceof CounterDataPointSnapshot second) {
			return new CounterDataPointSnapshot(first.getValue() + second.getValue(), first.getLabels(),
					newer(first.getExemplar(), second.getExemplar()),
					earlier(first.getCreatedTimestampMillis(), second.getCreatedTimestampMillis()));
		}
		if (one instanceof GaugeDataPointSnapshot first && other instanceof GaugeDataPointSnapshot second) {
			return new GaugeDataPointSnapshot(operator(mode).applyAsDouble(first.getValue(), second.getValue()),
					first.getLabels(), newer(first.getExemplar(), second.getExemplar()));
		}
		if (one instanceof HistogramDataPointSnapshot first && other instanceof HistogramDataPointSnapshot second) {
			return HistogramMerge.sum(first, second);
		}
		if (one instanceof SummaryDataPointSnapshot first && other instanceof SummaryDataPointSnapshot second) {
			return new SummaryDataPointSnapshot(sum(first, second), first.getSum() + second.getSum(), Quantiles.EMPTY,
					first.getLabels(), exemplars(first, second),
					earlier(first.getCreatedTimestampMillis(), second.getCreatedTimestampMillis()));
		}
		return one;
	}

	private static DoubleBinaryOperator operator(GaugeMode mode) {
		DoubleBinaryOperator operator = switch (mode) {
			case SUM -> Double::sum;
			case MIN -> Math::min;
			case MAX, PER_WORKER -> Math::max;
		};
		return (one, other) -> {
			if (Double.isNaN(one) || Double.isNaN(other)) {
				return Double.isNaN(one) ? other : one;
			}
			return operator.applyAsDouble(one, other);
		};
	}

	private static long sum(SummaryDataPointSnapshot one, SummaryDataPointSnapshot other) {
		return (one.hasCount() && other.hasCount()) ? one.getCount() + other.getCount() : -1;
	}

	/**
	 * Return the earlier one of two times, where 0 is none.
	 */
	static long earlier(long one, long other) {
		return (one == 0 || other == 0) ? Math.max(one, other) : Math.min(one, other);
	}

	static Exemplars exemplars(DistributionDataPointSnapshot one, DistributionDataPointSnapshot other) {
		List<Exemplar> exemplars = new ArrayList<>();
		one.getExemplars().forEach(exemplars::add);
		other.getExemplars().forEach(exemplars::add);
		return Exemplars.of(exemplars);
	}

	private static @Nullable Exemplar newer(@Nullable Exemplar one, @Nullable Exemplar other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (other.getTimestampMillis() > one.getTimestampMillis()) ? other : one;
	}

	/**
	 * Return a data point as it counts after the end of its process.
	 */
	static DataPointSnapshot ended(DataPointSnapshot point) {
		if (point instanceof CounterDataPointSnapshot counter) {
			return new CounterDataPointSnapshot(counter.getValue(), counter.getLabels(), null,
					counter.getCreatedTimestampMillis());
		}
		if (point instanceof SummaryDataPointSnapshot summary) {
			return new SummaryDataPointSnapshot(summary.getCount(), summary.getSum(), Quantiles.EMPTY,
					summary.getLabels(), Exemplars.EMPTY, summary.getCreatedTimestampMillis());
		}
		return (point instanceof HistogramDataPointSnapshot histogram) ? HistogramMerge.withoutExemplars(histogram)
				: point;
	}

	/**
	 * Return a data point with the quantiles left out, which say nothing of several
	 * processes.
	 */
	static DataPointSnapshot withoutQuantiles(DataPointSnapshot point) {
		return (point instanceof SummaryDataPointSnapshot summary && summary.getQuantiles().size() > 0)
				? new SummaryDataPointSnapshot(summary.getCount(), summary.getSum(), Quantiles.EMPTY,
						summary.getLabels(), summary.getExemplars(), summary.getCreatedTimestampMillis())
				: point;
	}

	/**
	 * Return a data point with the labels of the worker that it belongs to.
	 */
	static DataPointSnapshot labelled(DataPointSnapshot point, WorkerLabels worker) {
		Labels labels = worker.addTo(point.getLabels());
		if (point instanceof GaugeDataPointSnapshot gauge) {
			return new GaugeDataPointSnapshot(gauge.getValue(), labels, gauge.getExemplar());
		}
		if (point instanceof UnknownDataPointSnapshot unknown) {
			return new UnknownDataPointSnapshot(unknown.getValue(), labels, unknown.getExemplar());
		}
		if (point instanceof StateSetDataPointSnapshot states) {
			String[] names = new String[states.size()];
			boolean[] values = new boolean[names.length];
			for (int i = 0; i < names.length; i++) {
				names[i] = states.getName(i);
				values[i] = states.isTrue(i);
			}
			return new StateSetDataPointSnapshot(names, values, labels);
		}
		return point;
	}

}
