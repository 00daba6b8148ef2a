import { expect, test } from 'vitest';
import { problemCodes } from '../../src/spec/messages.ts';
import type { SpecOptions } from '../../src/spec/spec.ts';
import { baseSpec, changedSpec, problemsOf, specOptions } from '../../testing/spec.ts';

const twoContainers = baseSpec.replace(
  /containers:[^]*?(?=deployInstances)/,
  `containers:
  - {name: a, imageAddress: nginx, imageVersion: '1.0', cpu: 1, memory: 1}
  - {name: b, imageAddress: envoy, imageVersion: '2.0', cpu: 1, memory: 1}
`,
);

const environment = {
  BIG: 'x'.repeat(600_000),
  EMPTY: '',
  IMAGE: 'robot:Passw0rdXYZ@registry.example/web',
  NPM_TOKEN: 'npm_x',
} as const;

function inContainer(field: string): string {
  return changedSpec('    memory: 2\n', `    memory: 2\n    ${field}\n`);
}

function tag(value: string): string {
  return `${baseSpec}tags:\n  - {tagKey: a}\n  - tagKey: b\n    tagValue: ${value}\n`;
}

type Row = readonly [code: string, spec: string, message: string, options?: Partial<SpecOptions>];

/** The words of every problem, each with the spec that has it. */
const rows: readonly Row[] = [
  [
    'empty-spec',
    '',
    'The spec is empty. It needs at least serviceName, containerGroupName, containers and deployInstances.',
  ],
  [
    'not-a-spec',
    'API_KEY: x',
    'This file is not a service spec, which is a map with at least the keys serviceName, containerGroupName, containers and deployInstances.',
  ],
  [
    'foreign-manifest',
    'apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 1}',
    'This is a Kubernetes manifest. A BEC spec is the request of its API: serviceName, containerGroupName, containers with imageAddress, cpu and memory, and deployInstances with regionId and replicas. See examples/service.yml of this action.',
  ],
  [
    'oversized-spec',
    tag('${{ env.BIG }}${{ env.BIG }}'),
    'The spec is too large: 30000 values and 1 MiB at most, with aliases, merge keys and placeholders resolved.',
  ],
  [
    'too-deep',
    tag(`${'['.repeat(80)}${']'.repeat(80)}`),
    'The spec is nested more than 64 levels deep.',
  ],
  ['syntax', `%YAML 1.2\n${baseSpec}`, 'Missing directives-end/doc-start indicator line.'],
  [
    'several-documents',
    `${baseSpec}---\n${baseSpec}`,
    'A second YAML document begins here. Give each service a file and a step of its own.',
  ],
  [
    'yaml-tag',
    changedSpec('cpu: 1', 'cpu: !!int 1'),
    'YAML tags are not supported: a value gets the type of its field. Put it in quotes if it is text.',
  ],
  ['invalid-key', `${baseSpec}[a]: 1`, 'A key must be plain text, not a list, a map or an alias.'],
  ['reserved-start', changedSpec('nginx', '@nginx'), 'A value that begins with @ needs quotes.'],
  [
    'unquoted-colon',
    changedSpec('nginx', 'a: b'),
    'A value with a colon and a space in it needs quotes.',
  ],
  [
    'unquoted-placeholder',
    inContainer('args: [${{ github.sha }}]'),
    'Within [ ] or { }, a placeholder needs quotes: "${{ … }}".',
  ],
  [
    'wrong-indentation',
    changedSpec('    cpu', '   cpu'),
    'The indentation of this line does not match the lines above it.',
  ],
  [
    'missing-space',
    changedSpec('- name: web', '- name:web'),
    'The dash and the colon each need a space after them, as in - name: web.',
  ],
  [
    'missing-colon',
    changedSpec('cpu: 1', 'cpu 1'),
    'A key needs a colon and a space after it, as in cpu: 1.',
  ],
  ['missing-comma', `{"serviceName": "a"\n"containers": []}`, 'A comma is missing before this.'],
  ['unexpected-text', changedSpec('name: web', 'name: "web" shop'), '"shop" is not allowed here.'],
  ['unclosed', inContainer('args: [a'), '[ is opened here and never closed with ].'],
  [
    'outdented',
    `${baseSpec}kernelParam: "a\n"\n`,
    'Every line of a text in quotes, or of a list or map in brackets, must be indented with spaces, further than its key, the line that closes it too.',
  ],
  [
    'odd-character',
    changedSpec('serviceName: web', 'serviceName\uff1aweb'),
    '\uff1a (U+FF1A) is not a colon in YAML. Type a plain colon.',
  ],
  [
    'odd-character',
    changedSpec('cpu: 1', 'cpu:\u30001'),
    'U+3000 is not a space in YAML. Type a plain space.',
  ],
  [
    'template',
    changedSpec('nginx', '{{ .Values.image }}'),
    'This belongs to a template. Render it first. A placeholder begins with a dollar sign, as in ${{ image.version }}.',
  ],
  [
    'json-comment',
    `{"serviceName": "a", // x\n"containers": []}`,
    'JSON has no comments. Remove it, or write the spec in YAML.',
  ],
  ['duplicate-key', `${baseSpec}serviceName: b`, 'The key "serviceName" occurs a second time.'],
  [
    'unknown-anchor',
    changedSpec('cpu: 1', 'cpu: *cores'),
    'No anchor &cores is defined above. Put the value in quotes if it is text.',
  ],
  [
    'unused-anchor',
    tag('&a b'),
    '&a is read as an anchor, which nothing refers to. Put the value in quotes if it is text.',
  ],
  [
    'invalid-merge',
    inContainer('<<: 1'),
    'A merge key (<<) needs a map, an alias of one, or a list of those.',
  ],
  [
    'null-item',
    inContainer('args: [~]'),
    'A list item has no value. Remove it, or put it in quotes if the text is meant.',
  ],
  [
    'unknown-key',
    changedSpec('imageAddress', 'image'),
    'Unknown key. Did you mean imageAddress? The tag goes into imageVersion.',
  ],
  [
    'unknown-key',
    changedSpec('regionId', 'flavour'),
    'Unknown key. Known here: regionId, region, city, serviceProvider, replicas, networkType, vpcId, subnetId and subServiceProviders.',
  ],
  [
    'volume-key',
    `${baseSpec}volume: {emptyDir: [{name: a}]}`,
    'BEC ignores volume, the spelling in its own example. It is sent as volumes; write volumes.',
  ],
  ['probe-key', inContainer('livenessProbe: {}'), 'BEC has no probes or health checks. Remove it.'],
  [
    'replicas-key',
    `${baseSpec}replicas: 2`,
    'Each entry of deployInstances has replicas of its own. Write it there.',
  ],
  [
    'resources-key',
    inContainer('resources: {limits: {cpu: 1}}'),
    'A container has cpu (in cores) and memory (in GB), both whole numbers: write cpu: 1 and memory: 2 instead.',
  ],
  [
    'missing-key',
    changedSpec('serviceName: web', ''),
    'The key is missing. Name of the service. Required.',
  ],
  [
    'empty-key',
    changedSpec('serviceName: web', 'serviceName:'),
    'The key has no value. Name of the service. Required.',
  ],
  [
    'invalid-type',
    changedSpec('memory: 2', 'memory: 512Mi'),
    'Must be a whole number, not "512Mi". Memory for the container in GB, a whole number from 1. Write 1.',
  ],
  [
    'invalid-type',
    changedSpec('cpu: 1', 'cpu: "1"'),
    'Must be a whole number, not "1". Remove the quotes.',
  ],
  [
    'invalid-type',
    inContainer('ports: [80]'),
    'Must be a map, not "80". Its keys: containerPort, protocol, name, hostIP, hostPort.',
  ],
  [
    'invalid-type',
    inContainer('envs: {LOG_LEVEL: info}'),
    'Must be a list, not a map. Keys of an entry: name, value, valueFrom.',
  ],
  ['invalid-type', `${baseSpec}needPublicIp: yes`, 'Must be true or false, not "yes".'],
  ...[
    ['cpu', '500m', 1],
    ['cpu', '2500m', 3],
    ['cpu', '0.5', 1],
    ['memory', '2Gi', 2],
    ['memory', '1536MB', 2],
  ].map(([field = '', value = '', needed = '']): Row => {
    const prose =
      field === 'cpu' ? 'CPU cores for the container' : 'Memory for the container in GB';
    return [
      'invalid-type',
      changedSpec(new RegExp(`${field}: .`), `${field}: ${value}`),
      `Must be a whole number, not "${value}". ${prose}, a whole number from 1. Write ${needed}.`,
    ];
  }),
  ...['cpu: 2Gi', 'memory: 500m', 'memory: two'].map((field): Row => {
    const [name = '', value = ''] = field.split(': ');
    const prose = name === 'cpu' ? 'CPU cores for the container' : 'Memory for the container in GB';
    return [
      'invalid-type',
      changedSpec(new RegExp(`${name}: .`), field),
      `Must be a whole number, not "${value}". ${prose}, a whole number from 1.`,
    ];
  }),
  [
    'invalid-choice',
    inContainer('ports: [{containerPort: 80, protocol: tcp}]'),
    'Must be UDP, TCP or SCTP, not "tcp". Did you mean TCP?',
  ],
  ['below-minimum', changedSpec('replicas: 1', 'replicas: 0'), 'Must be at least 1, not "0".'],
  [
    'above-maximum',
    inContainer('ports: [{containerPort: 65536}]'),
    'Must be at most 65535, not "65536".',
  ],
  [
    'empty-list',
    changedSpec(/deployInstances:[^]*/, 'deployInstances: []'),
    'The list is empty. At least one entry is required.',
  ],
  [
    'empty-variable',
    changedSpec('replicas: 1', 'replicas: ${{ env.EMPTY }}'),
    "${{ env.EMPTY }} is empty, and the field must be a whole number. Is what the step's env takes it from defined, such as a variable of the repository?",
  ],
  [
    'missing-text',
    inContainer('envs: [{name: A, value: }]'),
    'The variable has no value. Write "" if an empty text is meant.',
  ],
  [
    'missing-text',
    inContainer('envs:\n      - name: A\n        value: #fff'),
    'The variable has no value: # starts a comment. Put the value in quotes.',
  ],
  [
    'unclosed-placeholder',
    tag('${{ env.A'),
    'The placeholder ${{ is not closed with }}. A literal ${{ is written $${{.',
  ],
  [
    'invalid-placeholder',
    tag("${{ github.ref == 'x' }}"),
    "${{ github.ref == 'x' }} is not a placeholder: expressions are not supported, only a name such as image.version or env.NAME. A literal ${{ is written $${{.",
  ],
  [
    'unknown-placeholder',
    tag('${{ github.refname }}'),
    'Unknown placeholder ${{ github.refname }}; did you mean ${{ github.ref_name }}? Known are image.version, env.NAME, secrets.NAME, and of github sha, ref, ref_name, ref_type, repository, repository_owner, run_id, run_number, actor, workflow, job, event_name and server_url.',
  ],
  [
    'unavailable-context',
    tag('${{ steps.build.outputs.tag }}'),
    '${{ steps.build.outputs.tag }} is not available in a spec. Add to the step, under env:  TAG: ${{ steps.build.outputs.tag }}  and write ${{ env.TAG }}.',
  ],
  [
    'run-attempt',
    tag('${{ github.run_attempt }}'),
    '${{ github.run_attempt }} changes when a job is re-run, and a re-run must ask for the same service. Use github.run_id.',
  ],
  ['empty-context', tag('${{ github.actor }}'), '${{ github.actor }} has no value in this run.'],
  [
    'unset-variable',
    tag('${{ env.UNSET }}'),
    '${{ env.UNSET }} is not set. Add to the step, under env:  UNSET: <value>',
  ],
  [
    'unset-secret',
    tag('${{ secrets.UNSET }}'),
    '${{ secrets.UNSET }} is not set. Add to the step, under env:  UNSET: ${{ secrets.UNSET }}',
  ],
  [
    'empty-secret',
    tag('${{ secrets.EMPTY }}'),
    '${{ secrets.EMPTY }} is empty: no such secret is defined for this repository or environment, or the run may not read it (runs from forks get no secrets).',
  ],
  [
    'reserved-variable',
    tag('${{ secrets.GITHUB_TOKEN }}'),
    "${{ secrets.GITHUB_TOKEN }} can't be read from a spec: BCE_*, BAIDUCLOUD_*, INPUT_*, ACTIONS_*, RUNNER_* and GITHUB_TOKEN may hold credentials of the runner or yours. Give the value another name in the step's env.",
  ],
  [
    'credential-variable',
    tag('${{ env.NPM_TOKEN }}'),
    '${{ env.NPM_TOKEN }} may hold credentials, by its name. If the service needs it, write ${{ secrets.NPM_TOKEN }}, which is masked.',
  ],
  [
    'unknown-container',
    baseSpec,
    'Input containers names "sidecar", which the spec does not have. It has "web".',
    { containers: ['sidecar'] },
  ],
  [
    'unknown-container',
    baseSpec,
    'Input containers names "web,proxy", which the spec does not have. It has "web". Write one name per line.',
    { containers: ['web,proxy'] },
  ],
  [
    'no-container-takes-version',
    twoContainers,
    'No container takes the image version: each of "a" and "b" has its own imageVersion. Remove it where the version belongs, write ${{ image.version }} there, or name the containers in the input containers.',
  ],
  [
    'invalid-image-address',
    changedSpec('nginx', 'https://ghcr.io/Acme/web/'),
    "Invalid image address. It is a registry's host and a path, such as registry.example.com/team/web, without a scheme; the path has lower-case letters, digits, and . _ - between them. Did you mean ghcr.io/acme/web?",
  ],
  [
    'image-with-version',
    changedSpec('nginx', 'nginx:1.27'),
    'The address has a tag. Write imageAddress: nginx and imageVersion: "1.27", or leave imageVersion out to get the run\'s version, as the only container always does.',
  ],
  [
    'image-with-version',
    changedSpec('nginx', 'nginx@sha256:00'),
    'The address has a digest, which BEC does not document. Write imageAddress: nginx, and the tag as imageVersion.',
  ],
  [
    'image-with-version',
    changedSpec('nginx', '${{ secrets.IMAGE }}'),
    'The address has a digest, which BEC does not document. The version goes into imageVersion.',
  ],
  [
    'invalid-image-version',
    inContainer('imageVersion: ${TAG}-${{ image.version }}'),
    '"${TAG}-v1.2.3" is not a valid image tag: 1 to 128 of A-Z a-z 0-9 _ . - that do not start with . or -.',
  ],
  [
    'moving-version',
    twoContainers.replace('2.0', 'latest'),
    '"latest" moves: a restart can change what runs, and nobody can tell which it was.',
    { containers: ['a'] },
  ],
  [
    'no-image',
    changedSpec('    imageAddress: nginx\n', ''),
    'The container has no imageAddress, so it has no image to run.',
  ],
  [
    'unset-key',
    changedSpec('    cpu: 1\n', ''),
    'cpu is missing. BEC may refuse the service, or choose for you.',
  ],
  [
    'duplicate-container',
    twoContainers.replace('name: b', 'name: a'),
    'Two containers are named "a". Each needs a name of its own.',
    { containers: ['a'] },
  ],
  [
    'duplicate-volume',
    `${baseSpec}volumes: {emptyDir: [{name: a}], secret: [{name: a}]}`,
    'Two volumes are named "a". Each needs a name of its own.',
  ],
  [
    'unknown-volume',
    inContainer('volumeMounts: [{name: data, mountPath: /data}]'),
    'No volume is named "data". None is declared under volumes.',
  ],
  [
    'unknown-volume',
    `${inContainer('volumeMounts: [{name: dato, mountPath: /data}]')}volumes: {emptyDir: [{name: data}]}`,
    'No volume is named "dato". Declared under volumes: "data".',
  ],
  [
    'duplicate-mount',
    `${inContainer('volumeMounts: [{name: a, mountPath: /a}, {name: a, mountPath: /a/}]')}volumes: {emptyDir: [{name: a}]}`,
    'Two volumes of this container are mounted at "/a/".',
  ],
  [
    'duplicate-port',
    inContainer('ports: [{containerPort: 80}, {containerPort: 80}]'),
    'Port "80/TCP" is declared twice. The containers of a group share one network address.',
  ],
  [
    'duplicate-variable',
    inContainer('envs: [{name: A, value: a}, {name: A, value: b}]'),
    '"A" is set twice in this container. The last one counts.',
  ],
  [
    'duplicate-place',
    `${baseSpec}  - regionId: cn-shanghai-ct\n    replicas: 1\n`,
    '"cn-shanghai-ct" is named twice. Add the replicas up in one entry.',
  ],
  [
    'stray-white-space',
    changedSpec('serviceName: web', 'serviceName: "web "'),
    'Must not have a line break, or white space at its beginning or end.',
  ],
  [
    'stray-punctuation',
    changedSpec('serviceName: web', 'serviceName: web,'),
    ', is sent as a part of the text. Remove it, or put the value in quotes if it is meant.',
  ],
  [
    'unnamed-variable',
    inContainer('envs: [{LOG_LEVEL: info}]'),
    'The environment variable has no name. Write name: NAME and value: TEXT.',
  ],
  [
    'ambiguous-variable',
    inContainer('envs: [{name: A, value: a, valueFrom: {fieldRef: {fieldPath: b}}}]'),
    'The variable has both value and valueFrom. Remove one of them.',
  ],
  [
    'invalid-value-source',
    inContainer('envs: [{name: A, valueFrom: {}}]'),
    'Must have exactly one of configMapKeyRef, fieldRef, resourceFieldRef or secretKeyRef, and has none.',
  ],
  [
    'unusual-region',
    changedSpec('cn-shanghai-ct', 'shanghai'),
    '"shanghai" does not look like a region id: country-city-isp, as in cn-shanghai-ct.',
  ],
  [
    'region-id-as-region',
    changedSpec('regionId', 'region'),
    'This looks like a region id. Did you mean regionId?',
  ],
  [
    'incomplete-place',
    changedSpec('regionId: cn-shanghai-ct', 'city: SHANGHAI'),
    'The place is incomplete: it needs regionId, or region and serviceProvider (region and serviceProvider missing).',
  ],
  [
    'bandwidth-without-public-ip',
    `${baseSpec}bandwidth: 10`,
    'The bandwidth has no effect without needPublicIp: true.',
  ],
  [
    'public-ip-without-bandwidth',
    `${baseSpec}needPublicIp: true`,
    'A public address is requested without a bandwidth. Set bandwidth (in Mbps).',
  ],
  [
    'large-memory',
    changedSpec('memory: 2', 'memory: 2048'),
    '2048 GB of memory is unusual. The unit is GB: 2048 MB is 2.',
  ],
];

test.each(
  rows.map(([code, spec, message, options = {}]) => [code, spec, message, options] as const),
)('%s', async (code, spec, message, options) => {
  const run = { ...specOptions.run, actor: '' };
  const problems = await problemsOf(spec, { environment, run, ...options });
  expect(problems.filter((problem) => problem.code === code)).toMatchObject([{ message }]);
});

test('every code has its words here, but for those of a registry and of the command, which their tests have', () => {
  const elsewhere = ['missing-image', 'private-image', 'workflow-variable', 'workflow-secret'];
  const codes = new Set([...rows.map(([code]) => code), ...elsewhere]);
  expect(codes).toEqual(new Set(problemCodes));
});
