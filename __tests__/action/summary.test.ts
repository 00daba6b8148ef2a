import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { crashLoop, imagePull, insufficient, running, vanishes } from '../../local-bec/rollouts.ts';
import { parsePod } from '../../src/service/pods.ts';
import { parseRun, type Run } from '../../src/context.ts';
import { parseService } from '../../src/service/detail.ts';
import type { SpecFile } from '../../src/source/source.ts';
import { printable } from '../../src/text.ts';
import type { Known, Outcome } from '../../src/action/outcome.ts';
import { formatOf, joinedParts } from '../../src/action/markdown.ts';
import { summaryOf } from '../../src/action/summary.ts';
import { plainSpec, startDeployment } from '../../testing/deployment.ts';
import { htmlOf, tagsIn, textIn, textPiecesIn } from '../../testing/markdown.ts';
import { runPlay } from '../../testing/rollout.ts';
import { tagRun } from '../../testing/spec.ts';
import { playUpdate } from '../../testing/update-play.ts';

interface Options {
  readonly run?: Run;
  readonly redact?: (text: string) => string;
}

/** As the report writes it. */
function markdownOf(outcome: Outcome, { run = tagRun, redact = (text) => text }: Options = {}) {
  const parts = summaryOf(outcome, { run, elapsedMs: () => 12_300 }, formatOf(redact));
  return redact(joinedParts(parts));
}

const parsed = parseService({
  serviceId: 's-1a2b3c4d',
  serviceName: 'shop',
  status: 'RUNNING',
  totalPods: 3,
  runningPods: 3,
  deployInstances: [
    { regionId: 'cn-shanghai-ct', replicas: 2 },
    { regionId: 'cn-beijing-cm', replicas: 1 },
  ],
});
if (parsed === undefined) throw new Error('That is no service.');
const service = parsed;
const runningService = {
  pods: [
    {
      podName: 'pod-b',
      regionId: 'cn-shanghai-ct',
      publicIp: '203.0.113.7',
      internalIp: '10.0.0.2',
    },
    { podName: 'pod-a', regionId: 'cn-beijing-cm', ipv6PublicIp: '2001:db8::1' },
  ].map(parsePod),
  previousServices: [{ serviceId: 's-old', status: 'RUNNING', createTime: '2026-01-02T03:04:05Z' }],
};

const source = {
  path: '.bec/service.yml',
  repositoryPath: '.bec/service.yml',
  text: 'serviceName: shop\ncpu: 0.5\n',
  commit: undefined,
  origin: 'the workspace',
  warning: undefined,
};
const prepared = {
  endpoint: 'https://bec.baidubce.com',
  source,
  serviceName: 'shop',
  imageVersion: 'v1.2.3',
  clientToken: 'bec-9876543210-0123',
  request: {
    containers: [{ imageAddress: 'hub.example/shop', imageVersion: 'v1.2.3', cpu: 1, memory: 2 }],
    deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 3 }],
  },
};
const known: Known = { ...prepared, requestId: '8a7b', service };
const problem = {
  code: 'invalid-type',
  severity: 'error',
  range: { start: 23, end: 26 },
  path: 'containers[0].cpu',
  message: 'must be a whole number, not 0.5.',
} as const;

const failed = { kind: 'failed', message: 'no' } as const;

/** The texts of the alert, as a reader sees them. */
function alertIn(html: string): string {
  const [, text = ''] = /<blockquote>([^]*?)<\/blockquote>/.exec(html) ?? [];
  return textIn(text).trim();
}

/** The rows of a table with two columns, as a reader sees them. */
function rowsIn(html: string): Readonly<Record<string, string>> {
  const rows = html.matchAll(
    /<tr>\s*<t[dh][^>]*>(.*?)<\/t[dh]>\s*<t[dh][^>]*>(.*?)<\/t[dh]>\s*<\/tr>/g,
  );
  return Object.fromEntries(
    [...rows]
      .map(([, name = '', value = '']) => [textIn(name), textIn(value)] as const)
      .filter(([name]) => name !== ''),
  );
}

const anew =
  'push a new commit or tag if the spec or the image version was wrong, or fix the cause and re-run this job';

