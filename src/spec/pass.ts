import type { Problem } from './problem.ts';
import type { SpecMap } from './tree.ts';

/** One step from the spec as written to the spec as sent: a changed copy, and what was found on the way. */
export type Pass = (tree: SpecMap) => PassResult;

export interface PassResult {
  readonly tree: SpecMap;
  readonly problems?: readonly Problem[];
  /** Values of `secrets.NAME`, to be masked before anything is printed. */
  readonly secrets?: readonly string[];
  readonly replacedVersions?: readonly ReplacedVersion[];
}

/** A version in the spec in whose place the run's own is sent. */
export interface ReplacedVersion {
  /** In quotes, as it may be printed. */
  readonly container: string;
  readonly version: string;
}

/** The passes one after another, and all that they found, from what the reading found on. */
export function runPasses(parsed: PassResult, passes: readonly Pass[]): Required<PassResult> {
  return passes.reduce<Required<PassResult>>(
    (before, pass) => {
      const result = pass(before.tree);
      return {
        tree: result.tree,
        problems: [...before.problems, ...(result.problems ?? [])],
        secrets: [...before.secrets, ...(result.secrets ?? [])],
        replacedVersions: [...before.replacedVersions, ...(result.replacedVersions ?? [])],
      };
    },
    { problems: [], secrets: [], replacedVersions: [], ...parsed },
  );
}
