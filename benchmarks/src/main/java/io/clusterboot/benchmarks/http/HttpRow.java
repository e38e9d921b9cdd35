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

package io.clusterboot.benchmarks.http;

import java.util.List;
import java.util.Locale;

import io.clusterboot.benchmarks.row.Aim;
import io.clusterboot.benchmarks.row.Better;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Unit;

import static io.clusterboot.benchmarks.http.Contestant.HAPROXY;
import static io.clusterboot.benchmarks.http.Contestant.LEAST_CONNECTIONS;
import static io.clusterboot.benchmarks.http.Contestant.NGINX;
import static io.clusterboot.benchmarks.http.Contestant.NODE_NONE;
import static io.clusterboot.benchmarks.http.Contestant.NODE_RR;
import static io.clusterboot.benchmarks.http.Contestant.PLAIN;
import static io.clusterboot.benchmarks.http.Contestant.REUSE_PORT;
import static io.clusterboot.benchmarks.http.Contestant.ROUND_ROBIN;
import static io.clusterboot.benchmarks.http.Contestant.SHARED;
import static io.clusterboot.benchmarks.http.Contestant.SOURCE_HASH;

/**
 * A row, and the load it is about.
 */
record HttpRow(Load load, Measure measure, Row row) {

	static List<HttpRow> all() {
		return List.of(rate(Load.JSON, SHARED, vs(PLAIN, 1.03), vs(NGINX), vs(HAPROXY), vs(NODE_NONE), vs(NODE_RR)),
				other(Load.JSON, Measure.P99, Aim.atMost(1)), other(Load.JSON, Measure.PROCESSOR, Aim.NONE),
				rate(Load.TEN_KILOBYTES, SHARED, vs(PLAIN), vs(NGINX), vs(HAPROXY), vs(NODE_NONE), vs(NODE_RR)),
				rate(Load.DELAY, SHARED, vs(PLAIN), vs(NGINX), vs(HAPROXY), vs(NODE_NONE), vs(NODE_RR)),
				rate(Load.RAW, SHARED, vs(PLAIN), vs(NODE_NONE, 1.2)), rate(Load.RAW, ROUND_ROBIN, vs(NODE_RR)),
				rate(Load.CLOSE, SHARED, vs(PLAIN, 1), vs(NGINX), vs(HAPROXY), vs(NODE_NONE, 1.2)),
				rate(Load.CLOSE, REUSE_PORT, vs(PLAIN, 1), vs(NODE_NONE)),
				rate(Load.CLOSE, ROUND_ROBIN, vs(PLAIN, 0.85), vs(NODE_RR, 2)),
				rate(Load.CLOSE, LEAST_CONNECTIONS, vs(NODE_RR)), rate(Load.CLOSE, SOURCE_HASH, vs(NODE_RR)),
				other(Load.CLOSE, Measure.PROCESSOR, Aim.NONE));
	}

	private static Row.Reference vs(Contestant contestant, double aim) {
		return new Row.Reference(contestant.toString(), Aim.atLeast(aim));
	}

	private static Row.Reference vs(Contestant contestant) {
		return new Row.Reference(contestant.toString(), Aim.NONE);
	}

	private static HttpRow rate(Load load, Contestant subject, Row.Reference... references) {
		return new HttpRow(load, Measure.RATE, new Row(id(load, Measure.RATE, subject), load.toString(),
				Unit.PER_SECOND, Better.HIGHER, subject.toString(), Aim.NONE, List.of(references)));
	}

	private static HttpRow other(Load load, Measure measure, Aim againstPlain) {
		Row row = Row.of(id(load, measure, SHARED), "%s: %s".formatted(load, measure), measure.unit, Better.LOWER,
				SHARED.toString());
		return new HttpRow(load, measure,
				row.against(PLAIN.toString(), againstPlain)
					.against(NGINX.toString())
					.against(HAPROXY.toString())
					.against(NODE_NONE.toString()));
	}

	private static String id(Load load, Measure measure, Contestant subject) {
		return "http/%s-%s-%s".formatted(load.name(), measure.name(), subject)
			.toLowerCase(Locale.ROOT)
			.replace('_', '-');
	}

	boolean has(Contestant contestant) {
		return this.row.contestants().contains(contestant.toString());
	}

	/**
	 * The figure of a row.
	 */
	enum Measure {

		RATE("requests", Unit.PER_SECOND),

		P99("99th percentile", Unit.MILLIS),

		PROCESSOR("processor time of a request", Unit.MICROS);

		private final String title;

		private final Unit unit;

		Measure(String title, Unit unit) {
			this.title = title;
			this.unit = unit;
		}

		@Override
		public String toString() {
			return this.title;
		}

	}

}
