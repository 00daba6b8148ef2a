import { describe, expect, test } from 'vitest';
import { maxCharacters, maxDepth, maxValues } from '../../src/spec/tree.ts';
import { excerptOf, resolveSpec } from '../../src/spec/spec.ts';
import {
  largeSpecContainer as container,
  largeSpecTop as top,
  lines,
  repeatedTo,
} from '../../testing/large-specs.ts';
import { bodyOf, findingsIn, problemsOf, specOptions } from '../../testing/spec.ts';

const spec = top + container;

/** A busy machine is slow, not wrong. */
const timeout = 180_000;

/** As long as a text can be whose values are not counted beforehand. */
const uncounted = 4 * maxValues - 1_000;

function filledWith(text: string, length = uncounted): string {
  return repeatedTo(text, length);
}

function argument(text: string): string {
  return `${spec}    args: [${text}]\n`;
}

describe('a text that would take for ever ends', { timeout }, () => {
  test.each(
    Object.entries({
      'spaces in a placeholder': argument(`"\${{${filledWith(' ')}"`),
      'a long name in a placeholder': argument(`"\${{ github.${filledWith('a')} }}"`),
      'a long name of another context': argument(`"\${{ vars.${filledWith('a.')}! }}"`),
      'escaped placeholders': argument(`"${filledWith('$${{')}"`),
      'placeholders behind escapes': argument(`"${filledWith('\\x24{{ env.A }}')}"`),
      'many texts with a placeholder': argument(filledWith('"${{ env.A }}",')),
      'placeholders that need quotes': argument(filledWith('${{ a }},')),
      'a version of dots': `${spec}    imageVersion: ${filledWith('1.')}\n`,
      'an address of hyphens': spec.replace('registry', `"${filledWith('a-')}"`),
      'an address of capitals': spec.replace('registry', `"${filledWith('A/')}"`),
      'a region of hyphens': spec.replace('cn-shanghai-ct', `"${filledWith('a-')}!"`),
      'a number of digits': spec.replace('cpu: 1', `cpu: ${filledWith('1')}x`),
      'a number with a unit': spec.replace('memory: 1', `memory: ${filledWith('1')} G`),
      'a mount path of slashes': `${spec}    volumeMounts: [{name: a, mountPath: "${filledWith('/')}x"}]\n`,
      'a long word for a choice': `${spec}paymentMethod: ${filledWith('p')}\n`,
      'misspelt keys in many maps': `${top}containers:\n${filledWith('- {nmae: a, cup: 1}\n')}`,
      'one key many times': `${spec}${filledWith('k: 1\n')}`,
      'texts in place of maps': `${top}containers:\n${filledWith('- 1\n')}`,
      'lists in place of maps': `${top}containers: [${filledWith('[],')}[]]\n`,
      'ports without a number': `${spec}    ports:\n${filledWith('    - {name: a}\n')}`,
      'containers with one name': `${top}containers:\n${filledWith('- {name: a, cpu: x}\n')}`,
      'tags of YAML': `${spec}tags: [${filledWith('!a b,')}c]\n`,
      anchors: `${spec}tags: [${lines(15_000, (index) => `&a${index} x,`)}]\n`,
      'aliases of nothing': `${spec}tags: [${filledWith('*a,')}*a]\n`,
      'a list of merges': `x-a: &a { ${lines(9_000, (index) => `k${index}: v,`)} }\n${spec}    envs: [{<<: [${filledWith('*a,', 40_000)}*a]}]\n`,
      'quotes that are not closed': `${spec}${filledWith('a: "\n')}`,
      'wrong escapes': argument(`"${filledWith('\\q')}"`),
      directives: filledWith('%a\n'),
      braces: argument(filledWith('{')),
      'question marks': `${spec}tags:\n  ${filledWith('? ')}a\n`,
      'words that a spec has': `${filledWith('containers ')}: [`,
    }),
  )('%s', async (_, text) => {
    const problems = await problemsOf(text, { environment: { A: 'a' } });
    const printed = problems
      .slice(0, 50)
      .flatMap((problem) => [problem.message, ...excerptOf({ path: 'a.yml', text }, problem)]);
    expect(Math.max(0, ...printed.map(({ length }) => length))).toBeLessThan(2_000);
  });
});

