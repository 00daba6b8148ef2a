import { describe, expect, test } from 'vitest';
import {
  largeSpecContainer as container,
  largeSpecTop as top,
  lines,
  repeatedTo,
} from '../../testing/large-specs.ts';
import { errorsIn } from '../../testing/log.ts';
import { runStep } from '../../testing/runner.ts';
import { makeWorkspace } from '../../testing/workspace.ts';

/** Of a spec, less some room for what has to be around the part that is large. */
const maxLength = 1024 ** 2 - 4096;

function filledWith(text: string, length = maxLength): string {
  return repeatedTo(text, length);
}

const shapes: Readonly<Record<string, string>> = {
  'a text of placeholders': `${top}${container}    args: ["${filledWith('${{x}}')}"]\n`,
  'a text of placeholders that are not closed': `${top}${container}    args: ["${filledWith('${{')}"]\n`,
  'a path of slashes': `${top}${container}    volumeMounts: [{ name: a, mountPath: "${filledWith('/')}" }]\n`,
  'an address of signs': `${top}containers: [{ name: web, imageAddress: "${filledWith('a@')}" }]\n`,
  'keys like a known one': `${top}${container}${lines(50_000, (index) => `containers${index}: 1`)}`,
  'mounts of unknown volumes': `${top}${container}    volumeMounts:
${lines(12_000, (index) => `      - { name: m${index}, mountPath: /a${index} }`)}volumes:
  emptyDir:
${lines(12_000, (index) => `    - { name: v${index} }`)}`,
  'aliases of aliases': `x-0: &a0 [a, a, a, a, a, a, a, a]
${lines(20, (index) => `x-${index + 1}: &a${index + 1} [${filledWith(`*a${index},`, 90)}]`)}${top}${container}    args: *a20
`,
  'merges of a large map': `x-a: &a { ${lines(20_000, (index) => `k${index}: v,`)} }
${top}${container}    envs:
${filledWith('      - { <<: *a }\n', 500_000)}`,
  'an alias of a large text': `x-a: &a "${filledWith('a', 500_000)}"
${top}${container}    args: [${filledWith('*a, ', 1600)}]
`,
  'an alias of a placeholder behind escapes': `x-a: &a "\${{ env.A \\x7d}${filledWith('\\\n ', 930_000)}"
${top}${container}    args: [${filledWith('*a,', 87_000)}]
`,
  'nested lists': `${top}${container}    args: ${filledWith('[', 300_000)}\n`,
  'a line of keys': filledWith('a: '),
};

describe('a large spec', () => {
  test.concurrent.each(Object.entries(shapes))(
    'ends soon, in few lines and in little memory: %s',
    async (_, spec) => {
      using workspace = makeWorkspace({ '.bec/service.yml': spec });

      const { exitCode, log, summary } = await runStep({
        workspace: workspace.path,
        inputs: { 'dry-run': 'true' },
        nodeArguments: ['--max-old-space-size=400'],
      });

      expect(exitCode).toBe(1);
      expect(errorsIn(log).at(-1)).toMatch(/^The spec has .* Nothing was sent\.$/);
      expect(log.length).toBeLessThan(200_000);
      expect(summary.length).toBeLessThan(200_000);
    },
  );
});
