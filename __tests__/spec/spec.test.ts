import { describe, expect, test } from 'vitest';
import { baseSpec, bodyOf, changedSpec, findingsIn, problemsOf } from '../../testing/spec.ts';

/** Fields of the spec from line 8 on. */
function withTop(fields: string): string {
  return changedSpec('deployInstances:', `${fields}\ndeployInstances:`);
}

/** Fields of the container from line 8 on. */
function withInContainer(fields: string): string {
  return changedSpec('    memory: 2\n', `    memory: 2\n${fields}`);
}

/** Environment variables from line 9 on. */
function withVariables(variables: string): string {
  return withInContainer(`    envs:\n${variables}`);
}

/** The value of a variable at 10:16. */
function withValue(value: string): string {
  return withVariables(`      - name: A\n        value: ${value}\n`);
}

const environment = {
  BCE_SECRET_ACCESS_KEY: 'a key',
  BIG: '1e3',
  EMPTY: '',
  HALF: '0.5',
  PASSWORD: 'correct horse',
  TRUE: 'true',
  WORD: 'two',
} as const;

/** The spec with one mistake in it, and all problems with it. */
type Row = readonly [mistake: string, spec: string, findings: string | readonly string[]];

test('the spec that all of these are made from has no mistake', async () => {
  expect(await findingsIn(baseSpec)).toEqual([]);
});

describe('syntax', () => {
  test.each<Row>([
    ['a tab as indentation', changedSpec('    cpu: 1', '\tcpu: 1'), 'error 6:1 syntax'],
    ['a tab in a list', changedSpec('  - regionId', '\t- regionId'), 'error 9:1 syntax'],
    [
      'a line indented too little',
      changedSpec('    cpu: 1', '   cpu: 1'),
      'error 6:4 wrong-indentation',
    ],
    [
      'a line indented too much',
      changedSpec('    cpu: 1', '      cpu: 1'),
      'error 6:7 wrong-indentation',
    ],
    ['a key without a colon', changedSpec('    cpu: 1', '    cpu 1'), 'error 6:5 missing-colon'],
    ['a colon without a space', changedSpec('    cpu: 1', '    cpu:1'), 'error 6:5 missing-colon'],
    [
      'a quote that is not closed',
      changedSpec('serviceName: web', 'serviceName: "web'),
      'error 1:14 unclosed',
    ],
    [
      'a single quote that is not closed',
      changedSpec('serviceName: web', "serviceName: 'web"),
      'error 1:14 unclosed',
    ],
    [
      'text behind a quoted value',
      changedSpec('serviceName: web', 'serviceName: "web" shop'),
      'error 1:20 unexpected-text',
    ],
    [
      'a wrong escape',
      changedSpec('serviceName: web', String.raw`serviceName: "C:\web"`),
      'error 1:17 syntax',
    ],
    [
      'a flow list that is not closed',
      changedSpec('    cpu: 1', '    commands: [a, b\n    cpu: 1'),
      'error 6:15 unclosed',
    ],
    [
      'a flow map that is not closed',
      changedSpec('  - regionId: cn-shanghai-ct', '  - {regionId: cn-shanghai-ct'),
      'error 9:5 unclosed',
    ],
    [
      'a bracket too many',
      changedSpec('    cpu: 1', '    commands: [a]]\n    cpu: 1'),
      'error 6:18 unexpected-text',
    ],
    [
      'a value that begins with a reserved character',
      changedSpec('serviceName: web', 'serviceName: @web'),
      'error 1:14 reserved-start',
    ],
    [
      'a value that begins with a backtick',
      changedSpec('serviceName: web', 'serviceName: `web`'),
      'error 1:14 reserved-start',
    ],
    [
      'a value with a colon in it',
      changedSpec('serviceName: web', 'serviceName: web: shop'),
      'error 1:14 unquoted-colon',
    ],
    [
      'a value that begins with a percent sign',
      changedSpec('serviceName: web', 'serviceName: %web'),
      'error 1:14 reserved-start',
    ],
    [
      'a second document',
      changedSpec('deployInstances', '---\ndeployInstances'),
      'error 8:1 several-documents',
    ],
    ['a tag of YAML', changedSpec('cpu: 1', 'cpu: !!int 1'), 'error 6:10 yaml-tag'],
    [
      'a tag of its own',
      changedSpec('serviceName: web', 'serviceName: !Ref web'),
      'error 1:14 yaml-tag',
    ],
    [
      'an alias without an anchor',
      changedSpec('cpu: 1', 'cpu: *cores'),
      'error 6:10 unknown-anchor',
    ],
    [
      'an alias before its anchor',
      changedSpec('cpu: 1\n    memory: 2', 'cpu: *cores\n    memory: &cores 2'),
      'error 6:10 unknown-anchor',
    ],
    ['an alias of an alias', changedSpec('cpu: 1', 'cpu: &a *b'), 'error 6:13 syntax'],
    ['a key twice', changedSpec('    cpu: 1', '    cpu: 1\n    cpu: 2'), 'error 7:5 duplicate-key'],
    [
      'a key twice, once in quotes',
      changedSpec('    cpu: 1', '    cpu: 1\n    "cpu": 2'),
      'error 7:5 duplicate-key',
    ],
    ['a list as a key', changedSpec('    cpu: 1', '    [cpu]: 1'), 'error 6:5 invalid-key'],
    ['a map as a key', changedSpec('    cpu: 1', '    {cpu: x}: 1'), 'error 6:5 invalid-key'],
    ['a complex key', changedSpec('    cpu: 1', '    ? - cpu\n    : 1'), 'error 6:7 invalid-key'],
    [
      'an alias as a key',
      changedSpec('serviceName: web', 'serviceName: &name web\n*name : 1'),
      'error 2:1 invalid-key',
    ],
    [
      'a merge of a scalar',
      changedSpec('    cpu: 1', '    <<: 1\n    cpu: 1'),
      'error 6:5 invalid-merge',
    ],
    [
      'a merge of a list of scalars',
      changedSpec('    cpu: 1', '    <<: [a]\n    cpu: 1'),
      'error 6:5 invalid-merge',
    ],
    [
      'a directive without a document',
      changedSpec('serviceName: web', '%YAML 1.2\nserviceName: web'),
      'error 2:1 syntax',
    ],
    [
      'a list beside keys',
      changedSpec('deployInstances:\n', '- a\ndeployInstances:\n'),
      'error 8:1 wrong-indentation',
    ],
    [
      'a bad block scalar',
      changedSpec('serviceName: web', 'serviceName: | web'),
      'error 1:16 unexpected-text',
    ],
  ])('%s', async (_, spec, findings) => {
    expect(await findingsIn(spec, { environment })).toEqual([findings].flat());
  });
});