describe('summaryOf', () => {
  test('a service that was created: what it is and costs; what support asks for is folded', () => {
    const html = htmlOf(markdownOf({ kind: 'created', known }));
    expect(html).toContain('<h3>✅ <code>shop</code> v1.2.3 was created</h3>');
    expect(alertIn(html)).toContain('[!NOTE]\nThe step did not wait until it runs.');
    const [shown = '', ...foldedParts] = html.split('<details>');
    expect(rowsIn(shown)).toEqual({
      Image: 'hub.example/shop:v1.2.3',
      Service: 's-1a2b3c4d, RUNNING, 3 of 3 pods running',
      Billed: 'until s-1a2b3c4d is deleted: 3 pods · 3 cores · 6 GB',
    });
    expect(foldedParts.map((part) => /<summary>(.*)<\/summary>/.exec(part)?.[1])).toEqual([
      'How to delete it',
      'For support',
    ]);
    expect(textIn(foldedParts[0] ?? '')).toContain(
      'service-id: s-1a2b3c4d\n    service-name: "shop"',
    );
    expect(rowsIn(foldedParts[1] ?? '')).toEqual({
      Regions: 'cn-shanghai-ct × 2, cn-beijing-cm × 1',
      Spec: '.bec/service.yml from the workspace',
      'Image version': 'v1.2.3',
      Commit: '0123456',
      Run: 'Deploy #42, attempt 1',
      Endpoint: 'https://bec.baidubce.com',
      Token: 'bec-9876543210-0123',
      'Request id': '8a7b',
      Took: '12 s',
    });
    expect(tagsIn(html).filter((tag) => tag.startsWith('<a'))).toEqual([
      '<a href="https://console.bce.baidu.com/bec">',
      '<a href="https://github.com/octo-org/shop/commit/0123456789abcdef0123456789abcdef01234567">',
      '<a href="https://github.com/octo-org/shop/actions/runs/9876543210">',
    ]);
  });

  test('one that is running: its addresses first, and what else is billed', () => {
    const html = htmlOf(
      markdownOf({ kind: 'running', known: { ...known, running: runningService } }),
    );
    expect(html).toContain('<h3>✅ <code>shop</code> v1.2.3 is running</h3>');
    expect(rowsIn(html)).toMatchObject({
      Address: '203.0.113.7 and 2001:db8::1',
      'Also billed':
        'older services of this name, until they are deleted: s-old of 2026-01-02T03:04:05Z',
    });
    const cells = [...html.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = '']) => textIn(cell));
    expect(cells.join(' | ')).toContain(
      'cn-beijing-cm | 2001:db8::1 | pod-a | cn-shanghai-ct | 203.0.113.7, 10.0.0.2 | pod-b',
    );
  });

  test('a later attempt is named', () => {
    const run = { ...tagRun, runAttempt: '3' };
    const html = htmlOf(markdownOf({ kind: 'created', known }, { run }));
    expect(rowsIn(html)['Run']).toBe('Deploy #42, attempt 3');
  });

  test('a failure before the call: the problems with their places, and nothing that looks billed', () => {
    const message = 'The spec has 1 problem. Nothing was sent.';
    const outcome: Outcome = { ...failed, known: { ...prepared, problems: [problem] }, message };
    const html = htmlOf(markdownOf(outcome));
    expect(html).toContain('<h3>❌ <code>shop</code> v1.2.3 was not deployed</h3>');
    expect(alertIn(html)).toBe(`[!CAUTION]\n${message}`);
    for (const row of ['Service', 'Billed', 'Next']) expect(rowsIn(html)).not.toHaveProperty(row);
    expect(textIn(html)).toContain(
      '.bec/service.yml:2:6containers[0].cpu: must be a whole number, not 0.5.',
    );
  });

  test('a create of which nobody knows whether it worked', () => {
    const failure = { kind: 'failed', reasons: [], isGone: false } as const;
    const html = htmlOf(markdownOf({ ...failed, known: { ...prepared, failure } }));
    expect(html).toContain('<h3>⚠️ <code>shop</code> v1.2.3 may have been created</h3>');
    expect(rowsIn(html)).not.toHaveProperty('Billed');
  });

  describe('the place of a mistake', () => {
    const commit = tagRun.sha;
    const linksIn = (changes: Partial<SpecFile>, more: Options = {}) => {
      const markdown = markdownOf(
        {
          ...failed,
          known: { source: { ...source, ...changes }, problems: [problem] },
        },
        more,
      );
      return [...htmlOf(markdown).matchAll(/<a href="([^"]*\/blob\/[^"]*)">([^<]*)<\/a>/g)];
    };
    const blob = `https://github.com/octo-org/shop/blob/${commit}`;

    test('leads to its line at the commit', () => {
      const [[, address, label] = [], ...rest] = linksIn({ commit });
      expect(address).toBe(`${blob}/.bec/service.yml#L2`);
      expect(label).toBe('.bec/service.yml:2:6');
      expect(rest).toEqual([]);
    });

    test.each([
      ['a b/ü.yml', 'a%20b/%C3%BC.yml'],
      ["(x)|`y`'*.yml", '%28x%29%7C%60y%60%27%2a.yml'],
      ['a?b#c%2F"<b>.yml', 'a%3Fb%23c%252F%22%3Cb%3E.yml'],
      ['\ud800.yml', '%EF%BF%BD.yml'],
    ])('in the file %j too', (repositoryPath, encoded) => {
      const [[, address] = []] = linksIn({ commit, repositoryPath });
      expect(address).toBe(`${blob}/${encoded}#L2`);
    });

    test.each<[string, Partial<SpecFile>, Options]>([
      ['without a commit', { commit: undefined }, {}],
      ['outside of the repository', { commit, repositoryPath: 'a/../../x.yml' }, {}],
      ['on no server of GitHub', { commit }, { run: { ...tagRun, serverUrl: 'javascript:x' } }],
    ])('is not a link %s', (_, changes, more) => {
      expect(linksIn(changes, more)).toEqual([]);
    });
  });

  test('of thousands of mistakes the first, and how many more there are', () => {
    const problems = Array.from({ length: 5000 }, () => problem);
    const html = htmlOf(markdownOf({ kind: 'created', known: { ...known, problems } }));
    expect(html.split('must be a whole number')).toHaveLength(26);
    expect(html).toContain('… and 4975 more problems');
  });

  test('a service that failed: why, and what the pods say', () => {
    const pod = parsePod({
      podId: 's-1a2b3c4d-0',
      status: 'PENDING',
      regionId: 'cn-shanghai-ct',
      containerStatuses: [
        {
          name: 'web',
          restartCount: 3,
          state: { waiting: { reason: 'ImagePullBackOff', message: 'manifest unknown' } },
        },
      ],
      podEventDetails: [
        { eventName: 'Pulling', eventType: 'Normal', eventMessage: 'Pulling' },
        { eventName: 'Failed', eventType: 'Warning', eventMessage: 'no' },
        { eventName: 'Failed', eventType: 'Warning', eventMessage: 'no' },
      ],
    });
    const reasons = [
      { place: 'cn-shanghai-ct, 2 pods', text: 'the image is missing. Push it.' },
      { place: '', text: 'And 2 other reasons.' },
    ];
    const failure = { kind: 'failed', reasons, isGone: false } as const;
    const pods = Array.from({ length: 13 }, () => pod);
    const html = htmlOf(markdownOf({ ...failed, known: { ...known, failure, pods } }));
    expect(html).toContain('<h3>❌ <code>shop</code> v1.2.3 is not running</h3>');
    expect(alertIn(html)).toBe(
      '[!CAUTION]\ncn-shanghai-ct, 2 pods: the image is missing. Push it.\nAnd 2 other reasons.',
    );
    expect(rowsIn(html)).toMatchObject({
      Billed: 'until s-1a2b3c4d is deleted: 3 pods · 3 cores · 6 GB',
      Next: `delete s-1a2b3c4d, then ${anew}`,
    });
    const items = [...html.matchAll(/<li>([^]*?)(?=<ul>|<\/li>)/g)].map(([, item = '']) =>
      textIn(item).trim(),
    );
    expect(items).toEqual([
      `${Array.from({ length: 6 }, () => 's-1a2b3c4d-0').join(', ')} cn-shanghai-ct · PENDING`,
      'container web: ImagePullBackOff: manifest unknown (3 restarts)',
      'warning Failed: no (×2)',
      'event Pulling: Pulling',
      '… and 7 more pods',
    ]);
  });

  test('a service that failed and was deleted: nothing looks billed', () => {
    const failure = { kind: 'failed', reasons: [], isGone: true } as const;
    const html = htmlOf(
      markdownOf({ ...failed, known: { ...known, failure }, message: 'It was deleted.' }),
    );
    expect(html).toContain('<h3>❌ <code>shop</code> v1.2.3 failed, and was deleted</h3>');
    expect(alertIn(html)).toBe('[!CAUTION]\nIt was deleted.');
    const [shown = ''] = html.split('<details>');
    expect(rowsIn(shown)).toEqual({
      Image: 'hub.example/shop:v1.2.3',
      Billed: 'nothing: s-1a2b3c4d is deleted',
      Next: anew,
    });
    expect(html).not.toContain('How to delete it');
  });

  test.each([
    [
      'timed out',
      false,
      'is not running',
      `if the pods only need longer, raise wait-timeout, or re-run this job, which waits again; else delete s-1a2b3c4d, then ${anew}`,
    ],
    [
      'timed out',
      true,
      'failed, and was deleted',
      `if the pods only need longer, raise wait-timeout; else ${anew}`,
    ],
    [
      'cancelled',
      false,
      'was cancelled',
      "delete s-1a2b3c4d if you don't need it, or re-run this job, which finds it",
    ],
    [
      'cancelled',
      true,
      'was cancelled, and was deleted',
      're-run this job if you still want the service',
    ],
  ] as const)('a service whose step %s; deleted: %s', (kind, isGone, heading, next) => {
    const failure = { kind, reasons: [], isGone };
    const html = htmlOf(markdownOf({ ...failed, known: { ...known, failure } }));
    expect(html).toContain(`<h3>❌ <code>shop</code> v1.2.3 ${heading}</h3>`);
    expect(rowsIn(html)['Next']).toBe(next);
  });

  test('a step that deletes it has the endpoint, unless it is the usual one', () => {
    const line = 'endpoint:';
    expect(markdownOf({ kind: 'created', known })).not.toContain(line);
    const other = { ...known, endpoint: 'http://127.0.0.1:8080' };
    expect(textIn(htmlOf(markdownOf({ kind: 'created', known: other })))).toContain(
      'service-name: "shop"\n    endpoint: "http://127.0.0.1:8080"\n',
    );
    for (const name of ['action.yml', 'delete/action.yml']) {
      expect(readFileSync(name, 'utf8')).toContain(`default: ${prepared.endpoint}\n`);
    }
  });

  test('a dry run: what it would cost', () => {
    const html = htmlOf(markdownOf({ kind: 'dry run', known: prepared }));
    expect(html).toContain('<h3>📝 <code>shop</code> v1.2.3 would be created</h3>');
    expect(rowsIn(html)['Billed']).toBe('once created: 3 pods · 3 cores · 6 GB');
  });

  test('a run of which nothing is known has no empty rows and no dead links', () => {
    const html = htmlOf(markdownOf({ ...failed, known: {} }, { run: parseRun({}) }));
    expect(rowsIn(html)).toEqual({ Took: '12 s' });
    expect(html).not.toContain('<a');
  });
});