describe('a spec is too large', { timeout }, () => {
  test('with more values than yaml has memory for', async () => {
    const text = argument(filledWith(',', 1_040_000));
    expect(await findingsIn(text)).toEqual(['error 1:1 oversized-spec']);
  });

  test('with more values than its mistakes can be listed', async () => {
    expect(await findingsIn(argument('1,'.repeat(maxValues)))).toEqual([
      'error 9:59984 oversized-spec',
    ]);
  });

  test('with aliases of aliases, which are counted and not written out', async () => {
    const levels = lines(30, (level) => {
      const aliases = Array.from({ length: 10 }, () => `*a${level}`).join(', ');
      return `x-${level + 1}: &a${level + 1} [${aliases}]`;
    });
    expect(await findingsIn(`x-0: &a0 [a, a]\n${levels}${spec}tags: *a30\n`)).toEqual([
      expect.stringMatching(/^error \d+:\d+ oversized-spec$/),
    ]);
  });

  test('with an alias of a long text', async () => {
    const text = `x-a: &a "${'a'.repeat(600_000)}"\n${argument('*a, *a')}`;
    expect(await findingsIn(text)).toEqual(['error 10:12 oversized-spec']);
  });

  test('with long values of placeholders', async () => {
    const environment = { LONG: 'a'.repeat(600_000) };
    const text = argument('"${{ env.LONG }}", "${{ env.LONG }}", "${{ env.LONG }}"');
    expect(await findingsIn(text, { environment })).toEqual([
      'error 9:31 oversized-spec containers[0].args[1]',
    ]);
  });

  test('with escapes that lengthen the request', async () => {
    const environment = { LONG: '\u0001'.repeat(maxCharacters / 5) };
    expect(await findingsIn(argument('"${{ env.LONG }}"'), { environment })).toEqual([
      'error 1:1 oversized-spec',
    ]);
  });
});

test('a thousand whole containers are not too large', async () => {
  const containers = lines(
    1_000,
    (index) => `  - name: web-${index}
    imageAddress: registry.example/web
    cpu: 1
    memory: 1
    ports: [{ containerPort: ${index + 1} }]
    envs:
      - { name: A, value: a }
      - { name: B, value: b }`,
  );
  const body = await bodyOf(`${top}containers:\n${containers}`);
  expect(body['containers']).toHaveLength(1_000);
});

test('a cancel is heard while a large text is read', { timeout }, async () => {
  const cancellation = new AbortController();
  const reason = new Error('cancelled');
  setImmediate(() => {
    cancellation.abort(reason);
  });
  const options = { ...specOptions, signal: cancellation.signal };
  const read = resolveSpec({ path: 'a.yml', text: `${spec}${'\n'.repeat(900_000)}` }, options);
  await expect(read).rejects.toBe(reason);
});

describe('nesting', () => {
  test.each([
    ['lists in YAML', `${top}tags: ${'['.repeat(50_000)}`],
    ['closed lists in YAML', `${top}tags: ${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['maps in YAML', lines(900, (depth) => `${' '.repeat(depth)}containers:`)],
    ['lists in JSON', `{"containers": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['maps in JSON', `${'{"containers":'.repeat(9_000)}1${'}'.repeat(9_000)}`],
    ['entries in one line', `${top}tags:\n  ${'- '.repeat(50_000)}a`],
  ])(`of more than ${maxDepth} levels is a problem: %s`, async (_, text) => {
    expect((await problemsOf(text)).map(({ code }) => code)).toEqual(['too-deep']);
  });
});
