import { containerRules } from './container-rules.ts';
import { maxProblems } from './limits.ts';
import { nameRules } from './name-rules.ts';
import { placeRules } from './place-rules.ts';
import { problemWithValue, type Problem } from './problem.ts';
import type { SpecMap } from './tree.ts';

/** Every rule over the spec as it will be sent. */
export function ruleProblems(tree: SpecMap): readonly Problem[] {
  return [...nameRules, ...containerRules, ...placeRules].flatMap(({ severity, find }) => {
    const problems: Problem[] = [];
    for (const { path, description } of find(tree)) {
      problems.push(problemWithValue(description, { tree, path, severity }));
      if (problems.length >= maxProblems) break;
    }
    return problems;
  });
}
