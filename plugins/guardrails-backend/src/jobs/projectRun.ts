/** One project in one run of detection: by what it is judged, and what is stored of it. */
import type { SeriesChanges } from '../alerts';
import type {
  AlertRecord,
  DetectionProgressRecord,
  MetricBaseline,
  PlannedActivityRecord,
  ProjectRecord,
  Stores,
} from '../database';
import type { ConfiguredRule, ProjectCosts } from '../detection';
import type { RunProgress } from './interfaces';

export interface ProjectRun {
  readonly project: ProjectRecord;
  readonly rules: readonly ConfiguredRule[];
  /** Those that are planned and not cancelled, and may cover a point that is judged. */
  readonly activities: readonly PlannedActivityRecord[];
  /** Start of the UTC day before which nothing opens an alert. */
  readonly opensFrom: number;
  /** Until when its metrics were read, milliseconds since the epoch; absent where the newest run did not read them. */
  readonly metricsReadThrough?: number;
  readonly progress: RunProgress;
}

export interface KnownOfProject {
  readonly unresolved: readonly AlertRecord[];
  /** Absent where no costs are stored in the time that the rules look at. */
  readonly costs?: ProjectCosts;
  readonly metrics: Awaited<ReturnType<Stores['metrics']['extents']>>;
  readonly baselines: readonly MetricBaseline[];
  readonly judged: readonly DetectionProgressRecord[];
}

/** What came of judging costs, or one metric. */
export interface Judgement {
  /** Empty where no alert changes. */
  readonly changes: readonly SeriesChanges[];
  /** To be stored with the changes, or never; absent where nothing was judged. */
  readonly judged?: DetectionProgressRecord;
}
