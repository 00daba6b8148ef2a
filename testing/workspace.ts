import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from './runner.ts';

export interface Workspace extends Disposable {
  readonly path: string;
}

/** A new folder with the files in it, by their paths. */
export function makeWorkspace(files: Readonly<Record<string, string | Uint8Array>>): Workspace {
  const path = mkdtempSync(join(tmpdir(), 'workspace-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, dirname(name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true });
    },
  };
}

/** The text of a file of the repository. */
export function repositoryText(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}
