import { expect, test } from 'vitest';
import { baseSpec, bodyOf, changedSpec, findingsIn } from '../../testing/spec.ts';

function inContainer(lines: string): string {
  return changedSpec('    memory: 2\n', `    memory: 2\n${lines}\n`);
}

const json = JSON.stringify({
  serviceName: 'web',
  containerGroupName: 'web',
  containers: [{ name: 'web', imageAddress: 'nginx', cpu: 1, memory: 2 }],
  deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 1 }],
});

const manifest = 'apiVersion: apps/v1\nkind: Deployment\n';

/** What people type by mistake, and where the cause is, which is often not where a parser notices. */
test.each([
  ['a placeholder in JSON', json.replace('1,', '${{ env.C }},'), '1:106 unquoted-placeholder'],
  [
    'a placeholder in a list',
    inContainer('    args: ["a", ${{ github.sha }}]'),
    '8:17 unquoted-placeholder',
  ],
  [
    'a placeholder in a map',
    inContainer('    ports: [{name: x${{ env.P }}}]'),
    '8:21 unquoted-placeholder',
  ],
  ['brackets closed at the margin', inContainer('    envs: [ {\nname: A\n} ]'), '10:1 outdented'],
  [
    'brackets closed below their key',
    inContainer('    args: [\n    "sh"\n    ]'),
    '10:5 outdented',
  ],
  ['no comma after a number', json.replace('1,"memory"', '1\n"memory"'), '2:1 missing-comma'],
  [
    'no comma after a word',
    json.replace('{', '{"needPublicIp": true "bandwidth":1,'),
    '1:23 missing-comma',
  ],
  ['no comma between texts in a line', json.replace('"web",', '"web" '), '1:22 missing-comma'],
  ['no colon in JSON', json.replace(':', ' '), '1:2 missing-colon'],
  ['an equals sign in JSON', json.replace(':', '='), '1:2 missing-colon'],
  ['no colon before a list in JSON', json.replace('s":[', 's" ['), '1:49 missing-colon'],
  ['a list closed as a map', inContainer('    args: [a, b}'), '8:11 unclosed'],
  ['a map closed as a list', inContainer('    ports: [{containerPort: 80]]'), '8:13 unclosed'],
  ['a bracket in a comment', inContainer('    args: [\n  a, # see ]\n  b'), '8:11 unclosed'],
  ['a quote at the margin behind a pair', inContainer("    name2: 'it''s\nb'"), '9:2 outdented'],
  ['a quote at the margin behind two quotes', inContainer("    name2: 'it''\nb'"), '9:2 outdented'],
  ['a quote at the margin behind an escape', inContainer('    name2: "\\"\nb"'), '9:2 outdented'],
  ['no comma in a list', json.replace('"cpu"', '"args":[1 "a"],"cpu"'), '1:110 missing-comma'],
  ['no comma after a text', json.replace('"web",', '"web"\n'), '2:1 missing-comma'],
  ['no comma in a map without quotes', `{serviceName: a\n containers: []}`, '2:2 missing-comma'],
  [
    'a colon in a map without quotes',
    `{serviceName: a b: c, containers: []}`,
    '1:15 unquoted-colon',
  ],
  [
    'a no-break space as indentation',
    inContainer('\u00a0\u00a0  gpu: 1\n    args: []'),
    '8:1 odd-character',
  ],
  ['a wide space before a value', changedSpec('cpu: 1', 'cpu:\u30001'), '6:9 odd-character'],
  ['a wide colon', changedSpec('serviceName: ', 'serviceName\uff1a'), '1:12 odd-character'],
  [
    'a wide colon that is meant, above an error',
    inContainer('    args:\n      - URL：a\n      - @b'),
    '10:9 reserved-start',
  ],
  ['an asterisk', changedSpec(': nginx', ': *'), '5:19 reserved-start'],
  ['a wildcard', changedSpec(': nginx', ': *.example.com'), '5:19 unknown-anchor'],
  ['an ampersand', changedSpec(': nginx', ': &'), '5:19 reserved-start'],
  ['a comparison', changedSpec(': nginx', ': >= 1.0'), '5:20 unexpected-text'],
  ['a pipe', changedSpec(': nginx', ': | grep x'), '5:21 unexpected-text'],
  ['a question', changedSpec(': nginx', ': ? x'), '5:19 reserved-start'],
  ['a dash', changedSpec(': nginx', ': - x'), '5:19 unexpected-text'],
  [
    'an item indented less than the list',
    inContainer('    args:\n      - a\n     - b'),
    '10:6 wrong-indentation',
  ],
  [
    'an item indented less than one with a colon',
    inContainer('    args:\n      - nginx:1.27\n     - b'),
    '10:6 wrong-indentation',
  ],
  ['binary data', inContainer('    workingDir: !!binary L2FwcA=='), '8:17 yaml-tag'],
  ['a set', `x-set: !!set {a, b}\n${baseSpec}`, '1:8 yaml-tag'],
  ['a time', inContainer('    args: [!!timestamp 2024-01-01]'), '8:12 yaml-tag'],
  ['a list tagged as text', inContainer('    args: !!str [a]'), '8:11 yaml-tag'],
  ['two merge keys', inContainer('    <<: {gpu: 1}\n    <<: {args: [a]}'), '9:5 duplicate-key'],
  ['no space in a list’s first key', changedSpec('- name: web', '- name:web'), '4:3 missing-space'],
  ['no space after a dash', changedSpec('- name: web', '-name: web'), '4:3 missing-space'],
  [
    'no space above an empty line',
    changedSpec('- regionId: cn', '- regionId:cn').replace('    repl', '\n    repl'),
    '9:3 missing-space',
  ],
  [
    'a wrong line below an item',
    changedSpec('- regionId: cn-shanghai-ct', '- http://a.b'),
    '10:5 wrong-indentation',
  ],
  [
    'a placeholder of a secret without its dollar sign',
    changedSpec(': nginx', ': {{secrets.IMAGE}}'),
    '5:19 template',
  ],
  ['a template’s value', changedSpec(': nginx', ': {{ .Values.image }}'), '5:19 template'],
  ['a template’s block', `{% if x %}\n${baseSpec}{% endif %}\n`, '1:1 template'],
  [
    'a chart’s block',
    changedSpec('containers:', '{{- if .Values.x }}\ncontainers:'),
    '3:1 template',
  ],
  ['manifests', `${manifest}---\napiVersion: v1\nkind: Service\n`, '1:1 foreign-manifest'],
  ['a chart', `${manifest}metadata:\n  name: {{ .Values.x }}\n`, '1:1 foreign-manifest'],
])('%s is told where it is', async (_, text, finding) => {
  const errors = (await findingsIn(text)).filter((found) => found.startsWith('error'));
  expect(errors.map((found) => found.split(' ').slice(1, 3).join(' '))).toEqual([finding]);
});

