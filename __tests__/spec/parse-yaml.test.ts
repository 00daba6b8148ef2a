import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { resolveSpec } from '../../src/spec/spec.ts';
import { baseSpec, bodyOf, findingsIn, specOptions, tagRun } from '../../testing/spec.ts';
import { repositoryText } from '../../testing/workspace.ts';

const baseBody = {
  serviceName: 'web',
  containerGroupName: 'web',
  containers: [{ name: 'web', imageAddress: 'nginx', cpu: 1, memory: 2, imageVersion: 'v1.2.3' }],
  deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 1 }],
} as const;

/** The baseSpec with the value as a tag's: the text of a string field. */
function specWithTag(value: string): string {
  return `${baseSpec}tags:\n  - tagKey: key\n    tagValue: ${value}\n`;
}

/** What becomes of that value. */
async function sentTag(
  value: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const body = await bodyOf(specWithTag(value), { environment });
  expect(body).toMatchObject(baseBody);
  return body['tags'];
}

function tag(tagValue: string): unknown {
  return [{ tagKey: 'key', tagValue }];
}

const exampleEnvironment = {
  REPLICAS: '2',
  LOG_LEVEL: 'info',
  DB_PASSWORD: 'correct horse',
} as const;

test.each([
  ['examples/service.yml', []],
  ['examples/full.yml', []],
  ['examples/api-page.yml', ['warning 39:1 volume-key volume']],
  ['examples/api-page.json', ['warning 54:3 volume-key volume']],
])('the problems of %s are %j', async (path, findings) => {
  const text = repositoryText(path);
  expect(await findingsIn(text, { environment: exampleEnvironment })).toEqual(findings);
});

test('the example of Baidu’s page makes the same body from YAML and from JSON', async () => {
  const [yaml, json] = await Promise.all(
    ['yml', 'json'].map((format) => bodyOf(repositoryText(`examples/api-page.${format}`))),
  );
  expect(yaml).toEqual(json);
});

test('the full example becomes what its comments promise', async () => {
  const body = await bodyOf(repositoryText('examples/full.yml'), {
    environment: exampleEnvironment,
  });
  expect(Object.keys(body).filter((key) => key.startsWith('x-'))).toEqual([]);
  expect(body).toMatchObject({
    serviceName: 'shop-v1.2.3',
    containers: [
      {
        name: 'web',
        cpu: 2,
        memory: 2,
        imageVersion: 'v1.2.3',
        args: ['cd ${HOME} && exec ./server --name=$(POD_NAME)'],
        envs: [
          { name: 'RELEASE', value: 'v1.2.3 of octo-org/shop' },
          { name: 'LOG_LEVEL', value: 'info' },
          { name: 'DB_PASSWORD', value: 'correct horse' },
          { name: 'GREETING', value: 'Hello, ${{ name }}' },
          { name: 'DEBUG', value: 'false' },
          { name: 'POD_NAME' },
          { name: 'CPU_LIMIT', valueFrom: { resourceFieldRef: { divisor: '1' } } },
          { name: 'THEME', valueFrom: { configMapKeyRef: { optional: true } } },
          { name: 'API_KEY', valueFrom: { secretKeyRef: { optional: false } } },
        ],
      },
      { name: 'metrics', cpu: 1, imageVersion: '1.10' },
    ],
    deployInstances: [
      { regionId: 'cn-shanghai-ct', replicas: 2 },
      { region: 'EAST_CHINA', replicas: 2 },
      { regionId: 'cn-langfang-ct', replicas: 1 },
    ],
  });
});