describe('structure', () => {
  test.each<Row>([
    [
      'containers as a map',
      changedSpec(
        '  - name: web\n    imageAddress: nginx\n    cpu: 1\n    memory: 2',
        '  name: web\n  imageAddress: nginx\n  cpu: 1\n  memory: 2',
      ),
      'error 3:1 invalid-type containers',
    ],
    [
      'containers as text',
      changedSpec('  - name: web\n    imageAddress: nginx\n    cpu: 1\n    memory: 2', '  web'),
      'error 4:3 invalid-type containers',
    ],
    [
      'a container as text',
      changedSpec('  - name: web', '  - proxy\n  - name: web'),
      'error 4:5 invalid-type containers[0]',
    ],
    [
      'deployInstances as a map',
      changedSpec(
        '  - regionId: cn-shanghai-ct\n    replicas: 1',
        '  regionId: cn-shanghai-ct\n  replicas: 1',
      ),
      'error 8:1 invalid-type deployInstances',
    ],
    [
      'a list for text',
      changedSpec('serviceName: web', 'serviceName: [web]'),
      'error 1:1 invalid-type serviceName',
    ],
    [
      'a map for text',
      changedSpec('serviceName: web', 'serviceName: {name: web}'),
      'error 1:1 invalid-type serviceName',
    ],
    [
      'a map for a number',
      changedSpec('cpu: 1', 'cpu: {limit: 1}'),
      'error 6:5 invalid-type containers[0].cpu',
    ],
    [
      'a map for the version',
      withInContainer('    imageVersion: {}\n'),
      'error 8:5 invalid-type containers[0].imageVersion',
    ],
    [
      'a number for a list',
      withInContainer('    commands: sleep 3600\n'),
      'error 8:15 invalid-type containers[0].commands',
    ],
    ['a list for a map', withTop('volumes:\n  - name: data'), 'error 8:1 invalid-type volumes'],
    [
      'text for a map',
      withVariables('      - name: A\n        valueFrom: configMap\n'),
      'error 10:20 invalid-type containers[0].envs[0].valueFrom',
    ],
    ['envs as a map', withVariables('      A: b\n'), 'error 8:5 invalid-type containers[0].envs'],
    [
      'envs as text',
      withVariables('      - A=b\n'),
      'error 9:9 invalid-type containers[0].envs[0]',
    ],
    [
      'ports as numbers',
      withInContainer('    ports: [80]\n'),
      'error 8:13 invalid-type containers[0].ports[0]',
    ],
    [
      'a list in a list',
      withInContainer('    args:\n      - - a\n'),
      'error 9:9 invalid-type containers[0].args[0]',
    ],
    [
      'no containers',
      changedSpec(/^containers:[^]*?(?=deployInstances)/m, ''),
      'error 1:1 missing-key containers',
    ],
    [
      'no deployInstances',
      changedSpec(/^deployInstances:[^]*/m, ''),
      'error 1:1 missing-key deployInstances',
    ],
    ['no serviceName', changedSpec('serviceName: web\n', ''), 'error 1:1 missing-key serviceName'],
    [
      'no containerGroupName',
      changedSpec('containerGroupName: web\n', ''),
      'error 1:1 missing-key containerGroupName',
    ],
    [
      'an empty serviceName',
      changedSpec('serviceName: web', 'serviceName: ""'),
      'error 1:1 empty-key serviceName',
    ],
    [
      'a serviceName without a value',
      changedSpec('serviceName: web', 'serviceName:'),
      'error 1:1 empty-key serviceName',
    ],
    [
      'a list of containers that is empty',
      changedSpec('  - name: web\n    imageAddress: nginx\n    cpu: 1\n    memory: 2', '  []'),
      'error 3:1 empty-list containers',
    ],
    [
      'containers without a value',
      changedSpec('  - name: web\n    imageAddress: nginx\n    cpu: 1\n    memory: 2\n', ''),
      'error 3:1 empty-key containers',
    ],
    [
      'a list of places that is empty',
      changedSpec('  - regionId: cn-shanghai-ct\n    replicas: 1', '  []'),
      'error 8:1 empty-list deployInstances',
    ],
    [
      'a port without a number',
      withInContainer('    ports:\n      - protocol: TCP\n'),
      'error 9:9 missing-key containers[0].ports[0].containerPort',
    ],
    [
      'a mount without a name',
      withInContainer('    volumeMounts:\n      - mountPath: /data\n'),
      'error 9:9 missing-key containers[0].volumeMounts[0].name',
    ],
  ])('%s', async (_, spec, findings) => {
    expect(await findingsIn(spec, { environment })).toEqual([findings].flat());
  });
});