test('quotes in the texts of a map in braces are part of them', async () => {
  const text = `{serviceName: a, containerGroupName: b, containers: [{name: a, imageAddress: a, cpu: 1,
    memory: 1, args: [echo "hi"]}], deployInstances: [{regionId: cn-shanghai-ct, replicas: 1}]}`;
  expect(await findingsIn(text)).toEqual([]);
});

test('an anchor that nothing refers to is a warning, since its name is not sent', async () => {
  const text = inContainer('    args: [&a b]');
  expect(await findingsIn(text)).toEqual(['warning 8:12 unused-anchor']);
});

test.each([
  ['at the end', `${baseSpec}---\n# the end\n`],
  ['at the beginning', `---\n# the beginning\n---\n${baseSpec}`],
  ['after an end', `${baseSpec}...\n---\n...\n`],
])('a document without a value %s is skipped', async (_, text) => {
  expect(await bodyOf(text)).toEqual(await bodyOf(baseSpec));
});

test('two misspelt keys for one known key are both told', async () => {
  const text = changedSpec('    cpu: 1', '    cup: 1\n    cpuu: 2');
  expect(await findingsIn(text)).toEqual([
    'error 6:5 unknown-key containers[0].cup',
    'error 7:5 unknown-key containers[0].cpuu',
  ]);
});

test.each([
  ['of a mount', '{emptyDir: [{name: data}]}', '${{ env.UNSET }}', '8:28'],
  ['of a volume', '{emptyDir: [{name: "${{ env.UNSET }}"}]}', 'data', '12:30'],
])('a name %s that is not known is not called unknown', async (_, volumes, mount, place) => {
  const text = `${inContainer(`    volumeMounts: [{name: "${mount}", mountPath: /data}]`)}volumes: ${volumes}\n`;
  const found = (await findingsIn(text)).map((finding) => finding.split(' ').slice(1, 3).join(' '));
  expect(found).toEqual([`${place} unset-variable`]);
});
