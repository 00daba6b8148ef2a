/**
 * `npm run test:act`: the README's first workflow, the examples and the CI's own job, run by a real
 * workflow runner, act; and what differs there, by the runner of Gitea. The workflows name the action as a
 * user does (`org/bec-create@v1`), and get a copy of this checkout. Nothing comes from outside.
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { exampleScenarios } from '../testing/example-workflows.ts';
import { giteaScenarios } from '../testing/gitea-workflows.ts';
import { lifecycleScenarios } from '../testing/lifecycle-workflows.ts';
import { findAct, findGiteaRunner, type WorkflowProgram } from '../testing/workflow-program.ts';
import { runWorkflow } from '../testing/workflow-runner.ts';
import type { Scenario } from '../testing/workflow-scenario.ts';

interface Suite {
  readonly find: () => WorkflowProgram;
  readonly scenarios: readonly Scenario[];
}

const suites: Readonly<Record<string, Suite>> = {
  act: { find: findAct, scenarios: [...exampleScenarios, ...lifecycleScenarios] },
  gitea: { find: findGiteaRunner, scenarios: giteaScenarios },
};

async function passes(
  { name, check, ...run }: Scenario,
  program: WorkflowProgram,
): Promise<boolean> {
  const ended = await runWorkflow(run, program);
  try {
    check(ended);
    assert(!ended.log.includes(ended.bec.credentials.secretAccessKey), 'The log holds the key.');
    console.log(`✓ ${name}`);
    return true;
  } catch (error) {
    console.log(`✗ ${name}\n${String(error)}\n${ended.log}`);
    return false;
  }
}

const help = `Usage: npm run test:act -- [options]

Runs the examples, the README's first workflow and the CI's own job with act, or with the runner of Gitea
what is not the same there.

  --runner NAME  act, the default, or gitea
  --only TEXT    only the scenarios with this text in their names
  --help         prints this text`;

const { values } = parseArgs({
  options: {
    runner: { type: 'string', default: 'act' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const suite = suites[values.runner];
if (values.help || suite === undefined) {
  console.log(help);
  if (!values.help) process.exitCode = 2;
} else {
  const program = suite.find();
  const chosen = suite.scenarios.filter(({ name }) => name.includes(values.only));
  let failed = 0;
  for (const scenario of chosen) if (!(await passes(scenario, program))) failed++;
  console.log(
    `${values.runner} ran ${chosen.length} workflows: ${chosen.length - failed} as expected.`,
  );
  if (failed > 0 || chosen.length === 0) process.exitCode = 1;
}