describe('unknown keys', () => {
  test.each<Row>([
    [
      'a key in lower case',
      changedSpec('serviceName: web', 'servicename: web'),
      'error 1:1 unknown-key servicename',
    ],
    [
      'a key with a typing error',
      changedSpec('replicas: 1', 'replcias: 1'),
      'error 10:5 unknown-key deployInstances[0].replcias',
    ],
    [
      'a key with a hyphen',
      changedSpec('regionId:', 'region-id:'),
      'error 9:5 unknown-key deployInstances[0].region-id',
    ],
    [
      'a key with underscores',
      changedSpec('containerGroupName', 'container_group_name'),
      'error 2:1 unknown-key container_group_name',
    ],
    [
      'image',
      changedSpec('imageAddress: nginx', 'image: nginx'),
      'error 5:5 unknown-key containers[0].image',
    ],
    [
      'env',
      withInContainer('    env:\n      - name: A\n        value: b\n'),
      'error 8:5 unknown-key containers[0].env',
    ],
    [
      'command',
      withInContainer('    command: [a]\n'),
      'error 8:5 unknown-key containers[0].command',
    ],
    [
      'environment',
      withInContainer('    environment:\n      A: b\n'),
      [
        'error 8:5 unknown-key containers[0].environment',
        'error 8:5 invalid-type containers[0].envs',
      ],
    ],
    [
      'imagePullSecrets',
      withTop('imagePullSecrets:\n  - name: login'),
      'error 8:1 unknown-key imagePullSecrets',
    ],
    [
      'resources',
      withInContainer('    resources:\n      limits: {cpu: 1}\n'),
      'error 8:5 resources-key containers[0].resources',
    ],
    [
      'apiVersion',
      changedSpec('serviceName: web', 'apiVersion: apps/v1\nserviceName: web'),
      'error 1:1 unknown-key apiVersion',
    ],
    [
      'kind',
      changedSpec('serviceName: web', 'kind: Deployment\nserviceName: web'),
      'error 1:1 unknown-key kind',
    ],
    ['spec', withTop('spec: {}'), 'error 8:1 unknown-key spec'],
    [
      'port',
      withInContainer('    ports:\n      - port: 80\n        containerPort: 80\n'),
      'error 9:9 unknown-key containers[0].ports[0].port',
    ],
    [
      'a key in the wrong place',
      changedSpec('replicas: 1', 'replicas: 1\nreplicas: 2'),
      'error 11:1 replicas-key replicas',
    ],
    [
      'a key that is like none',
      changedSpec('replicas: 1', 'replicas: 1\n    flavour: large'),
      'error 11:5 unknown-key deployInstances[0].flavour',
    ],
    [
      'a key with a space',
      changedSpec('replicas: 1', 'replicas: 1\n    "my key": 1'),
      'error 11:5 unknown-key deployInstances[0]."my key"',
    ],
    [
      'an empty key',
      changedSpec('replicas: 1', 'replicas: 1\n    "": 1'),
      'error 11:5 unknown-key deployInstances[0].""',
    ],
    [
      '__proto__',
      changedSpec('replicas: 1', 'replicas: 1\n    __proto__: {}'),
      'error 11:5 unknown-key deployInstances[0].__proto__',
    ],
    [
      'constructor',
      changedSpec('replicas: 1', 'replicas: 1\n    constructor: 1'),
      'error 11:5 unknown-key deployInstances[0].constructor',
    ],
    [
      'toString',
      changedSpec('serviceName: web', 'serviceName: web\ntoString: 1'),
      'error 2:1 unknown-key toString',
    ],
    [
      'an extension below the top',
      changedSpec('replicas: 1', 'replicas: 1\n    x-note: 1'),
      'error 11:5 unknown-key deployInstances[0].x-note',
    ],
    [
      'a key that JSON pointers escape',
      changedSpec('replicas: 1', 'replicas: 1\n    a/b~c: 1'),
      'error 11:5 unknown-key deployInstances[0]."a/b~c"',
    ],
    [
      'a long key',
      changedSpec('replicas: 1', 'replicas: 1\n    ' + 'k'.repeat(200) + ': 1'),
      'error 11:5 unknown-key deployInstances[0]."kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…"',
    ],
  ])('%s', async (_, spec, findings) => {
    expect(await findingsIn(spec, { environment })).toEqual([findings].flat());
  });
});

