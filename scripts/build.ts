/**
 * Makes dist/ from src/, or with `--check` makes it elsewhere and says where the committed one differs.
 * The bundle is the same to the byte on every machine.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { minify } from 'terser';
import { parseFields } from '../src/json.ts';
import { bundleBudget } from '../testing/bundle-budget.ts';
import { repositoryRoot } from '../testing/runner.ts';
import { withEagerModules } from './eager-modules.ts';
import { licensesOf, packagesIn, sbomOf, type Package } from './licenses.ts';

const ncc = join(repositoryRoot, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
const dist = join(repositoryRoot, 'dist');

/** The bundles by their folder in dist. */
const entries = {
  '.': 'src/index.ts',
  post: 'src/post-index.ts',
  delete: 'delete/action.ts',
  update: 'update/action.ts',
  'local-bec': 'local-bec/step.ts',
  cli: 'cli/main.ts',
};

async function bundleInto(folder: string): Promise<void> {
  const packages = await Promise.all(
    Object.entries(entries).map(([name, entry]) => bundleEntry(entry, join(folder, name))),
  );
  writeFileSync(join(folder, 'sbom.cdx.json'), sbomOf(packages.flat(), repositoryRoot));
  for (const [name, code] of filesIn(folder)) {
    if (name.endsWith('.js')) writeFileSync(join(folder, name), await compacted(code));
  }
}

/** @returns the packages in the bundle */
async function bundleEntry(entry: string, out: string): Promise<readonly Package[]> {
  const statsFile = join(out, 'stats.json');
  // The compiler checks the types, in npm run check.
  const options = ['--stats-out', statsFile, '--quiet', '--transpile-only'];
  await promisify(execFile)(process.execPath, [ncc, 'build', entry, '--out', out, ...options], {
    cwd: repositoryRoot,
  });
  const stats = parseFields(readFileSync(statsFile, 'utf8')) ?? {};
  rmSync(statsFile);
  const packages = packagesIn(stats, repositoryRoot);
  writeFileSync(join(out, 'licenses.txt'), licensesOf(packages, repositoryRoot));
  return packages;
}

/**
 * Without comments and indentation, and with short names for local variables: node reads the whole of
 * a file at every start, and half of the bytes is 2 ms. Functions and classes keep their names, so that
 * a stack in a bug report can be read.
 */
async function compacted(code: string): Promise<string> {
  const { code: compact = '' } = await minify(code, {
    module: true,
    compress: {
      defaults: false,
      dead_code: true,
      side_effects: true,
      unused: true,
      passes: 2,
    },
    mangle: { keep_classnames: true, keep_fnames: true },
    format: { comments: false, max_line_len: 500 },
  });
  return withEagerModules(compact);
}

function filesIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(folder, file), readFileSync(file, 'utf8')]));
}

/** What must not be in a bundle, since nobody would notice before a user does. */
const unwanted: readonly { readonly pattern: RegExp; readonly fault: string }[] = [
  { pattern: /Cannot find module/, fault: 'throws for a module that ncc did not find' },
  { pattern: /undici\.globalDispatcher/, fault: 'holds undici, which costs 50 ms at every start' },
  {
    pattern: /^import\b[^;]*["'](?:node:)?https?["']/m,
    fault: 'imports http as an ES module, which loads undici for its export WebSocket',
  },
  { pattern: /\bperformance\.now\b/, fault: 'asks performance.now, which loads perf_hooks: 5 ms' },
  { pattern: /\bemitWarning\b/, fault: "holds yaml's CommonJS build: see scripts/yaml.js" },
  {
    pattern: /[{,]\d+:(?:\w+|\([\w,]*\))=>\{/,
    fault: 'holds a module that V8 reads twice: see scripts/eager-modules.ts',
  },
];

function faultsOf(files: ReadonlyMap<string, string>): readonly string[] {
  const scripts = [...files].filter(([name]) => name.endsWith('.js'));
  const ofAction = scripts.filter(([name]) => !name.includes(sep));
  const mainBytes = Buffer.byteLength(files.get('index.js') ?? '');
  const allBytes = ofAction.reduce((sum, [, code]) => sum + Buffer.byteLength(code), 0);
  return [
    ...Object.keys(entries)
      .map((name) => join(name, 'index.js'))
      .filter((name) => files.get(name)?.includes('but bec-create needs Node') !== true)
      .map((name) => `dist/${name} does not import src/require-node.ts first`),
    ...scripts.flatMap(([name, code]) =>
      unwanted
        .filter(({ pattern }) => pattern.test(code))
        .map(({ fault }) => `dist/${name} ${fault}`),
    ),
    ...(mainBytes > bundleBudget.main
      ? [`dist/index.js has ${mainBytes} bytes of ${bundleBudget.main}`]
      : []),
    ...(allBytes > bundleBudget.all ? [`dist has ${allBytes} bytes of ${bundleBudget.all}`] : []),
  ];
}

function differencesOf(
  committed: ReadonlyMap<string, string>,
  fresh: ReadonlyMap<string, string>,
): readonly string[] {
  const names = new Set([...committed.keys(), ...fresh.keys()]);
  return [...names]
    .filter((name) => committed.get(name) !== fresh.get(name))
    .map((name) => `dist/${name} is not what src/ gives: run npm run bundle`);
}

function complain(faults: readonly string[]): void {
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}

const fresh = mkdtempSync(join(tmpdir(), 'bundle-'));
await bundleInto(fresh);
complain(faultsOf(filesIn(fresh)));
if (process.argv.includes('--check')) complain(differencesOf(filesIn(dist), filesIn(fresh)));
else {
  rmSync(dist, { recursive: true, force: true });
  cpSync(fresh, dist, { recursive: true });
}
rmSync(fresh, { recursive: true });