describe('a string is taken as written', () => {
  test.each([
    ...['1.10', '0x1F', '0o17', '010', '1e3', '+1', '.5', '1_000', '2024-01-01', '12:30:45'],
    ...['true', 'True', 'no', 'yes', 'on', 'NaN', '.inf', '=', '-x', '${HOME}'],
  ])('%s', async (value) => {
    expect(await sentTag(value)).toEqual(tag(value));
  });

  test.each([
    ['"1.10"', '1.10'],
    ["'it''s'", "it's"],
    [String.raw`"a\tb\u00e9\n"`, 'a\tbé\n'],
    ['|\n      a\n      b\n', 'a\nb\n'],
    ['|-\n      a: b # c\n       - d', 'a: b # c\n - d'],
    ['>-\n      a\n      b', 'a b'],
    ['a\n      b', 'a b'],
    ['a#b', 'a#b'],
    ['a # b', 'a'],
    ['&anchor a', 'a'],
    ['!!str 1.0', '1.0'],
    ['日本 🚀', '日本 🚀'],
  ])('%j is %j', async (written, value) => {
    expect(await sentTag(written)).toEqual(tag(value));
  });

  test('numbers and booleans of a schema take YAML 1.2’s spellings', async () => {
    const body = await bodyOf(
      `${baseSpec.replace('cpu: 1', 'cpu: 0x10').replace('memory: 2', 'memory: 1e1')}needPublicIp: TRUE\nneedIpv6PublicIp: False\nbandwidth: 10.0`,
    );
    expect(body).toMatchObject({
      needPublicIp: true,
      needIpv6PublicIp: false,
      bandwidth: 10,
      containers: [{ cpu: 16, memory: 10 }],
    });
  });

  test('in JSON, too, a number in a place for text keeps its digits', async () => {
    const json = JSON.stringify(parse(specWithTag('"1.10"'))).replace('"1.10"', '1.10');
    expect(await bodyOf(json)).toMatchObject({ tags: tag('1.10') });
  });

  test('an unknown key is sent as YAML reads it, if the spec is not strict', async () => {
    const body = await bodyOf(
      specWith('extra: {number: 1.5, no: false, nothing: ~, text: "1", list: [0x10, a]}'),
      { strict: false },
    );
    expect(body['extra']).toEqual({
      number: 1.5,
      no: false,
      text: '1',
      list: [16, 'a'],
    });
  });
});

function specWith(fields: string): string {
  return `${baseSpec}${fields}\n`;
}

