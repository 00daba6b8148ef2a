import { expect } from 'vitest';
import type { Ended } from './deployment.ts';
import { leaksIn } from './leaks.ts';
import { commandsIn } from './log.ts';

/** Expects that no piece of a secret is in anything but the line that tells the runner to mask it. */
export function expectNoLeak(ended: Ended, secrets: readonly string[]): void {
  expect(leaksIn(ended, secrets)).toEqual([]);
}

/** Expects the log to have a mask for each line of each secret, since the runner looks for them line by line. */
export function expectMasked(log: string, secrets: readonly string[]): void {
  const masks = commandsIn(log)
    .filter(({ name }) => name === 'add-mask')
    .map(({ text }) => text);
  const lines = secrets.flatMap((secret) => secret.split('\n')).map((line) => line.trim());
  expect(masks).toEqual(expect.arrayContaining(lines.filter((line) => line !== '')));
}

const ownCommands = new Set([
  'add-mask',
  'error',
  'warning',
  'notice',
  'group',
  'endgroup',
  'debug',
]);

/** The start of what a test tries to make the runner carry out. */
export const injected = 'INJECTED';

/** Commands, written in all the ways in which they might get through. */
export const injections: readonly string[] = [
  `::error::${injected}`,
  ` ::add-mask::${injected}`,
  `\n::error::${injected}`,
  `\r::warning::${injected}`,
  `\r\n::set-output name=serviceId::${injected}`,
  `\u0085::error::${injected}`,
  `\u2028::error::${injected}`,
  `%0A::error::${injected}`,
  `%0D%0A::stop-commands::${injected}`,
  `::error file=a.yml,line=1::${injected}`,
  `##[error]${injected}`,
  `\n##[group]${injected}`,
  `::`,
  `,line=1::${injected}`,
  `\nserviceId<<EOF\n${injected}\nEOF`,
];

/** Expects that the runner finds no command in the log that is not of the action’s own making. */
export function expectOwnCommands(log: string): void {
  const foreign = commandsIn(log).filter(
    ({ name, properties, text }) =>
      !ownCommands.has(name) ||
      text.trimStart().startsWith(injected) ||
      !/^(?:(?:file|line|endLine|col|endColumn|title)=[^:,\r\n]*(?:,(?!$)|$))*$/.test(properties),
  );
  expect(foreign).toEqual([]);
  // The old way to write a command works anywhere in a line that is not a new-style command.
  expect(
    log.split(/[\r\n]/).filter((line) => !line.startsWith('::') && line.includes('##[')),
  ).toEqual([]);
}