describe('values', () => {
  test.each<Row>([
    [
      'a number in quotes',
      changedSpec('cpu: 1', 'cpu: "1"'),
      'error 6:10 invalid-type containers[0].cpu',
    ],
    ['half a core', changedSpec('cpu: 1', 'cpu: 0.5'), 'error 6:10 invalid-type containers[0].cpu'],
    ['millicores', changedSpec('cpu: 1', 'cpu: 500m'), 'error 6:10 invalid-type containers[0].cpu'],
    [
      'memory with a unit',
      changedSpec('memory: 2', 'memory: 2Gi'),
      'error 7:13 invalid-type containers[0].memory',
    ],
    [
      'memory with a space and a unit',
      changedSpec('memory: 2', 'memory: 2 GB'),
      'error 7:13 invalid-type containers[0].memory',
    ],
    [
      'a number as a word',
      changedSpec('replicas: 1', 'replicas: one'),
      'error 10:15 invalid-type deployInstances[0].replicas',
    ],
    [
      'a negative number',
      changedSpec('replicas: 1', 'replicas: -1'),
      'error 10:15 below-minimum deployInstances[0].replicas',
    ],
    [
      'no replicas at all',
      changedSpec('replicas: 1', 'replicas: 0'),
      'error 10:15 below-minimum deployInstances[0].replicas',
    ],
    [
      'true for a number',
      changedSpec('replicas: 1', 'replicas: true'),
      'error 10:15 invalid-type deployInstances[0].replicas',
    ],
    [
      'a number beyond all',
      changedSpec('replicas: 1', 'replicas: 99999999999999999999'),
      'error 10:15 invalid-type deployInstances[0].replicas',
    ],
    [
      'yes for a boolean',
      withTop('needIpv6PublicIp: yes'),
      'error 8:19 invalid-type needIpv6PublicIp',
    ],
    [
      'on for a boolean',
      withTop('needIpv6PublicIp: on'),
      'error 8:19 invalid-type needIpv6PublicIp',
    ],
    [
      'a boolean in quotes',
      withTop('needIpv6PublicIp: "true"'),
      'error 8:19 invalid-type needIpv6PublicIp',
    ],
    ['1 for a boolean', withTop('needIpv6PublicIp: 1'), 'error 8:19 invalid-type needIpv6PublicIp'],
    [
      'a number in a block',
      changedSpec('cpu: 1', 'cpu: |\n      1'),
      'error 6:10 invalid-type containers[0].cpu',
    ],
    [
      'a payment method that is not there',
      withTop('paymentMethod: prepay'),
      'error 8:16 invalid-choice paymentMethod',
    ],
    [
      'a payment method in capitals',
      withTop('paymentMethod: Postpay'),
      'error 8:16 invalid-choice paymentMethod',
    ],
    [
      'a protocol in lower case',
      withInContainer('    ports:\n      - containerPort: 80\n        protocol: tcp\n'),
      'error 10:19 invalid-choice containers[0].ports[0].protocol',
    ],
    [
      'a protocol that is none',
      withInContainer('    ports:\n      - containerPort: 80\n        protocol: HTTP\n'),
      'error 10:19 invalid-choice containers[0].ports[0].protocol',
    ],
    [
      'a provider that is near',
      changedSpec('replicas: 1', 'replicas: 1\n    serviceProvider: CHINA_TELECON'),
      'error 11:22 invalid-choice deployInstances[0].serviceProvider',
    ],
    [
      'a provider that is none',
      changedSpec('replicas: 1', 'replicas: 1\n    serviceProvider: AWS'),
      'error 11:22 invalid-choice deployInstances[0].serviceProvider',
    ],
    [
      'a disk that is none',
      withTop(
        'volumes:\n  volumeClaimTemplates:\n    - name: data\n      diskType: SSD\n      storageSize: 1',
      ),
      'error 11:17 invalid-choice volumes.volumeClaimTemplates[0].diskType',
    ],
    [
      'a number for an enum',
      withTop('paymentMethod: 1'),
      'error 8:16 invalid-choice paymentMethod',
    ],
    [
      'a list for an enum',
      withTop('paymentMethod: [postpay]'),
      'error 8:1 invalid-choice paymentMethod',
    ],
    [
      'port 0',
      withInContainer('    ports:\n      - containerPort: 0\n'),
      'error 9:24 below-minimum containers[0].ports[0].containerPort',
    ],
    [
      'port 65536',
      withInContainer('    ports:\n      - containerPort: 65536\n'),
      'error 9:24 above-maximum containers[0].ports[0].containerPort',
    ],
    [
      'a port with its protocol',
      withInContainer('    ports:\n      - containerPort: 80/tcp\n'),
      'error 9:24 invalid-type containers[0].ports[0].containerPort',
    ],
    ['no core', changedSpec('cpu: 1', 'cpu: 0'), 'error 6:10 below-minimum containers[0].cpu'],
    [
      'a bandwidth of 0',
      withTop('needPublicIp: true\nbandwidth: 0'),
      'error 9:12 below-minimum bandwidth',
    ],
    [
      'a bandwidth of 6000',
      withTop('needPublicIp: true\nbandwidth: 6000'),
      'error 9:12 above-maximum bandwidth',
    ],
    [
      'a disk of no size',
      withTop('volumes:\n  volumeClaimTemplates:\n    - name: data\n      storageSize: 0'),
      'error 11:20 below-minimum volumes.volumeClaimTemplates[0].storageSize',
    ],
  ])('%s', async (_, spec, findings) => {
    expect(await findingsIn(spec, { environment })).toEqual([findings].flat());
  });
});

