/**
 * `node lab/large-specs.ts`: dry runs of the shipped bundle on random specs of up to 1 MiB, each with twenty
 * secrets of 2 kB. Prints the CPU that the slowest took; exits with 1 if one took over 3 s.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { largeSpecContainer, largeSpecTop } from '../testing/large-specs.ts';
import { runStep } from '../testing/runner.ts';
import { makeWorkspace } from '../testing/workspace.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});
const maxMs = 3_000;

const pieces = [
  ...[
    '\n',
    ' ',
    '  ',
    '- ',
    'a: ',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '#',
    '&a ',
    '*a',
    '|\n',
    '…',
    '日本',
  ],
  ...[
    '${{ secrets.S1 }}',
    '${{ env.A }}',
    '${{',
    '\\u0041',
    '\\\\',
    '%41',
    '&amp;',
    'containers:\n',
    '\t',
  ],
  ...[
    'name: web\n',
    '    - { name: A, value: b }\n',
    '/',
    '@',
    '=',
    'word ',
    '\u00e9',
    '<<: *a\n',
    '---\n',
  ],
];

/** Numbers from 0 to below 1, the same ones for the same seed. */
function randomOf(seed: string): () => number {
  let count = 0;
  return () => createHash('sha256').update(`${seed} ${count++}`).digest().readUInt32BE() / 2 ** 32;
}

/** Stretches of a few pieces each, repeated, within a spec or alone. */
function randomSpec(random: () => number): string {
  const secrets = Array.from({ length: 20 }, (_, index) => `"\${{ secrets.S${index} }}"`);
  const start = `${largeSpecTop}${largeSpecContainer}    args: [${secrets.join(', ')}]\n`;
  const open = ['', '    workingDir: "', '    envs: [', '    commands:\n', 'kernelParam: |\n  '];
  let text = random() < 0.9 ? start + (open[Math.floor(random() * open.length)] ?? '') : '';
  const length = 2 ** (12 + 8 * random());
  while (text.length < length) {
    const count = 1 + Math.floor(random() * 4);
    const stretch = Array.from(
      { length: count },
      () => pieces[Math.floor(random() * pieces.length)],
    );
    text += stretch.join('').repeat(1 + Math.floor((random() ** 2 * length) / 8));
  }
  return Buffer.from(text)
    .subarray(0, 1024 ** 2)
    .toString('utf8')
    .replace(/\ufffd$/, '');
}

const reportCpu =
  'data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();process.stdout.write("\\ncpu="+(user+system)/1000+"\\n")})';

let slowest = { ms: 0, seed: '' };
for (let run = 0; run < Number(values.runs); run++) {
  const seed = `${values.seed}.${run}`;
  const random = randomOf(seed);
  using workspace = makeWorkspace({ '.bec/service.yml': randomSpec(random) });
  const secret = (index: number): string =>
    createHash('sha512').update(`${seed} ${index}`).digest('base64').repeat(24).slice(0, 2_000);
  const { log } = await runStep({
    workspace: workspace.path,
    inputs: { 'dry-run': 'true' },
    env: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`S${index}`, secret(index)])),
    nodeArguments: ['--import', reportCpu],
  });
  const ms = Number(/^cpu=([0-9.]+)$/m.exec(log)?.[1]);
  if (Number.isNaN(ms))
    throw new Error(`The run with the seed ${seed} reported no CPU:\n${log.slice(-2000)}`);
  if (ms > slowest.ms) slowest = { ms, seed };
}
console.log(
  `${values.runs} runs; the slowest took ${Math.round(slowest.ms)} ms of CPU, with the seed ${slowest.seed}.`,
);
if (slowest.ms > maxMs) process.exitCode = 1;
