/**
 * The structure that CONTRIBUTING.md draws, held: a room is entered by its door, the programs around it
 * do not import each other, and no imports form a circle. Types count. So does weight: what the actions
 * and the command are made of stays small enough to be read.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The rooms of src, each with the files that the rest of the project may import. */
const doors: Readonly<Record<string, readonly string[]>> = {
  // The second leads through the first; steps that don't deploy load the first alone.
  'src/action': ['src/action/runner.ts', 'src/action/deploy-report.ts'],
  'src/source': ['src/source/source.ts'],
  'src/spec': ['src/spec/spec.ts'],
  'src/api': ['src/api/client.ts'],
  'src/http': ['src/http/connection.ts', 'src/http/retry.ts'],
  'src/service': ['src/service/service.ts', 'src/service/reading.ts'],
  'src/registry': ['src/registry/registry.ts'],
};

/**
 * Beside the doors: the local BEC checks signatures, and the command reads files of a machine without a
 * run.
 */
const sideDoors: Readonly<Record<string, readonly string[]>> = {
  'local-bec': ['src/api/bce-auth.ts'],
  scripts: ['src/action/help.ts'],
  cli: ['src/source/spec-text.ts', 'src/source/similar-file.ts'],
};

/** What each of the other folders may import, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  src: ['schema'],
  delete: ['src'],
  update: ['src'],
  'local-bec': ['src'],
  cli: ['src', 'package.json'],
  testing: ['src', 'update', 'local-bec'],
  scripts: ['src', 'local-bec', 'testing', 'schema'],
  lab: ['src', 'update', 'local-bec', 'testing'],
  __tests__: [
    'src',
    'lab',
    'delete',
    'update',
    'cli',
    'scripts',
    'local-bec',
    'testing',
    'schema',
    'examples',
  ],
};

/** What the actions and the command are made of, in lines of TypeScript, and how many files a room has. */
const ceilings = { lines: 11_399, files: 24 } as const;
const weighed: readonly string[] = ['src', 'delete', 'update', 'cli'];

type Imports = ReadonlyMap<string, readonly string[]>;

/** Files by their path from the root, each with the project's files that it imports. */
function readImports(): Imports {
  const files = Object.keys(allowed)
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /(?<!\.d)\.ts$/.test(name))
        .map((name) => join(folder, name)),
    );
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'));
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(file), name)));
}

function roomOf(file: string): string | undefined {
  return Object.keys(doors).find((room) => file.startsWith(room + sep));
}

/** Tests look behind the doors of what they test. */
function isTest(file: string): boolean {
  return /^(?:__tests__|testing|lab)\b/.test(file);
}

function entranceFaults(file: string, imported: string): readonly string[] {
  const [from = '', to = ''] = [file, imported].map((path) => path.split(sep)[0]);
  if (from !== to && allowed[from]?.includes(to) !== true) {
    return [`${file} imports ${imported}: ${from} may not import ${to}`];
  }
  const room = roomOf(imported);
  if (room === undefined || roomOf(file) === room || isTest(file)) return [];
  const entrances = doors[room] ?? [];
  return entrances.includes(imported) || sideDoors[from]?.includes(imported) === true
    ? []
    : [`${file} imports ${imported}: enter by ${entrances.join(' or ')}`];
}

/** Every circle once, by the file where a walk in alphabetical order first meets it. */
function circlesIn(imports: Imports): readonly string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start !== -1) circles.push(`a circle: ${[...trail.slice(start), file].join(' → ')}`);
    if (start !== -1 || done.has(file)) return;
    for (const imported of imports.get(file) ?? []) walk(imported, [...trail, file]);
    done.add(file);
  };
  for (const file of [...imports.keys()].sort()) walk(file, []);
  return circles;
}

function weightFaults(files: readonly string[]): readonly string[] {
  const own = files.filter((file) => weighed.includes(file.split(sep)[0] ?? ''));
  const lines = own
    .map((file) => readFileSync(join(root, file), 'utf8').split('\n').length - 1)
    .reduce((sum, count) => sum + count, 0);
  const crowded = Object.keys(doors)
    .map((room) => ({ room, count: own.filter((file) => dirname(file) === room).length }))
    .filter(({ count }) => count > ceilings.files);
  return [
    ...(lines > ceilings.lines
      ? [`${weighed.join(', ')} have ${lines} lines of ${ceilings.lines}: what can go?`]
      : []),
    ...crowded.map(({ room, count }) => `${room} has ${count} files of ${ceilings.files}`),
  ];
}

const imports = readImports();
const faults = [
  ...weightFaults([...imports.keys()]),
  ...[...imports].flatMap(([file, names]) => names.flatMap((name) => entranceFaults(file, name))),
  ...circlesIn(imports),
];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