describe('placeholders', () => {
  test.each<Row>([
    [
      'a variable that is not set',
      withValue('${{ env.UNSET }}'),
      'error 10:16 unset-variable containers[0].envs[0].value',
    ],
    [
      'a secret that is not set',
      withValue('${{ secrets.UNSET }}'),
      'error 10:16 unset-secret containers[0].envs[0].value',
    ],
    [
      'a secret that is empty',
      withValue('${{ secrets.EMPTY }}'),
      'error 10:16 empty-secret containers[0].envs[0].value',
    ],
    [
      'a name of github that is unknown',
      withValue('${{ github.branch }}'),
      'error 10:16 unknown-placeholder containers[0].envs[0].value',
    ],
    [
      'a name of github that is near',
      withValue('${{ github.refname }}'),
      'error 10:16 unknown-placeholder containers[0].envs[0].value',
    ],
    [
      'the attempt',
      withValue('${{ github.run_attempt }}'),
      'error 10:16 run-attempt containers[0].envs[0].value',
    ],
    [
      'a context that is unknown',
      withValue('${{ vars.A }}'),
      'error 10:16 unavailable-context containers[0].envs[0].value',
    ],
    [
      'a context with a typing error',
      withValue('${{ image.versoin }}'),
      'error 10:16 unknown-placeholder containers[0].envs[0].value',
    ],
    [
      'an expression',
      withValue("${{ github.ref == 'x' }}"),
      'error 10:16 invalid-placeholder containers[0].envs[0].value',
    ],
    [
      'a call',
      withValue('${{ toJson(github) }}'),
      'error 10:16 invalid-placeholder containers[0].envs[0].value',
    ],
    [
      'nothing between the braces',
      withValue('${{ }}'),
      'error 10:16 invalid-placeholder containers[0].envs[0].value',
    ],
    [
      'a deeper name',
      withValue('${{ github.event.number }}'),
      'error 10:16 unavailable-context containers[0].envs[0].value',
    ],
    [
      'a name with an index',
      withValue("${{ env['A'] }}"),
      'error 10:16 invalid-placeholder containers[0].envs[0].value',
    ],
    [
      'braces that are not closed',
      withValue('${{ image.version }'),
      'error 10:16 unclosed-placeholder containers[0].envs[0].value',
    ],
    [
      'the second of two in a line',
      withValue('${{ image.version }}-${{ env.UNSET }}'),
      'error 10:37 unset-variable containers[0].envs[0].value',
    ],
    [
      'one in quotes',
      withValue('"a \\t ${{ env.UNSET }}"'),
      'error 10:22 unset-variable containers[0].envs[0].value',
    ],
    [
      'one in a block',
      withVariables(
        '      - name: A\n        value: |\n          a\n          b ${{ env.UNSET }}\n',
      ),
      'error 12:13 unset-variable containers[0].envs[0].value',
    ],
    [
      'one behind an escaped one',
      withValue('$${{ a }} ${{ env.UNSET }}'),
      'error 10:26 unset-variable containers[0].envs[0].value',
    ],
    [
      'one written in an escape',
      withVariables(String.raw`      - name: A
        value: "\u0024{{ env.UNSET }}"
`),
      'error 10:16 unset-variable containers[0].envs[0].value',
    ],
    [
      'a credential of the runner',
      withValue('${{ env.BCE_SECRET_ACCESS_KEY }}'),
      'error 10:16 reserved-variable containers[0].envs[0].value',
    ],
    [
      'a credential of the runner as a secret',
      withValue('${{ secrets.BCE_SECRET_ACCESS_KEY }}'),
      'error 10:16 reserved-variable containers[0].envs[0].value',
    ],
    [
      'an input',
      withValue('${{ env.INPUT_X }}'),
      'error 10:16 reserved-variable containers[0].envs[0].value',
    ],
    [
      'the token of the workflow',
      withValue('${{ secrets.GITHUB_TOKEN }}'),
      'error 10:16 reserved-variable containers[0].envs[0].value',
    ],
    [
      'a word for a number',
      changedSpec('replicas: 1', 'replicas: ${{ env.WORD }}'),
      'error 10:15 invalid-type deployInstances[0].replicas',
    ],
    [
      'a fraction for a number',
      changedSpec('replicas: 1', 'replicas: ${{ env.HALF }}'),
      'error 10:15 invalid-type deployInstances[0].replicas',
    ],
    [
      'an exponent for a number',
      changedSpec('replicas: 1', 'replicas: ${{ env.BIG }}'),
      'error 10:15 invalid-type deployInstances[0].replicas',
    ],
    [
      'nothing for a number',
      changedSpec('replicas: 1', 'replicas: ${{ env.EMPTY }}'),
      'error 10:15 empty-variable deployInstances[0].replicas',
    ],
    [
      'a secret for a number',
      changedSpec('replicas: 1', 'replicas: ${{ secrets.PASSWORD }}'),
      'error 10:15 invalid-type deployInstances[0].replicas',
    ],
    [
      'true for a number',
      changedSpec('replicas: 1', 'replicas: ${{ env.TRUE }}'),
      'error 10:15 invalid-type deployInstances[0].replicas',
    ],
    [
      'a word for a boolean',
      withTop('needIpv6PublicIp: ${{ env.WORD }}'),
      'error 8:19 invalid-type needIpv6PublicIp',
    ],
    [
      'a word for an enum',
      withTop('paymentMethod: ${{ env.WORD }}'),
      'error 8:16 invalid-choice paymentMethod',
    ],
    [
      'an unset one for a number',
      changedSpec('replicas: 1', 'replicas: ${{ env.UNSET }}'),
      'error 10:15 unset-variable deployInstances[0].replicas',
    ],
    [
      'an unset one for a required name',
      changedSpec('serviceName: web', 'serviceName: ${{ env.UNSET }}'),
      'error 1:14 unset-variable serviceName',
    ],
    [
      'one in a key',
      changedSpec('replicas: 1', 'replicas: 1\n    ${{ env.WORD }}: 1'),
      'error 11:5 unknown-key deployInstances[0]."${{ env.WORD }}"',
    ],
  ])('%s', async (_, spec, findings) => {
    expect(await findingsIn(spec, { environment })).toEqual([findings].flat());
  });
});

