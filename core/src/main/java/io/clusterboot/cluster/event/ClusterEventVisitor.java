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

package io.clusterboot.cluster.event;

/**
 * Handles every kind of {@link ClusterEvent}: a visitor without a method for a new kind
 * does not compile.
 *
 * @param <R> the type of the result
 */
public interface ClusterEventVisitor<R> {

	R forked(ClusterEvent.Forked event);

	R online(ClusterEvent.Online event);

	R listening(ClusterEvent.Listening event);

	R ready(ClusterEvent.Ready event);

	R unready(ClusterEvent.Unready event);

	R hung(ClusterEvent.Hung event);

	R threadsDumped(ClusterEvent.ThreadsDumped event);

	R message(ClusterEvent.Message event);

	R stopEscalated(ClusterEvent.StopEscalated event);

	R disconnected(ClusterEvent.Disconnected event);

	R exited(ClusterEvent.Exited event);

	R serving(ClusterEvent.Serving event);

	R recycling(ClusterEvent.Recycling event);

	R setUp(ClusterEvent.SetUp event);

	R gaveUp(ClusterEvent.GaveUp event);

	R acceptingPaused(ClusterEvent.AcceptingPaused event);

	R acceptingResumed(ClusterEvent.AcceptingResumed event);

	R slotInTrouble(SlotEvent.InTrouble event);

	R slotRecovered(SlotEvent.Recovered event);

	R stopRequested(StopEvent.Requested event);

	R stopAnnounced(StopEvent.Announced event);

	R stopStarted(StopEvent.Started event);

	R stopFinished(StopEvent.Finished event);

	R rollStarted(RollEvent.Started event);

	R canaryStarted(RollEvent.CanaryStarted event);

	R committed(RollEvent.Committed event);

	R rollProgressed(RollEvent.Progressed event);

	R quarantined(QuarantineEvent.Begun event);

	R released(QuarantineEvent.Ended event);

	R threadPoolExhausted(ThreadPoolEvent.Exhausted event);

	R threadPoolRelieved(ThreadPoolEvent.Relieved event);

	R rollFinished(RollEvent.Finished event);

	R rollFailed(RollEvent.Failed event);

	R scalingStarted(ScalingEvent.Started event);

	R scalingFinished(ScalingEvent.Finished event);

}
