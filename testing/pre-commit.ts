/**
 * Runs the hook in .pre-commit-hooks.yaml as its users do, with the real pre-commit on a repository of its
 * own. Called with the path of pre-commit; prints what it did, and exits with 1 if the hook is wrong.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from './runner.ts';

const [preCommit = '', hookRepository = repositoryRoot] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), 'pre-commit-'));
const scratch = join(home, 'scratch');

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

function run(command: string, ...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: scratch,
    env: { ...process.env, PRE_COMMIT_HOME: join(home, 'cache'), GIT_CONFIG_GLOBAL: '/dev/null' },
    encoding: 'utf8',
    timeout: 300_000,
  });
  return { status, output: stdout + stderr };
}

/** Of a repository that holds this spec, its schema and a file that is none. */
function hookOn(spec: string): Ended {
  mkdirSync(join(scratch, '.bec'), { recursive: true });
  writeFileSync(join(scratch, '.bec/service.yml'), spec);
  cpSync(
    join(repositoryRoot, 'schema/service.schema.json'),
    join(scratch, '.bec/service.schema.json'),
  );
  writeFileSync(join(scratch, 'other.yml'), 'not: a spec\n');
  run('git', 'init', '--quiet');
  run('git', 'add', '--all');
  return run(preCommit, 'try-repo', hookRepository, 'bec-create-check', '--all-files');
}

function expectHook(name: string, ended: Ended, status: number, text: string): void {
  const isRight = ended.status === status && ended.output.includes(text);
  if (!isRight) process.exitCode = 1;
  console.log(`${isRight ? 'ok   ' : 'WRONG'} ${name}: status ${ended.status ?? 'none'}`);
  if (!isRight) console.log(ended.output);
}

const valid = readFileSync(join(repositoryRoot, 'examples/service.yml'), 'utf8');
expectHook('a valid spec', hookOn(valid), 0, 'Passed');
expectHook(
  'a spec with a problem',
  hookOn(valid.replace(/cpu: \d+/, 'cpu: 0.5')),
  1,
  '|          ^^^\n',
);
rmSync(home, { recursive: true, force: true });