describe('rules across fields', () => {
  test.each<Row>([
    [
      'two containers of one name',
      changedSpec(
        'deployInstances:',
        '  - name: web\n    imageAddress: envoy\n    cpu: 1\n    memory: 1\ndeployInstances:',
      ),
      'error 8:11 duplicate-container containers[1].name',
    ],
    [
      'two volumes of one name',
      withTop('volumes:\n  emptyDir:\n    - name: data\n  secret:\n    - name: data'),
      'error 10:13 duplicate-volume volumes.emptyDir[0].name',
    ],
    [
      'a mount of no volume',
      withInContainer('    volumeMounts:\n      - name: data\n        mountPath: /data\n'),
      'error 9:15 unknown-volume containers[0].volumeMounts[0].name',
    ],
    [
      'a mount of another volume',
      changedSpec(
        'deployInstances:',
        '    volumeMounts:\n      - name: dato\n        mountPath: /data\nvolumes:\n  emptyDir:\n    - name: data\n    - name: temp\ndeployInstances:',
      ),
      'error 9:15 unknown-volume containers[0].volumeMounts[0].name',
    ],
    [
      'two mounts on one path',
      changedSpec(
        'deployInstances:',
        '    volumeMounts:\n      - name: data\n        mountPath: /data\n      - name: temp\n        mountPath: /data/\nvolumes:\n  emptyDir:\n    - name: data\n    - name: temp\ndeployInstances:',
      ),
      'error 12:20 duplicate-mount containers[0].volumeMounts[1].mountPath',
    ],
    [
      'a port twice',
      withInContainer('    ports:\n      - containerPort: 80\n      - containerPort: 80\n'),
      'error 10:24 duplicate-port containers[0].ports[1].containerPort',
    ],
    [
      'a port twice, TCP by default',
      withInContainer(
        '    ports:\n      - containerPort: 80\n      - containerPort: 80\n        protocol: TCP\n',
      ),
      'error 10:24 duplicate-port containers[0].ports[1].containerPort',
    ],
    [
      'a port whose protocol is not known',
      withInContainer(
        '    ports:\n      - containerPort: 80\n      - {containerPort: 80, protocol: "${{ env.NONE }}"}\n',
      ),
      'error 10:40 unset-variable containers[0].ports[1].protocol',
    ],
    [
      'a port twice, in two containers',
      changedSpec(
        'deployInstances:',
        '    ports:\n      - containerPort: 80\n  - name: b\n    imageAddress: envoy\n    cpu: 1\n    memory: 1\n    ports:\n      - containerPort: 80\ndeployInstances:',
      ),
      'error 15:24 duplicate-port containers[1].ports[0].containerPort',
    ],
    [
      'a variable without a name',
      withVariables('      - value: a\n'),
      'error 9:9 unnamed-variable containers[0].envs[0]',
    ],
    [
      'a variable with an empty name',
      withVariables('      - name: ""\n        value: a\n'),
      'error 9:9 unnamed-variable containers[0].envs[0]',
    ],
    [
      'value and valueFrom',
      withVariables(
        '      - name: A\n        value: b\n        valueFrom:\n          fieldRef: {fieldPath: metadata.name}\n',
      ),
      'error 11:9 ambiguous-variable containers[0].envs[0].valueFrom',
    ],
    [
      'two sources',
      withVariables(
        '      - name: A\n        valueFrom:\n          fieldRef: {fieldPath: metadata.name}\n          secretKeyRef: {name: a, key: b}\n',
      ),
      'error 10:9 invalid-value-source containers[0].envs[0].valueFrom',
    ],
    [
      'no source',
      withVariables('      - name: A\n        valueFrom: {}\n'),
      'error 10:9 invalid-value-source containers[0].envs[0].valueFrom',
    ],
    [
      'a tag in the address',
      changedSpec('imageAddress: nginx', 'imageAddress: nginx:1.27'),
      'error 5:19 image-with-version containers[0].imageAddress',
    ],
    [
      'a tag in the address of a registry with a port',
      changedSpec('imageAddress: nginx', 'imageAddress: localhost:5000/web:1.27'),
      'error 5:19 image-with-version containers[0].imageAddress',
    ],
    [
      'a digest in the address',
      changedSpec('imageAddress: nginx', 'imageAddress: nginx@sha256:0123456789abcdef'),
      'error 5:19 image-with-version containers[0].imageAddress',
    ],
    [
      'a tag and a digest',
      changedSpec('imageAddress: nginx', 'imageAddress: nginx:1.27@sha256:0123456789abcdef'),
      'error 5:19 image-with-version containers[0].imageAddress',
    ],
    [
      'a variable twice',
      withVariables('      - name: A\n        value: a\n      - name: A\n        value: b\n'),
      'warning 11:15 duplicate-variable containers[0].envs[1].name',
    ],
    [
      'no container name',
      changedSpec('  - name: web\n    imageAddress', '  - imageAddress'),
      'warning 4:5 unset-key containers[0].name',
    ],
    [
      'no address',
      changedSpec('    imageAddress: nginx\n', ''),
      'error 4:5 no-image containers[0].imageAddress',
    ],
    ['no cpu', changedSpec('    cpu: 1\n', ''), 'warning 4:5 unset-key containers[0].cpu'],
    ['no memory', changedSpec('    memory: 2\n', ''), 'warning 4:5 unset-key containers[0].memory'],
    [
      'no replicas',
      changedSpec('    replicas: 1\n', ''),
      'warning 9:5 unset-key deployInstances[0].replicas',
    ],
    [
      'a region that is none',
      changedSpec('regionId: cn-shanghai-ct', 'regionId: shanghai'),
      'warning 9:15 unusual-region deployInstances[0].regionId',
    ],
    [
      'a region in capitals',
      changedSpec('regionId: cn-shanghai-ct', 'regionId: CN-SHANGHAI-CT'),
      'warning 9:15 unusual-region deployInstances[0].regionId',
    ],
    [
      'a city alone',
      changedSpec('regionId: cn-shanghai-ct', 'city: SHANGHAI'),
      'warning 9:5 incomplete-place deployInstances[0]',
    ],
    [
      'no place',
      changedSpec('  - regionId: cn-shanghai-ct\n    replicas', '  - replicas'),
      'warning 9:5 incomplete-place deployInstances[0]',
    ],
    [
      'a region twice',
      changedSpec(
        '    replicas: 1',
        '    replicas: 1\n  - regionId: cn-shanghai-ct\n    replicas: 1',
      ),
      'warning 11:15 duplicate-place deployInstances[1].regionId',
    ],
    [
      'a bandwidth without a public address',
      withTop('bandwidth: 10'),
      'warning 8:12 bandwidth-without-public-ip bandwidth',
    ],
    [
      'a bandwidth with needPublicIp: false',
      withTop('needPublicIp: false\nbandwidth: 10'),
      'warning 9:12 bandwidth-without-public-ip bandwidth',
    ],
    [
      'a public address without a bandwidth',
      withTop('needPublicIp: true'),
      'warning 8:15 public-ip-without-bandwidth needPublicIp',
    ],
    [
      'latest',
      changedSpec(
        'deployInstances:',
        '  - name: b\n    imageAddress: envoy\n    imageVersion: latest\n    cpu: 1\n    memory: 1\ndeployInstances:',
      ),
      'warning 10:19 moving-version containers[1].imageVersion',
    ],
    ['volume', withTop('volume:\n  emptyDir:\n    - name: data'), 'warning 8:1 volume-key volume'],
    [
      'volume and volumes',
      withTop('volumes:\n  emptyDir:\n    - name: data\nvolume:\n  emptyDir:\n    - name: temp'),
      'error 11:1 unknown-key volume',
    ],
  ])('%s', async (_, spec, findings) => {
    expect(await findingsIn(spec, { environment })).toEqual([findings].flat());
  });
});