describe('placeholders', () => {
  const environment = {
    NAME: 'shop',
    TWO: '2',
    YES: 'true',
    EMPTY: '',
    MULTILINE: 'first\nsecond: "x"\n- third',
    QUOTES: `"double" 'single'`,
    COLON: 'a: b # c',
    NESTED: '${{ env.NAME }}',
    DOLLARS: "$& $1 $$ $' `",
    PASSWORD: 'correct horse',
    TCP: 'UDP',
  } as const;

  test.each([
    ['${{ image.version }}', 'v1.2.3'],
    ['${{image.version}}', 'v1.2.3'],
    ['${{ image.version }}-${{ env.NAME }}', 'v1.2.3-shop'],
    ['a ${{ env.NAME }} b ${{ env.TWO }}.', 'a shop b 2.'],
    ['"${{ env.NAME }}\\n"', 'shop\n'],
    ['|\n      a\n      ${{ env.NAME }}', 'a\nshop\n'],
    ['$${{ env.NAME }}', '${{ env.NAME }}'],
    ['$${{ env.NAME }} ${{ env.NAME }} $${{', '${{ env.NAME }} shop ${{'],
    ['${HOME} $(NAME) $$ {{ env.NAME }}', '${HOME} $(NAME) $$ {{ env.NAME }}'],
    ['x${{ env.EMPTY }}', 'x'],
    ['${{ env.MULTILINE }}', environment.MULTILINE],
    ['${{ env.QUOTES }}', environment.QUOTES],
    ['${{ env.COLON }}', environment.COLON],
    ['${{ env.NESTED }}', '${{ env.NAME }}'],
    ['${{ env.DOLLARS }}', environment.DOLLARS],
    ['${{ env.TWO }}', '2'],
    ['${{ env.YES }}', 'true'],
    ['${{ secrets.PASSWORD }}', 'correct horse'],
  ])('%j becomes %j', async (written, value) => {
    expect(await sentTag(written, environment)).toEqual(tag(value));
  });

  test.each(
    Object.entries({
      sha: tagRun.sha,
      ref: 'refs/tags/v1.2.3',
      ref_name: 'v1.2.3',
      ref_type: 'tag',
      repository: 'octo-org/shop',
      repository_owner: 'octo-org',
      run_id: '9876543210',
      run_number: '42',
      actor: 'octocat',
      workflow: 'Deploy',
      job: 'deploy',
      event_name: 'push',
      server_url: 'https://github.com',
    }),
  )('github.%s is %s', async (name, value) => {
    expect(await sentTag(`\${{ github.${name} }}`)).toEqual(tag(value));
  });

  test('numbers, booleans and enums are converted', async () => {
    const body = await bodyOf(
      `${baseSpec.replace('replicas: 1', 'replicas: ${{ env.TWO }}')}needIpv6PublicIp: "\${{ env.YES }}"`,
      { environment },
    );
    expect(body).toMatchObject({ needIpv6PublicIp: true, deployInstances: [{ replicas: 2 }] });
  });

  test('JSON has them too, in its strings', async () => {
    const json = JSON.stringify({
      ...baseBody,
      serviceName: '${{ env.NAME }}',
      deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: '${{ env.TWO }}' }],
    });
    expect(await bodyOf(json, { environment })).toMatchObject({
      serviceName: 'shop',
      deployInstances: [{ replicas: 2 }],
    });
  });

  test('whatever a value holds, it stays one string', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (value) => {
        expect(await sentTag('${{ env.VALUE }}', { VALUE: value })).toEqual(tag(value));
      }),
    );
  });

  test('a secret is sent, and printed as ***', async () => {
    const text = specWithTag('user:${{ secrets.PASSWORD }}@${{ env.NAME }}');
    const resolved = await resolveSpec({ path: 'a.yml', text }, { ...specOptions, environment });
    expect(resolved.secrets).toEqual(['correct horse']);
    expect(resolved.body['tags']).toEqual(tag('user:correct horse@shop'));
    expect(resolved.printableBody['tags']).toEqual(tag('user:***@shop'));
  });

  test('a dry run continues without a secret, with a warning', async () => {
    const text = specWithTag('${{ secrets.UNSET }}');
    const options = { ...specOptions, dryRun: true };
    const { printableBody, problems } = await resolveSpec({ path: 'a.yml', text }, options);
    expect(printableBody['tags']).toEqual(tag('***'));
    expect(problems).toMatchObject([{ severity: 'warning', code: 'unset-secret' }]);
  });

  test('an unset one in what is not sent is no problem', async () => {
    expect(await findingsIn(specWith('x-note: ${{ env.UNSET }}'))).toEqual([]);
  });

  test('names that every object has are not set', async () => {
    expect(await findingsIn(specWithTag('${{ env.constructor }}'))).toEqual([
      'error 13:15 unset-variable tags[0].tagValue',
    ]);
  });
});

