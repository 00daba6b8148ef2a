/**
 * `npm run test:act`: the README's first workflow, the examples and the CI's own job, run by a real
 * workflow runner, act. The workflows name the action as a user does (`org/bec-create@v1`), and act
 * takes it from a copy of this checkout. Nothing comes from outside.
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { exampleScenarios } from '../testing/example-workflows.ts';
import { lifecycleScenarios } from '../testing/lifecycle-workflows.ts';
import { findAct, runWorkflow } from '../testing/workflow-runner.ts';
import type { Scenario } from '../testing/workflow-scenario.ts';

const scenarios = [...exampleScenarios, ...lifecycleScenarios];

async function passes({ name, check, ...run }: Scenario, act: string): Promise<boolean> {
  const ended = await runWorkflow(run, act);
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

Runs the examples, the README's first workflow and the CI's own job with act.

  --only TEXT   only the scenarios with this text in their names
  --help        prints this text`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) console.log(help);
else {
  const act = findAct();
  const chosen = scenarios.filter(({ name }) => name.includes(values.only));
  let failed = 0;
  for (const scenario of chosen) if (!(await passes(scenario, act))) failed++;
  console.log(`act ran ${chosen.length} workflows: ${chosen.length - failed} as expected.`);
  if (failed > 0 || chosen.length === 0) process.exitCode = 1;
}
