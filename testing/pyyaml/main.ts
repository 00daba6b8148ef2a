/**
 * Compares how the action and PyYAML read the same texts: every form of a block and of a quoted text, and
 * containers as people have them in files for Compose, Kubernetes, ECS and Cloud Run. Called with the path
 * of a python that has PyYAML; exits with 1 if one text is read in two ways.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { toFields } from '../../src/json.ts';
import { bodyOf } from '../spec.ts';
import { containers } from './containers.ts';

const [python = ''] = process.argv.slice(2);

const top = `serviceName: web
containerGroupName: web
deployInstances: [{ regionId: cn-shanghai-ct, replicas: 1 }]
`;

const blockLines = [
  'a',
  'a\n  b',
  'a\n\n  b',
  'a\n    b\n  c',
  '\n  a',
  'a\n   \n  b',
  'a: b # c',
  '- a',
  'a\n\n\n',
  '# a',
];
const blocks = ['|', '|-', '|+', '>', '>-', '>+', '|2', '>2-'].flatMap((header) =>
  blockLines.flatMap((lines) => ['', '\n', '\n\n'].map((end) => `${header}\n  ${lines}${end}`)),
);

const escapes = [
  ...['0', 'a', 'b', 't', 'n', 'v', 'f', 'r', 'e', ' ', '"', '/', '\\', 'N', '_', 'L', 'P'],
  ...['x41', 'xe9', 'u00e9', 'u65e5', 'U0001F680', '\n  ', 't\\\n  \\t'],
].map((escape) => `"a\\${escape}b"`);

const quoted = ["'it''s'", "'a\n  b'", '"a\n\n  b"', "'\\n'", '""', "''", '"a \\\n  b"', '"  a  "'];
const plain = [
  'a b',
  'a#b',
  'a # b',
  'a:b',
  "it's",
  '1.10',
  '0x1F',
  'true',
  'a\n  b',
  '-1',
  '?a',
  'a, b',
  'a [b] {c}',
];

/** The parameter stands last, so that a block may end with the text. */
const texts = [
  ...[...blocks, ...escapes, ...quoted, ...plain].map(
    (value) => `${top}containers: [{ name: web, imageAddress: acme/web }]\nkernelParam: ${value}`,
  ),
  // Beside one that takes the run's version, the others keep their own.
  ...containers.map(
    (container) => `${top}containers:\n  - { name: run, imageAddress: acme/run }\n${container}`,
  ),
];

const { stdout, stderr, status } = spawnSync(
  python,
  [fileURLToPath(new URL('read.py', import.meta.url))],
  { input: JSON.stringify(texts), encoding: 'utf8', timeout: 60_000 },
);
if (status !== 0) throw new Error(`PyYAML can't be run: ${stderr}`);
const readings: unknown = JSON.parse(stdout);
if (!Array.isArray(readings) || readings.length !== texts.length)
  throw new Error('A reading is missing.');

/** Numbers and booleans as the text that they were; empty texts are not sent but in lists and values. */
function asText(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => asText(item, 'value'));
  const fields = toFields(value);
  if (fields === undefined) return value === '' && key !== 'value' ? undefined : String(value);
  const entries = Object.entries(fields).map(([name, item]) => [name, asText(item, name)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

let different = 0;
for (const [index, text] of texts.entries()) {
  const body = asText(await bodyOf(text, { imageVersion: 'v0' }));
  const reading = asText(readings[index]);
  const expected = {
    ...toFields(reading),
    containers: withVersion(toFields(reading)?.['containers']),
  };
  if (isDeepStrictEqual(body, expected)) continue;
  different++;
  console.log(
    `WRONG: ${JSON.stringify(text)}\n  action ${JSON.stringify(body)}\n  PyYAML ${JSON.stringify(expected)}`,
  );
}
console.log(`${texts.length} texts, ${different} read in another way than by PyYAML`);
if (different > 0) process.exitCode = 1;

/** The action adds the run's version where a container has none. */
function withVersion(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((container) => ({ imageVersion: 'v0', ...toFields(container) }));
}
