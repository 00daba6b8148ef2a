import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from './programs.ts';

export interface Measurement {
  readonly name: string;
  /** From the start of the process to its end; the lower quartile of the rounds, as other load only adds. */
  readonly wallMs: number;
  /** User and system time of the process; the median. */
  readonly cpuMs: number;
  /** Peak resident memory; the median. */
  readonly rssMb: number;
}

/** What the process says of itself when it ends; that costs it a millisecond or two. */
type Usage = Pick<Measurement, 'cpuMs' | 'rssMb'>;

const maxUsageRounds = 5;

/** The programs in turn, as often as there are rounds, so that other load falls on all alike. */
export async function measure(
  programs: readonly Program[],
  rounds: number,
): Promise<readonly Measurement[]> {
  const wall = programs.map(() => Array<number>());
  const usage = programs.map(() => Array<Usage>());
  // The first round fills the caches of the file system and is not counted.
  for (let round = -1; round < rounds; round++) {
    for (const [index, program] of programs.entries()) {
      const { wallMs } = await runOnce(program);
      if (round < 0) continue;
      wall[index]?.push(wallMs);
      if (round < maxUsageRounds) usage[index]?.push(await usageOf(program));
    }
  }
  return programs.map(({ name }, index) => ({
    name,
    wallMs: quantileOf(wall[index] ?? [], 1 / 4),
    cpuMs: quantileOf(
      (usage[index] ?? []).map(({ cpuMs }) => cpuMs),
      1 / 2,
    ),
    rssMb: quantileOf(
      (usage[index] ?? []).map(({ rssMb }) => rssMb),
      1 / 2,
    ),
  }));
}

/** @throws Error if the program ends otherwise than it should */
export function runOnce(
  { name, command, cwd, env, exitCode }: Program,
  nodeArguments: readonly string[] = [],
): Promise<{ readonly wallMs: number; readonly errors: string }> {
  return new Promise((resolve, reject) => {
    const startMs = performance.now();
    const child = spawn(process.execPath, [...nodeArguments, ...command], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    let wallMs = 0;
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', reject);
    child.on('exit', () => (wallMs = performance.now() - startMs));
    child.on('close', (code) => {
      if (code === exitCode) resolve({ wallMs, errors });
      else reject(new Error(`${name} ended with ${code ?? 'a signal'}: ${output}${errors}`));
    });
  });
}

async function usageOf(program: Program): Promise<Usage> {
  const preload = join(program.cwd, 'usage.cjs');
  writeFileSync(
    preload,
    `process.on('exit', () => {
      const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
      require('node:fs').writeSync(2, \`USAGE \${userCPUTime + systemCPUTime} \${maxRSS}\`);
    });\n`,
  );
  const { errors } = await runOnce(program, ['--require', preload]);
  const [, cpuUs, maxRssKb] = /USAGE (\d+) (\d+)/.exec(errors) ?? [];
  return { cpuMs: Number(cpuUs) / 1000, rssMb: Number(maxRssKb) / 1024 };
}

function quantileOf(numbers: readonly number[], quantile: number): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length * quantile)] ?? NaN;
}