/** What somebody else could write into a name, a message or a reference. */
const attacks: readonly string[] = [
  'a|b',
  '| x | y |',
  '`code`',
  '``` fence',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</details></code></td></table>',
  '<!-- ',
  '[a](https://evil.example)',
  '](https://evil.example)',
  '![a](https://evil.example/a.png)',
  'https://evil.example/a',
  '<https://evil.example>',
  'http://www.evil.example',
  'www.evil.example',
  'WWW.evil.example',
  'somebody@evil.example',
  'mailto:somebody@evil.example',
  'xmpp:somebody@evil.example',
  '@octocat',
  '@octo-org/admins',
  '[ref]: https://evil.example',
  '[^1]',
  '**bold** _em_ ~~gone~~',
  '# Heading',
  '- item',
  '1. item',
  '+ item',
  '> quote',
  '---',
  '===',
  '    code',
  '\tcode',
  '&lt;b&gt; &#64;octocat',
  '\\<b\\>',
  '$x$ $$y$$',
  'a\n\n# b',
  'a\r\n| b |',
  '\u2028<b>',
  '::error::x',
];

/** The Markdown with the text wherever one comes from outside. */
function markdownWith(text: string, redact?: Options['redact']): string {
  const run = {
    ...tagRun,
    workflow: text,
    runNumber: text,
    runAttempt: text,
    runId: text,
    actor: text,
    refName: text,
    refType: text,
    sha: `${text}0123456789`,
    repository: text,
    serverUrl: text,
  };
  const details = { serviceName: text, status: text, deployInstances: [{ regionId: text }] };
  const pod = {
    podId: text,
    status: text,
    regionId: text,
    containerStatuses: [{ name: text, state: { waiting: { reason: text, message: text } } }],
    podEventDetails: [{ eventName: text, eventType: 'Warning', eventMessage: text }],
  };
  const outcome: Outcome = {
    kind: 'failed',
    known: {
      request: { containers: [{ imageAddress: text, imageVersion: text }] },
      endpoint: text,
      source: { ...source, path: text, text: 'a' },
      problems: [{ ...problem, range: { start: 0, end: 1 }, path: text, message: text }],
      serviceName: text,
      imageVersion: text,
      clientToken: text,
      requestId: text,
      service: { ...service, ...parseService({ serviceId: 's-1', ...details }) },
      pods: [parsePod(pod)],
      failure: { kind: 'failed', reasons: [{ place: text, text }], isGone: false },
    },
    message: text,
  };
  return markdownOf(outcome, { run, ...(redact && { redact }) });
}