describe('the whole text', () => {
  test.each<Row>([
    ['nothing', '', 'error 1:1 empty-spec'],
    ['white space', ' \n\n', 'error 1:1 empty-spec'],
    ['comments', '# a spec\n', 'error 1:1 empty-spec'],
    ['null', 'null\n', 'error 1:1 empty-spec'],
    ['plain text', 'web\n', 'error 1:1 not-a-spec'],
    ['a number', '1\n', 'error 1:1 not-a-spec'],
    ['a list', '- a\n- b\n', 'error 1:1 not-a-spec'],
    ['a document start', '---\n', 'error 1:1 empty-spec'],
    ['JSON with a comment', '{"serviceName": "web" // x\n}', 'error 1:23 json-comment'],
    ['JSON cut', '{"serviceName": "web", "containers": [', 'error 1:38 unclosed'],
    [
      'JSON with a missing comma',
      '{"serviceName": "web"\n"containers": []}',
      'error 2:1 missing-comma',
    ],
  ])('%s', async (_, spec, findings) => {
    expect(await findingsIn(spec, { environment })).toEqual([findings].flat());
  });
});

test('each list of known keys is told once', async () => {
  const spec = `${changedSpec('    cpu: 1', '    flavor: a\n    zone: b\n    cpu: 1')}flavor: a\n`;
  const messages = (await problemsOf(spec)).map(({ message }) => message);
  expect(messages).toEqual([
    expect.stringMatching(/^Unknown key\. Known here: name, /),
    'Unknown key.',
    expect.stringMatching(/^Unknown key\. Known here: serviceName, /),
  ]);
});

