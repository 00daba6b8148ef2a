import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { listOf, textOf, toFields, type Fields } from '../src/json.ts';

export interface RunnableOptions {
  readonly endpoint: string;
  /** The folder that gets a file with the outputs of each job. */
  readonly results: string;
  readonly isDryRun: boolean;
}

/** The workflow with the local BEC's address, and in each job that deploys a last step that reads the outputs. */
export function runnableWorkflow(
  workflow: string,
  { endpoint, results, isDryRun }: RunnableOptions,
): string {
  const document: unknown = parse(workflow);
  const fields = toFields(document) ?? {};
  const jobs = Object.entries(toFields(fields['jobs']) ?? {}).map(([id, job]) => {
    const steps = listOf(toFields(job)?.['steps']).flatMap((step) => runnableStep(step, endpoint));
    const isDeploying = steps.some((step) => step['id'] === 'bec');
    const last = isDeploying ? [readingStep(isDryRun, results)] : [];
    return [id, { ...toFields(job), steps: [...steps, ...last] }] as const;
  });
  return stringify({ ...fields, jobs: Object.fromEntries(jobs) });
}

/** Without steps that need the network; of docker/metadata-action, the version is kept. */
function runnableStep(step: Fields, endpoint: string): readonly Fields[] {
  const uses = textOf(step['uses']);
  if (uses.startsWith('docker/')) {
    return step['id'] === 'meta'
      ? [{ id: 'meta', run: 'echo "version=${GITHUB_REF_NAME#v}" >> "$GITHUB_OUTPUT"' }]
      : [];
  }
  if (!/^(?:org\/bec-create(?:\/(?:delete|update))?@v1|\.\/deploy)$/.test(uses)) return [step];
  return [{ ...step, with: { endpoint, ...toFields(step['with']) } }];
}

function readingStep(isDryRun: boolean, results: string): Fields {
  return {
    name: 'What a later step sees',
    if: 'always()',
    shell: 'bash',
    env: {
      OUTPUTS: '${{ toJson(steps.bec.outputs) }}',
      SERVICE_ID: '${{ steps.bec.outputs.serviceId }}',
    },
    run: [
      `printf '%s' "$OUTPUTS" > "$(mktemp '${join(results, 'XXXXXX')}')"`,
      isDryRun ? '[[ -z "$SERVICE_ID" ]]' : '[[ "$SERVICE_ID" =~ ^s-[a-z0-9]+$ ]]',
    ].join('\n'),
  };
}
