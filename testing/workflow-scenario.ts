/** What scripts/act.ts runs: a workflow, and what must be so after it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalBec } from '../local-bec/server.ts';
import { textOf, type Fields } from '../src/json.ts';
import { repositoryRoot } from './runner.ts';
import type { EndedRun, WorkflowRun } from './workflow-runner.ts';

export interface Scenario extends WorkflowRun {
  readonly name: string;
  readonly check: (ended: EndedRun) => void;
}

export function readText(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}

export function example(name: string): string {
  return readText(`examples/workflows/${name}`);
}

export function firstWorkflowOf(readme: string): string {
  const [, text] = /^```yaml\n([^]*?)^```$/m.exec(readText(readme)) ?? [];
  assert(text !== undefined, `${readme} has no workflow`);
  return text;
}

export function valuesOf(outputs: readonly Fields[], name: string): readonly string[] {
  return outputs.map((fields) => textOf(fields[name])).toSorted();
}

export function callsOf(
  { requests }: LocalBec,
  operation: 'create' | 'delete' | 'update',
): LocalBec['requests'] {
  return requests.filter((request) => request.operation === operation);
}

/** The ids of the services that were not deleted. */
export function livingIn({ services }: LocalBec): readonly string[] {
  return services
    .filter(({ deletedAt }) => deletedAt === undefined)
    .map(({ serviceId }) => serviceId);
}