describe('anchors and extensions', () => {
  test('x- keys hold anchors and are not sent; merge keys fill in what is missing', async () => {
    const body = await bodyOf(`x-size: &size {cpu: 1, memory: 2}
x-image: &image {imageAddress: envoy, cpu: 8}
serviceName: web
containerGroupName: web
containers:
  - <<: *size
    name: web
    imageAddress: nginx
  - <<: [*size, *image]
    name: proxy
    memory: 4
deployInstances: &places
  - regionId: cn-shanghai-ct
    replicas: 1
`);
    expect(body).toEqual({
      ...baseBody,
      containers: [
        ...baseBody.containers,
        { name: 'proxy', memory: 4, cpu: 1, imageAddress: 'envoy', imageVersion: 'v1.2.3' },
      ],
    });
  });

  test('an alias is what its anchor is, placeholders and all', async () => {
    const spec = specWith('tags:\n  - &tag {tagKey: a, tagValue: "${{ github.sha }}"}\n  - *tag');
    const sent = { tagKey: 'a', tagValue: tagRun.sha };
    expect((await bodyOf(spec))['tags']).toEqual([sent, sent]);
  });

  test('a mistake under an anchor is reported once, where it is written', async () => {
    const spec = baseSpec
      .replace('- regionId', '- &place\n    regionId')
      .replace('replicas: 1', 'replicas: x');
    expect(await findingsIn(`${spec}  - <<: *place\n    regionId: cn-langfang-ct\n`)).toEqual([
      'error 11:15 invalid-type deployInstances[0].replicas',
    ]);
  });

  test('a quoted << is a key like any other', async () => {
    expect(await findingsIn(specWith('"<<": {cpu: 1}'))).toEqual(['error 11:1 unknown-key "<<"']);
  });

  test('$schema is for editors', async () => {
    expect(await bodyOf(specWith('$schema: https://example.com/a.json'))).toEqual(baseBody);
  });
});

describe('what has no value', () => {
  test('is not sent, but for values and arguments that may be empty', async () => {
    const body = await bodyOf(`serviceName: web
containerGroupName: web
paymentMethod:
dnsPolicy: ''
containers:
  - name: web
    imageAddress: nginx
    imageVersion: ''
    cpu: 1
    memory: 2
    workingDir: ""
    commands: []
    args: ['', a, ""]
    envs:
      - name: EMPTY
        value: ""
      - name: ABSENT
        value:
      - name: FROM
        value:
        valueFrom: {fieldRef: {apiVersion: '', fieldPath: metadata.name}}
deployInstances:
  - regionId: cn-shanghai-ct
    replicas: 1
imageRegistrySecrets: [{name: ''}]
volumes: {secret: [{name: ''}], emptyDir: [{name: ''}], configMap: []}
tags: [{tagKey: '', tagValue: ''}]
`);
    expect(body).toEqual({
      ...baseBody,
      containers: [
        {
          ...baseBody.containers[0],
          commands: [],
          args: ['', 'a', ''],
          envs: [
            { name: 'EMPTY', value: '' },
            { name: 'ABSENT' },
            { name: 'FROM', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          ],
        },
      ],
      volumes: { configMap: [] },
    });
  });
});

describe('YAML and JSON', () => {
  test.each([
    ['JSON', JSON.stringify(baseBody)],
    ['JSON with line breaks', JSON.stringify(baseBody, undefined, 2)],
    ['JSON behind white space', `\n\t ${JSON.stringify(baseBody)}\r\n`],
    ['JSON with escapes', JSON.stringify(baseBody).replace('"nginx"', String.raw`"\u006eg\/inx"`)],
    ['a flow map with comments', `{ # a comment\n${JSON.stringify(baseBody).slice(1)}`],
    ['CRLF', baseSpec.replaceAll('\n', '\r\n')],
    ['comments', baseSpec.replaceAll('\n', ' # a comment\n').replace(/^/, '# first\n\n')],
    ['a document start', `---\n${baseSpec}`],
    ['a document end', `${baseSpec}...\n`],
    ['a directive', `%YAML 1.2\n---\n${baseSpec}`],
    ['lists without indentation', baseSpec.replaceAll(/^ {2}/gm, '')],
    ['quoted keys', baseSpec.replaceAll(/([a-zA-Z]+):/g, '"$1":')],
    ['no line break at the end', baseSpec.trimEnd()],
    ['white space at the ends of lines', baseSpec.replaceAll('\n', '  \n')],
  ])('%s makes the same body', async (name, text) => {
    const expected = name === 'JSON with escapes' ? 'ng/inx' : 'nginx';
    expect(await bodyOf(text)).toEqual({
      ...baseBody,
      containers: [{ ...baseBody.containers[0], imageAddress: expected }],
    });
  });

  test('a closing bracket may stand below its key', async () => {
    const spec = baseSpec.replace('    cpu: 1', '    commands: [\n      a,\n    ]\n    cpu: 1');
    const body = await bodyOf(`${spec}tags: [\n]\n`);
    expect(body).toMatchObject({ containers: [{ commands: ['a'] }], tags: [] });
  });

  test('places are the same with CRLF', async () => {
    const spec = baseSpec.replace('cpu: 1', 'cpu: x').replaceAll('\n', '\r\n');
    expect(await findingsIn(spec)).toEqual(['error 6:10 invalid-type containers[0].cpu']);
  });

  test('a mistake in JSON has its line too', async () => {
    const spec = JSON.stringify(baseBody, undefined, 2).replace('"cpu": 1', '"cpu": "1"');
    expect(await findingsIn(spec)).toEqual(['error 8:14 invalid-type containers[0].cpu']);
  });

  test('a key twice in JSON is refused', async () => {
    const spec = JSON.stringify(baseBody).replace('{', '{"serviceName": "other",');
    expect(await findingsIn(spec)).toEqual(['error 1:25 duplicate-key']);
  });

  test.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])(
    'the key %s is a key like any other',
    async (key) => {
      for (const text of [
        specWith(`${key}: {polluted: true}`),
        JSON.stringify(baseBody).replace('{', `{"${key}": {"polluted": true},`),
      ]) {
        const body = await bodyOf(text, { strict: false });
        expect(Object.getOwnPropertyDescriptor(body, key)?.value).toEqual({ polluted: true });
        expect(Reflect.get({}, 'polluted')).toBeUndefined();
        expect(JSON.parse(JSON.stringify(body))).toEqual(body);
      }
    },
  );
});

