import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listOf, parseFields, textOf, toFields, type Fields } from '../src/json.ts';

/** A package in a bundle. */
export interface Package {
  /** Relative to the repository, as package-lock.json names it. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
}

/**
 * All packages in a bundle, by the list of modules that ncc writes with `--stats-out`. ncc's own list misses
 * every package whose modules were joined with others.
 */
export function packagesIn(stats: Fields, root: string): readonly Package[] {
  const modules = modulesIn(stats);
  // ajv is there in what it wrote.
  const generated = modules.some((module) => module.includes('/local-bec/generated/'))
    ? ['node_modules/ajv']
    : [];
  const folders = new Set([...modules.map(packageFolderOf), ...generated]);
  return [...folders]
    .filter((folder) => folder !== '')
    .sort()
    .map((folder) => {
      const fields = parseFields(readFileSync(join(root, folder, 'package.json'), 'utf8')) ?? {};
      const [name = '', version = '', license = ''] = ['name', 'version', 'license'].map((key) =>
        textOf(fields[key]),
      );
      return { folder, name, version, license };
    });
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

/** The texts of all licences. */
export function licensesOf(packages: readonly Package[], root: string): string {
  return packages
    .map(({ folder, name, version, license }) => {
      const line = `${name} ${version} (${license})\n${'-'.repeat(40)}\n`;
      return line + licenseTextIn(join(root, folder));
    })
    .join('\n\n');
}

function licenseTextIn(folder: string): string {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return file !== undefined && existsSync(join(folder, file))
    ? readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()
    : '';
}

/**
 * The packages as a bill of materials. Without a time and a serial number: the same packages give the same
 * bytes.
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function sbomOf(packages: readonly Package[], root: string): string {
  const fieldsOf = (file: string): Fields =>
    parseFields(readFileSync(join(root, file), 'utf8')) ?? {};
  const own = fieldsOf('package.json');
  const locked = toFields(fieldsOf('package-lock.json')['packages']) ?? {};
  const byFolder = new Map(packages.map((it) => [it.folder, it]));
  const sbom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': 'bec-create',
        name: textOf(own['name']),
        version: textOf(own['version']),
        licenses: [{ expression: textOf(own['license']) }],
      },
    },
    components: [...byFolder.values()]
      .toSorted((left, right) => (left.folder < right.folder ? -1 : 1))
      .map((it) => componentOf(it, textOf(toFields(locked[it.folder])?.['integrity']))),
  };
  return `${JSON.stringify(sbom, undefined, 2)}\n`;
}

/** @param integrity of the package's archive: `sha512-` and base64 */
function componentOf({ name, version, license }: Package, integrity: string): Fields {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const hash = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    licenses: [{ expression: license }],
    hashes: [{ alg: 'SHA-512', content: hash }],
  };
}
