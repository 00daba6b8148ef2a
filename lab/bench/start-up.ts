import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalBec } from '../../local-bec/server.ts';
import { fileResponse, startContentsApi } from '../../testing/contents-api.ts';
import { repositoryRoot } from '../../testing/runner.ts';
import { measure, type Measurement } from './measure.ts';
import {
  authority,
  bareNode,
  floor,
  inputsFor,
  specOf,
  step,
  workspaceIn,
  type Program,
  type Target,
} from './programs.ts';
import type { Section } from './report.ts';

interface Targets {
  readonly plain: Target;
  readonly secure: Target;
  readonly githubUrl: string;
}

export function readTls(): { readonly key: string; readonly cert: string } {
  const read = (name: string): string =>
    readFileSync(join(repositoryRoot, '__tests__/fixtures/tls', name), 'utf8');
  return { key: read('bec.test.key'), cert: read('bec.test.crt') };
}

/** A step on a spec of a hundred lines, beside a bare node and a program that only sends the request. */
export async function measureStartUp(folder: string, rounds: number): Promise<Section> {
  await using plain = await startLocalBec();
  await using secure = await startLocalBec({ tls: readTls() });
  await using github = await startContentsApi(() => fileResponse(specOf(8)));
  const results = await measure(
    programsFor(folder, { plain, secure, githubUrl: github.url }),
    rounds,
  );
  const of = (name: string): Measurement => {
    const result = results.find((candidate) => candidate.name === name);
    if (result === undefined) throw new Error(`${name} was not measured`);
    return result;
  };
  const bare = of('bare node');
  const floorOf = (name: string): Measurement =>
    of(name.includes('https') ? 'floor https' : 'floor http');
  const timesFloor = (name: string): number => of(name).wallMs / floorOf(name).wallMs;
  return {
    title: 'Start-up',
    header: ['what ran', 'ms', '× bare', '× floor', 'RSS MB', '× bare RSS'],
    rows: results.map(({ name, wallMs, rssMb }) => [
      name,
      wallMs.toFixed(1),
      (wallMs / bare.wallMs).toFixed(2),
      timesFloor(name).toFixed(2),
      rssMb.toFixed(1),
      (rssMb / bare.rssMb).toFixed(2),
    ]),
    goals: [
      { name: 'http × floor', value: timesFloor('http'), limit: 2.4 },
      { name: 'https × floor', value: timesFloor('https'), limit: 1.85 },
      { name: 'dry run × bare node', value: of('dry run').wallMs / bare.wallMs, limit: 2.8 },
      { name: 'http, RSS × bare node', value: of('http').rssMb / bare.rssMb, limit: 1.6 },
      { name: 'https, RSS × bare node', value: of('https').rssMb / bare.rssMb, limit: 1.6 },
    ],
  };
}

function programsFor(folder: string, targets: Targets): readonly Program[] {
  const { plain, secure, githubUrl } = targets;
  const workspace = workspaceIn(folder, 'spec', specOf(8));
  const invalid = workspaceIn(folder, 'invalid', specOf(8).replace('cpu: 1', 'cpu: 0.5'));
  const empty = workspaceIn(folder, 'empty');
  const inputs = inputsFor(plain);
  return [
    bareNode(folder),
    floor(folder, 'floor http', plain),
    floor(folder, 'floor https', secure),
    step(folder, 'http', { workspace, inputs }),
    step(folder, 'https', {
      workspace,
      inputs: inputsFor(secure),
      env: { NODE_EXTRA_CA_CERTS: authority },
    }),
    step(folder, 'dry run', { workspace, inputs: { 'dry-run': 'true' } }),
    step(folder, 'invalid spec', { workspace: invalid, inputs, exitCode: 1 }),
    step(folder, 'missing input', {
      workspace,
      inputs: { ...inputs, 'secret-access-key': '' },
      exitCode: 1,
    }),
    step(folder, 'no checkout', { workspace: empty, inputs, run: { GITHUB_API_URL: githubUrl } }),
  ];
}