test('unknown keys are warnings and are sent if the spec is not strict', async () => {
  const spec = specWith('replica: 3');
  expect(await findingsIn(spec, { strict: false })).toEqual(['warning 11:1 unknown-key replica']);
  expect(await bodyOf(spec, { strict: false })).toEqual({ ...baseBody, replica: 3 });
});

test('a required key that is misspelt is missing if the spec is not strict', async () => {
  const spec = baseSpec.replace('serviceName', 'servicename');
  expect(await findingsIn(spec, { strict: false })).toEqual([
    'warning 1:1 unknown-key servicename',
    'error 1:1 missing-key serviceName',
  ]);
});

test('all mistakes are reported at once, in the order of the text', async () => {
  const spec = baseSpec
    .replace('cpu: 1', 'cpu: one')
    .replace('memory', 'memmory')
    .replace('replicas: 1', 'replicas: ${{ env.UNSET }}')
    .replace('nginx', 'nginx:1.27');
  expect(await findingsIn(spec)).toEqual([
    'error 5:19 image-with-version containers[0].imageAddress',
    'error 6:10 invalid-type containers[0].cpu',
    'error 7:5 unknown-key containers[0].memmory',
    'error 10:15 unset-variable deployInstances[0].replicas',
  ]);
});

describe('below a misspelt key', () => {
  test('mistakes are reported with the one above them', async () => {
    const text = baseSpec
      .replace('containers:', 'container:')
      .replace('memory: 2', 'memory: 2\n    imageVersion: "1"')
      .replace('cpu: 1', 'cpu: half');
    expect(await findingsIn(text)).toEqual([
      'error 3:1 unknown-key container',
      'error 6:10 invalid-type containers[0].cpu',
    ]);
  });

  test('nothing is reported if the spec is not strict', async () => {
    const text = baseSpec.replace('cpu: 1', 'cpus: half');
    const findings = await findingsIn(text, { strict: false });
    expect(findings.filter((finding) => finding.startsWith('error'))).toEqual([]);
  });
});
