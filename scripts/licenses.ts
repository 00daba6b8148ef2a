import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listOf, parseFields, textOf, toFields, type Fields } from '../src/json.ts';

/**
 * The licences of all packages in a bundle, by the list of modules that ncc writes with `--stats-out`.
 * ncc's own list misses every package whose modules were joined with others.
 */
export function licensesOf(stats: Fields, root: string): string {
  const modules = modulesIn(stats);
  // ajv is there in what it wrote.
  const generated = modules.some((module) => module.includes('/generated/'))
    ? ['node_modules/ajv']
    : [];
  const folders = new Set([...modules.map(packageFolderOf), ...generated]);
  return [...folders]
    .filter((folder) => folder !== '')
    .sort()
    .map((folder) => licenseText(join(root, folder)))
    .join('\n\n');
}

/** Joined modules stand inside the one that they were joined to. */
function modulesIn(stats: Fields): readonly string[] {
  return listOf(stats['modules']).flatMap((module) => [
    textOf(module['name']),
    ...modulesIn(toFields(module) ?? {}),
  ]);
}

/** `node_modules/@scope/name`, also inside another package's. */
function packageFolderOf(module: string): string {
  return (
    /^.*?((?:node_modules\/(?:@[^/]+\/)?[^/]+\/?)+)/.exec(module)?.[1]?.replace(/\/$/, '') ?? ''
  );
}

function licenseText(folder: string): string {
  const { name, version, license } = {
    ...parseFields(readFileSync(join(folder, 'package.json'), 'utf8')),
  };
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file !== undefined && existsSync(join(folder, file))
      ? readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()
      : '';
  return `${textOf(name)} ${textOf(version)} (${textOf(license)})\n${'-'.repeat(40)}\n${text}`;
}
