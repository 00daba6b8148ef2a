import type { Path } from './locate.ts';
import type { Description } from './messages.ts';
import type { Severity } from './problem.ts';
import type { SpecMap } from './tree.ts';

/** What a schema can't say. `error`: documented, or certain to fail. `warning`: only inferred. */
export interface Rule {
  readonly severity: Severity;
  /** Lazily, since only so many are looked at. */
  readonly find: (spec: SpecMap) => Iterable<Finding>;
}

export interface Finding {
  readonly path: Path;
  readonly description: Description;
}