/** The tags without those that break words. */
function structureOf(markdown: string): readonly string[] {
  return tagsIn(htmlOf(markdown)).filter((tag) => tag !== '<wbr>');
}

describe('text from outside', () => {
  const plain = structureOf(markdownWith('plain'));

  test.each(attacks.map((text) => [text]))('%j stays text', (text) => {
    const html = htmlOf(markdownWith(text));
    expect(structureOf(markdownWith(text))).toEqual(plain);
    expect(rowsIn(html)['Endpoint']).toBe(printable(text.trim()));
    expect(textIn(html.slice(0, html.indexOf('</code>')))).toBe(`❌ ${printable(text.trim())}`);
    // GitHub looks for these once more, in the HTML.
    const prose = html.replace(/<pre>[^]*?<\/pre>/g, '');
    for (const piece of textPiecesIn(prose)) expect(piece).not.toMatch(/@\w|www\.\w|:\/\/\w/i);
  });

  test('it has nothing of what the rest is made of', () => {
    const links = plain.filter((tag) => tag.startsWith('<a'));
    expect(links).toEqual(['<a href="https://console.bce.baidu.com/bec">']);
    expect(plain.some((tag) => /^<(?:img|script|h[12]|hr|em|del)\b/.test(tag))).toBe(false);
  });

  test('secrets are taken out before it is escaped', () => {
    const secret = 'p@ss:w/rd=';
    const markdown = markdownWith(`a ${secret} b`, (text) => text.replaceAll(secret, '***'));
    expect(rowsIn(htmlOf(markdown))['Endpoint']).toBe('a *** b');
    expect(textIn(htmlOf(markdown))).not.toContain(secret);
  });

  test('however much there is of it, it is under 1 MiB', () => {
    const long = '@😀|'.repeat(100_000);
    const containers = Array.from({ length: 999 }, () => ({
      name: long,
      state: { waiting: { reason: long, message: long } },
    }));
    const events = Array.from({ length: 999 }, (_, index) => ({
      eventName: `${index}`,
      eventType: 'Warning',
      eventMessage: long,
    }));
    const pod = parsePod({ podId: long, containerStatuses: containers, podEventDetails: events });
    const problems = Array.from({ length: 999 }, () => ({ ...problem, message: long }));
    const pods = Array.from({ length: 6 }, () => pod);
    const failure = {
      kind: 'failed',
      reasons: [{ place: long, text: long }],
      isGone: false,
    } as const;
    const request = { containers: [{ imageAddress: long }], a: long.repeat(9) };
    const most = markdownOf({
      ...failed,
      known: { ...known, problems, request, failure, pods },
      message: long,
    });
    expect(Buffer.byteLength(most)).toBeLessThan(1024 ** 2);
    const markdown = markdownOf({ kind: 'dry run', known: { ...prepared, problems, request } });
    expect(Buffer.byteLength(markdown)).toBeLessThan(1024 ** 2);
    expect(htmlOf(markdown)).toContain('</details>');
  });
});

