/** The files of a workflow's run: the action as users get it, and a repository that uses it. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './runner.ts';

/** What users get of this repository: the actions' manifests and the bundles. */
export function copyAction(folder: string, isForgetful: boolean): string {
  for (const path of [
    'action.yml',
    'local-bec/action.yml',
    'delete/action.yml',
    'update/action.yml',
    'dist',
  ]) {
    const source = join(repositoryRoot, path);
    if (existsSync(source)) cpSync(source, join(folder, path), { recursive: true });
  }
  if (isForgetful) {
    const manifest = join(folder, 'action.yml');
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace('main: dist/index.js', 'main: forgetful.mjs'));
    writeFileSync(join(folder, 'forgetful.mjs'), forgetfulEntry);
  }
  return folder;
}

const forgetfulEntry = `
import { readFileSync, writeFileSync } from 'node:fs';
await import('./dist/index.js');
const file = process.env.GITHUB_OUTPUT;
writeFileSync(file, readFileSync(file, 'utf8').replaceAll('serviceId<<', 'forgotten<<'));
`;

/** A repository with specs, and for `uses: ./` the action; its one commit has the tag v1.2.3. */
export function makeRepository(folder: string): string {
  copyAction(folder, false);
  const copy = (from: string, to: string): void => {
    cpSync(join(repositoryRoot, from), join(folder, to), { recursive: true });
  };
  copy('examples', 'examples');
  copy('examples/workflows/specs', '.bec');
  copy('examples/service.yml', '.bec/service.yml');
  initRepository(folder, 'v1.2.3');
  return folder;
}

/** Makes a repository of a folder, with one commit that has the tag. */
export function initRepository(folder: string, tag: string): void {
  execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder });
  commit(folder, tag);
}

/** act reads it from the folder, committed or not. */
export function writeWorkflow(folder: string, text: string): void {
  mkdirSync(join(folder, '.github/workflows'), { recursive: true });
  writeFileSync(join(folder, '.github/workflows/workflow.yml'), text);
}

/** Clones a repository and adds a commit with the tag, which the original gets too. Returns the clone. */
export function cloneAt(tag: string, repository: string, clone: string): string {
  cpSync(repository, clone, { recursive: true });
  commit(clone, tag);
  execFileSync('git', ['fetch', '--quiet', clone, 'tag', tag], { cwd: repository });
  return clone;
}

export function addRemote(folder: string, url: string): void {
  execFileSync('git', ['remote', 'add', 'origin', url], { cwd: folder });
}

export function commit(folder: string, tag: string): void {
  const settings = [
    'user.name=act',
    'user.email=act@localhost',
    'commit.gpgsign=false',
    'tag.gpgsign=false',
  ];
  const git = (...args: readonly string[]): void => {
    const options = settings.flatMap((setting) => ['-c', setting]);
    execFileSync('git', [...options, ...args], { cwd: folder, stdio: 'pipe' });
  };
  git('add', '--all');
  git('commit', '--allow-empty', `--message=Version ${tag}`);
  git('tag', tag);
}
