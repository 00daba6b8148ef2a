/**
 * Makes dist/ from src/, or with `--check` makes it elsewhere and says where the committed one differs.
 * The bundle is the same to the byte on every machine.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { repositoryRoot } from './runner.ts';

const ncc = join(repositoryRoot, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
const dist = join(repositoryRoot, 'dist');

function bundleInto(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const options = ['--out', folder, '--license', 'licenses.txt', '--quiet'];
  execFileSync(process.execPath, [ncc, 'build', 'src/index.ts', ...options], {
    cwd: repositoryRoot,
    stdio: 'inherit',
  });
}

function filesIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(folder, file), readFileSync(file, 'utf8')]));
}

/** What must be true of a bundle, since nothing else would notice before a user does. */
function faultsOf(files: ReadonlyMap<string, string>): readonly string[] {
  const faults: string[] = [];
  for (const [name, text] of files) {
    if (text.includes('Cannot find module'))
      faults.push(`${name} throws for a module that ncc did not find`);
  }
  return faults;
}

function differencesOf(
  committed: ReadonlyMap<string, string>,
  fresh: ReadonlyMap<string, string>,
): readonly string[] {
  const names = new Set([...committed.keys(), ...fresh.keys()]);
  return [...names]
    .filter((name) => committed.get(name) !== fresh.get(name))
    .map((name) => `dist/${name} is not what src/ gives: run npm run build`);
}

function complain(faults: readonly string[]): void {
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}

if (process.argv.includes('--check')) {
  const fresh = mkdtempSync(join(tmpdir(), 'bundle-'));
  bundleInto(fresh);
  complain([...differencesOf(filesIn(dist), filesIn(fresh)), ...faultsOf(filesIn(fresh))]);
  rmSync(fresh, { recursive: true });
} else {
  bundleInto(dist);
  complain(faultsOf(filesIn(dist)));
}