describe('several problems, or none', () => {
  test.each<Row>([
    [
      'a misspelt key in an entry of a misspelt key',
      withInContainer('    env:\n      - {name: A, valu: b}\n'),
      [
        'error 8:5 unknown-key containers[0].env',
        'error 9:19 unknown-key containers[0].envs[0].valu',
      ],
    ],
    [
      'misspelt keys in two levels',
      changedSpec('deployInstances:', 'deployInstance:').replace('replicas', 'replica'),
      ['error 8:1 unknown-key deployInstance', 'error 10:5 unknown-key deployInstances[0].replica'],
    ],
    [
      'optional as text, as in an SDK of Baidu’s',
      withVariables(
        '      - name: A\n        valueFrom: {secretKeyRef: {key: k, name: n, optional: "true"}}\n',
      ),
      [],
    ],
    [
      'optional as another text',
      withVariables(
        '      - name: A\n        valueFrom: {secretKeyRef: {key: k, name: n, optional: "yes"}}\n',
      ),
      'error 10:63 invalid-choice containers[0].envs[0].valueFrom.secretKeyRef.optional',
    ],
    [
      'memory in MB',
      changedSpec('memory: 2', 'memory: 2048'),
      'warning 7:13 large-memory containers[0].memory',
    ],
    [
      'memory in Mi',
      changedSpec('memory: 2', 'memory: 512Mi'),
      'error 7:13 invalid-type containers[0].memory',
    ],
    [
      'a bandwidth beside a needPublicIp that is not a boolean',
      withTop('needPublicIp: yes\nbandwidth: 10'),
      'error 8:15 invalid-type needPublicIp',
    ],
    [
      'a bandwidth beside a needPublicIp that is not set',
      withTop('needPublicIp: ${{ env.UNSET }}\nbandwidth: 10'),
      'error 8:15 unset-variable needPublicIp',
    ],
    [
      'a region id as region',
      changedSpec('regionId', 'region'),
      'warning 9:13 region-id-as-region deployInstances[0].region',
    ],
    [
      'a region and a provider without a city',
      changedSpec(
        'regionId: cn-shanghai-ct',
        'region: EAST_CHINA\n    serviceProvider: CHINA_TELECOM',
      ),
      [],
    ],
    [
      'a value that only a comment follows',
      withValue('#fff'),
      'warning 10:16 missing-text containers[0].envs[0].value',
    ],
    ['a value that a comment follows', withValue('a #fff'), []],
    [
      'a closing quote level with its key',
      withTop('kernelParam: "a\n  b\n"'),
      'error 10:1 outdented',
    ],
    [
      'a closing quote level with its key in a list',
      withVariables(
        '      - name: A\n        value: "a\n          b\n        "\n      - name: B\n        value: "c"\n',
      ),
      'error 12:9 outdented',
    ],
    [
      'a quote that is not closed, before one in quotes',
      changedSpec('- name: web', '- name: "web').replace('nginx', '"nginx"'),
      'error 4:11 unclosed',
    ],
    [
      'a placeholder in a flow list',
      withInContainer('    args: [${{ github.sha }}]\n'),
      'error 8:12 unquoted-placeholder',
    ],
    [
      'a placeholder in a flow map',
      changedSpec('- regionId: cn-shanghai-ct\n    replicas: 1', '- {regionId: ${{ env.R }}}'),
      'error 9:16 unquoted-placeholder',
    ],
    [
      'a Kubernetes manifest',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n',
      'error 1:1 foreign-manifest',
    ],
    [
      'a Compose file',
      'version: "3"\nservices:\n  web:\n    image: nginx\n',
      'error 1:1 foreign-manifest',
    ],
    [
      'JSON with a comment behind a comma',
      '{"serviceName": "web", // x\n"containers": []}',
      'error 1:24 json-comment',
    ],
    [
      'JSON with a comment in stars',
      '{"serviceName": "web", /* x */ "containers": []}',
      'error 1:24 json-comment',
    ],
  ])('%s', async (_, spec, findings) => {
    expect(await findingsIn(spec, { environment })).toEqual([findings].flat());
  });

  test('a line at the very end has no line break that is not written', async () => {
    expect(await bodyOf(`${baseSpec}kernelParam: |\n  x`)).toMatchObject({ kernelParam: 'x' });
    expect(await bodyOf(`${baseSpec}kernelParam: |\n  x\n`)).toMatchObject({ kernelParam: 'x\n' });
    expect(await bodyOf(`${baseSpec}kernelParam: |+\n  x`)).toMatchObject({ kernelParam: 'x' });
  });

  test('the version "latest" of the run is not the spec’s to warn of', async () => {
    expect(await findingsIn(baseSpec, { imageVersion: 'latest' })).toEqual([]);
  });
});