describe('the summary of a step', () => {
  test.concurrent('that waits for its service', async () => {
    const ended = await runPlay({ rollout: running(1000) });
    const html = htmlOf(ended.summary);
    expect(html).toContain('<h3>✅ <code>shop</code> v1.2.3 is running</h3>');
    expect(rowsIn(html)).toMatchObject({
      Service: `${ended.serviceId}, RUNNING, 2 of 2 pods running`,
      Regions: 'cn-shanghai-ct × 2',
      'Image version': 'v1.2.3',
      Token: ended.outputs['clientToken'],
      'Request id': ended.outputs['requestId'],
    });
  });

  test.concurrent('whose pods cannot be read says nothing of their addresses', async () => {
    const faults = [{ on: 'pods', kind: 'response', status: 403, times: 99 }] as const;
    const { exitCode, log } = await runPlay({ rollout: running(1000), faults });
    expect(exitCode).toBe(0);
    expect(log).toContain("can't be read");
    expect(log).not.toContain('No pod has a public address');
  });

  test.concurrent('whose service fails', async () => {
    const ended = await runPlay({ rollout: crashLoop(1000) });
    const html = htmlOf(ended.summary);
    expect(html).toContain('<h3>❌ <code>shop</code> v1.2.3 is not running</h3>');
    const [, reason = 'none'] = ended.error.split('\n');
    expect(alertIn(html)).toContain(reason);
    expect(textIn(html)).toContain('web: CrashLoopBackOff: ');
    expect(rowsIn(html)['Service']).toBe(`${ended.serviceId}, FAILED, 0 of 2 pods running`);
  });

  test.concurrent('whose service BEC no longer finds', async () => {
    const ended = await runPlay({ rollout: vanishes(1000) });
    const html = htmlOf(ended.summary);
    expect(html).toContain('troubleshooting.md#bec-has-not-found-it-for"');
    expect(rowsIn(html)).toMatchObject({
      Service: `${ended.serviceId}, not found by BEC`,
      Next: `look ${ended.serviceId} up in the BEC console`,
    });
    expect(rowsIn(html)['Billed']).toMatch(/^if s-\S+ still exists: 2 pods /);
    expect(ended.log).toContain('If it still exists, it is billed for 2 pods');
    expect(ended.log).not.toContain("The pods can't be read");
  });

  test.concurrent('whose service is gone when it is to be deleted', async () => {
    const inputs = { 'on-failure': 'delete' };
    const { summary, serviceId, log } = await runPlay({ rollout: vanishes(1000), inputs });
    const rows = rowsIn(htmlOf(summary));
    expect(rows).toMatchObject({ Billed: `nothing: ${serviceId} is deleted` });
    expect(rows).not.toHaveProperty('Service');
    expect(rows['Next']).toMatch(/^push a new commit or tag/);
    expect(log).not.toContain('it is billed for');
  });

  test.concurrent('whose time is up: that first, then why, and what helps', async () => {
    const ended = await runPlay({
      rollout: insufficient(),
      inputs: { 'wait-timeout': '20s' },
    });
    const html = htmlOf(ended.summary);
    expect(alertIn(html)).toMatch(
      /^\[!CAUTION\]\nThe service "shop" \(\S+\) was created, but it was not running after 20 s\.\n.*no node has enough room/,
    );
    expect(html).toContain('troubleshooting.md#no-node-has-enough-room"');
    expect(rowsIn(html)['Next']).toContain('raise wait-timeout');
    expect(textIn(html)).toContain(`endpoint: "${ended.bec.endpoint}"`);
  });

  test.concurrent(
    'that updates and fails: what ended it, why, what runs, and the way back',
    async () => {
      const { summary } = await playUpdate({ variants: { update: 'stuck' } });
      expect(alertIn(htmlOf(summary))).toMatch(
        /^\[!CAUTION\]\n.* does not run v2 in all pods: .*\n.* can't be pulled: .*\n2 of 3 pods serve: .*\nBefore, v1 served\. .*\nNothing was deleted/,
      );
    },
  );

  test.concurrent('that was sent nothing: the mistakes in the spec', async () => {
    await using deployment = await startDeployment({
      spec: { ...plainSpec, '<b>@octocat|x</b>': 1, containers: 'none' },
    });
    const ended = await deployment.run();
    const html = htmlOf(ended.summary);
    expect(ended.exitCode).toBe(1);
    expect(html).toContain('was not deployed');
    expect(textIn(html)).toContain('<b>@octocat|x</b>');
    expect(tagsIn(html)).not.toContain('<b>');
    expect(rowsIn(html)).not.toHaveProperty('Service');
  });

  test.concurrent('whose names mean something in Markdown', async () => {
    const serviceName = '`|</code><img>@octocat';
    const ended = await runPlay({
      rollout: imagePull(0),
      spec: { ...plainSpec, serviceName },
    });
    const html = htmlOf(ended.summary);
    expect(html.startsWith('<h3>❌ <code>')).toBe(true);
    expect(textIn(html)).toContain(`❌ ${serviceName} v1.2.3 is not running`);
    expect(tagsIn(html)).not.toContain('<img>');
  });

  test.concurrent('has no secret in it, however it got there', async () => {
    const secret = 'a|b`c@example.org';
    await using deployment = await startDeployment({
      spec: {
        ...plainSpec,
        serviceName: 'shop-${{ secrets.TOKEN }}',
      },
    });
    const inputs = { 'dry-run': 'true' };
    for (const more of [{}, inputs]) {
      const ended = await deployment.run({ env: { TOKEN: secret }, inputs: more });
      expect(ended.exitCode).toBe(0);
      expect(textIn(htmlOf(ended.summary))).toContain('shop-***');
      expect(ended.summary).not.toContain(secret);
      expect(textIn(htmlOf(ended.summary))).not.toContain(secret);
      expect(ended.summary).not.toContain(deployment.bec.credentials.secretAccessKey);
    }
  });

  test.concurrent('of a huge dry run is under 1 MiB and ends well', async () => {
    const containers = Array.from({ length: 4000 }, (_, index) => ({
      name: `web-${index}`,
      imageAddress: `registry.example/${'long-'.repeat(20)}image`,
      imageVersion: 'v1',
      cpu: 1,
      memory: 2,
    }));
    const [web] = plainSpec.containers;
    await using deployment = await startDeployment({
      spec: { ...plainSpec, containers: [web, ...containers] },
    });
    const ended = await deployment.run({ inputs: { 'dry-run': 'true' } });
    expect(ended.error).toBe('');
    expect((ended.outputs['request'] ?? '').length).toBeGreaterThan(600_000);
    expect(Buffer.byteLength(ended.summary)).toBeLessThan(1024 ** 2);
    expect(htmlOf(ended.summary).trimEnd().endsWith('</details>')).toBe(true);
  });

  test.concurrent('is not written if the input turns it off', async () => {
    await using deployment = await startDeployment();
    const ended = await deployment.run({ inputs: { summary: 'false' } });
    expect(ended.exitCode).toBe(0);
    expect(ended.summary).toBe('');
  });

  test.concurrent(
    'is not written, without a warning, if the runner names no file for it',
    async () => {
      await using deployment = await startDeployment();
      const ended = await deployment.run({ env: { GITHUB_STEP_SUMMARY: '' } });
      expect(ended.exitCode).toBe(0);
      expect(ended.warnings).toEqual([]);
    },
  );

  test.concurrent('that cannot be written is a warning', async () => {
    await using deployment = await startDeployment();
    const ended = await deployment.run({ env: { GITHUB_STEP_SUMMARY: '/nowhere/summary' } });
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs).toHaveProperty('serviceId');
    expect(ended.warnings.join('\n')).toContain('The summary could not be written: ');
  });
});
